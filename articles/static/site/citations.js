// The source of a citation, beside it: on hover, on keyboard focus, and at the first tap.
// Without this script every number is a link to its reference, and stays one.
"use strict";

(() => {
  const WAIT = 150; // ms: long enough to move the pointer from the number to the card
  const GAP = 6;
  const card = document.createElement("div");
  card.className = "citation-card";
  card.id = "citation-card";
  card.setAttribute("role", "note");
  card.hidden = true;
  let shownFor = null;
  let timer = 0;

  function numbersOf(group, link) {
    const listed = group.dataset.references;
    return listed ? listed.split(" ") : [link.hash.replace("#reference-", "")];
  }

  // On the desk, the source as it stands today; elsewhere the reference as the text lists it.
  function entry(number) {
    const reference =
      document.getElementById(`source-${number}`) ??
      document.getElementById(`reference-${number}`);
    if (!reference) return null;
    const paragraph = document.createElement("p");
    const label = document.createElement("span");
    label.className = "number";
    label.textContent = `${number}. `;
    paragraph.append(label);
    for (const node of reference.childNodes) {
      if (!(node instanceof Element && node.matches(".backlinks"))) {
        paragraph.append(node.cloneNode(true));
      }
    }
    const standing = standingOf(reference);
    if (standing) paragraph.append(standing);
    const jump = document.createElement("a");
    jump.className = "to-reference";
    jump.href = `#${reference.id}`;
    jump.textContent = "↓";
    jump.setAttribute("aria-label", `${number} ↓`);
    paragraph.append(" ", jump);
    return paragraph;
  }

  // What has become of the source since is said by a style sheet, so that the text stays as signed.
  function standingOf(reference) {
    const style = getComputedStyle(reference);
    const words = style.getPropertyValue("--standing").trim();
    if (!words) return null;
    const standing = document.createElement("span");
    standing.className = "standing";
    standing.textContent = unquoted(words);
    standing.style.setProperty("--standing-ink", style.getPropertyValue("--standing-ink"));
    return standing;
  }

  function unquoted(words) {
    const plain = words.slice(1, -1);
    return plain.replace(/\\([0-9a-f]{1,6}) ?|\\(.)/gi, (_all, code, character) =>
      code ? String.fromCodePoint(parseInt(code, 16)) : character,
    );
  }

  function place(link) {
    const at = link.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const page = document.documentElement;
    const left = Math.min(Math.max(at.left - 12, 16), page.clientWidth - size.width - 16);
    const below = at.bottom + GAP + size.height <= page.clientHeight;
    const top = below ? at.bottom + GAP : Math.max(at.top - GAP - size.height, GAP);
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${top + window.scrollY}px`;
  }

  function show(link) {
    clearTimeout(timer);
    if (shownFor === link) return;
    const entries = numbersOf(link.closest("sup.citation"), link).map(entry).filter(Boolean);
    if (!entries.length) return;
    hide();
    card.replaceChildren(...entries);
    card.hidden = false;
    place(link);
    link.setAttribute("aria-describedby", card.id);
    shownFor = link;
  }

  function hide() {
    clearTimeout(timer);
    card.hidden = true;
    if (shownFor) shownFor.removeAttribute("aria-describedby");
    shownFor = null;
  }

  const later = (action) => {
    clearTimeout(timer);
    timer = setTimeout(action, WAIT);
  };
  const citation = (event) =>
    event.target instanceof Element ? event.target.closest("sup.citation a") : null;

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = citation(event);
    if (link) later(() => show(link));
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (shownFor && shownFor !== document.activeElement) later(hide);
  });
  document.addEventListener("focusin", (event) => {
    const link = citation(event);
    if (link && link.matches(":focus-visible")) show(link);
    else if (!card.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const link = citation(event);
    if (link && event.pointerType === "touch" && shownFor !== link) {
      event.preventDefault();
      show(link);
    } else if (link || !card.contains(event.target) || event.target.closest(".to-reference")) {
      hide();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  window.addEventListener("resize", hide);
  (document.querySelector("main") ?? document.body).append(card);
})();
