// The dialog that finds a reference: search field and list of results, by mouse, touch or keys.

import { isRetracted, search } from "articles/library";
import { element, settings, word } from "articles/words";

const PAUSE = 200; // milliseconds without typing before the library is asked

const titleFor = (present) => {
  if (present === null) return word("citeTitle");
  return present.reference === null
    ? word("resolveTitle", present.unresolved)
    : word("changeTitle");
};

class LibraryDialog {
  constructor(present, done) {
    this.done = done;
    this.results = [];
    this.active = -1;
    this.build(present);
    this.dialog.addEventListener("close", () => this.finish(null));
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.input.focus();
    if (present && present.reference === null) this.suggest(present.unresolved);
  }

  build(present) {
    this.input = element("input", {
      id: "library-search",
      type: "search",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "library-results",
      "aria-autocomplete": "list",
      "aria-describedby": "library-help",
      autocomplete: "off",
      maxlength: 300,
    });
    this.list = element("ul", {
      id: "library-results",
      class: "library__results",
      role: "listbox",
      "aria-label": word("search"),
    });
    this.status = element("p", { class: "library__status", role: "status" });
    this.added = element("input", { type: "hidden", id: "library-added" });
    this.dialog = element(
      "dialog",
      { class: "library", "aria-labelledby": "library-title" },
      element("h2", { id: "library-title" }, titleFor(present)),
      element("label", { for: "library-search" }, word("search")),
      this.input,
      element("p", { id: "library-help", class: "library__help" }, word("searchHelp")),
      this.status,
      this.list,
      this.added,
      this.buttons(present),
    );
    this.dialog.addEventListener("keydown", (event) => event.stopPropagation());
  }

  buttons(present) {
    const ways = element("div", { class: "library__ways" });
    const pages = { lookUp: settings.lookUp, addReference: settings.add };
    for (const [name, address] of Object.entries(pages)) {
      const link = element("a", { href: address, class: "library__add" }, word(name));
      link.addEventListener("click", (event) => this.openPage(event, address));
      ways.append(link);
    }
    const row = element("div", { class: "library__buttons" }, ways);
    if (present) row.append(this.button("removeCitation", () => this.finish({ remove: true })));
    row.append(this.button("cancel", () => this.finish(null)));
    return row;
  }

  button(name, act) {
    const made = element("button", { type: "button", class: "button library__button" }, word(name));
    made.addEventListener("click", act);
    return made;
  }

  /** Django's own pop-up, which writes the new reference's id into the field named after it. */
  openPage(event, address) {
    event.preventDefault();
    window.django.jQuery(this.added).one("change", () => {
      this.finish({ id: Number(this.added.value) });
    });
    const asked = new URLSearchParams({ _popup: 1, text: this.input.value.trim() });
    window.open(`${address}?${asked}`, this.added.id, "width=900,height=700,scrollbars=yes");
  }

  /** A key like "smith_2020" as the words "smith 2020", searched at once. */
  suggest(key) {
    this.input.value = key.replace(/[^\p{L}\p{N}]+/gu, " ").replace(/(\p{L})(?=\p{N})/gu, "$1 ");
    this.input.select();
    this.ask();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const words = this.input.value.trim();
    if (!words) return this.show([], "");
    this.status.textContent = word("searching");
    try {
      const results = await search(words, request.signal);
      const count = word("found", results.length);
      this.show(results, results.length ? count : word("nothing"));
    } catch (problem) {
      if (problem.name !== "AbortError") this.show([], word("failed"));
    }
  }

  show(results, status) {
    this.results = results;
    this.status.textContent = status;
    this.list.replaceChildren(...results.map((result, place) => this.option(result, place)));
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.point(results.findIndex((result) => !isRetracted(result)));
  }

  option(result, place) {
    const retracted = isRetracted(result);
    const made = element(
      "li",
      {
        id: `library-result-${place}`,
        class: "library__result",
        role: "option",
        "aria-selected": "false",
        "aria-disabled": retracted ? "true" : null,
      },
      element(
        "span",
        { class: "library__kind" },
        [result.kind_label, result.evidence].filter(Boolean).join(", "),
      ),
      element("span", { class: "library__label" }, result.label),
    );
    for (const warning of result.warnings ?? [])
      made.append(element("span", { class: "library__warning" }, `\u26A0 ${warning}`));
    if (retracted) made.append(element("strong", { class: "library__alarm" }, word("retracted")));
    else made.addEventListener("click", () => this.finish({ id: Number(result.id) }));
    return made;
  }

  point(place) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.list.children[place];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const last = this.results.length - 1;
    const steps = {
      ArrowDown: () => this.point(this.active >= last ? 0 : this.active + 1),
      ArrowUp: () => this.point(this.active <= 0 ? last : this.active - 1),
      Enter: () => this.take(),
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    if (this.results.length || event.key === "Enter") steps[event.key]();
  }

  take() {
    const chosen = this.results[this.active];
    if (chosen && !isRetracted(chosen)) this.finish({ id: Number(chosen.id) });
  }

  finish(answer) {
    if (!this.done) return;
    const done = this.done;
    this.done = null;
    clearTimeout(this.timer);
    this.request?.abort();
    this.dialog.close();
    this.dialog.remove();
    done(answer);
  }
}

/** Resolves to {id}, {remove: true}, or null when nothing was chosen. */
export const chooseReference = (present) =>
  new Promise((resolve) => {
    new LibraryDialog(present, resolve);
  });
