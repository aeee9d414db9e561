// Links to complete http, https and mailto addresses, and the small dialogs that ask for one line.

import { Link as BaseLink } from "django-prose-editor/editor";
import { element, word } from "articles/words";

const PROTOCOLS = ["http", "https", "mailto"];

export const Link = BaseLink.configure({
  openOnClick: false,
  autolink: false,
  enableTarget: false,
  protocols: PROTOCOLS,
  isAllowedUri: (address) => PROTOCOLS.some((protocol) => address.startsWith(`${protocol}:`)),
  HTMLAttributes: { rel: null, target: null, class: null },
});

const askForLine = (title, help, value, type) =>
  new Promise((resolve) => {
    const input = element("input", {
      id: "prose-line",
      type,
      maxlength: 2000,
      "aria-describedby": "prose-line-help",
    });
    input.value = value;
    const form = element(
      "form",
      { method: "dialog" },
      element("label", { for: "prose-line" }, title),
      input,
      element("p", { id: "prose-line-help", class: "library__help" }, help),
      element(
        "div",
        { class: "library__buttons" },
        element("button", { class: "button", value: "apply" }, word("apply")),
        element("button", { class: "button", value: "", formnovalidate: true }, word("cancel")),
      ),
    );
    const dialog = element("dialog", { class: "library", "aria-label": title }, form);
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "apply" ? input.value.trim() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });

export const editLink = async (editor) => {
  const present = editor.getAttributes("link").href ?? "";
  const address = await askForLine(word("address"), word("addressHelp"), present, "url");
  editor.view.focus();
  const change = editor.chain();
  if (address === null) return change.run();
  change.extendMarkRange("link");
  return address ? change.setLink({ href: address }).run() : change.unsetLink().run();
};

const textOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

/** Captions are edited as plain text; one that holds more (a citation) is left as it is. */
export const isPlain = (html) => element("div", {}, textOf(html)).innerHTML === html;

export const editCaption = async (editor) => {
  const { caption } = editor.getAttributes("table");
  const text = await askForLine(word("caption"), word("captionHelp"), textOf(caption), "text");
  editor.view.focus();
  const change = editor.chain();
  if (text !== null) {
    change.updateAttributes("table", { caption: element("div", {}, text).innerHTML });
  }
  change.run();
};
