// While a member reads: ticks without leaving the place, and a comment on what is selected.
// Without this script each is a form that is sent like any other.
"use strict";

(() => {
  const LONGEST = 2000; // of a passage, as the server takes it
  const BLOCKS = "p, li, td, th, tr, h2, caption, div, aside";

  // Ticks
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(".desk-tick")) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    let answer = null;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (response.ok) answer = await response.json();
    } catch {
      answer = null;
    }
    if (!answer) {
      form.submit(); // so that what went wrong is said on the page
      return;
    }
    const done = document.createElement("p");
    done.className = "desk-read";
    done.tabIndex = -1;
    done.textContent = `✓ ${form.dataset.done}`;
    form.replaceWith(done);
    done.focus({ preventScroll: true });
    for (const place of document.querySelectorAll("[data-read-count]")) {
      place.textContent = answer.progress;
    }
    const unread = document.querySelector("[data-unread]");
    if (unread) {
      unread.hidden = answer.unread.length === 0;
      const names = unread.querySelector("[data-unread-names]");
      if (names) names.textContent = answer.unread.join(" · ");
    }
  });

  // The sheet from below
  const sheet = document.querySelector("#desk-decision[popover]");
  if (sheet && location.hash === "#desk-decision" && matchMedia("(max-width: 1099px)").matches) {
    sheet.showPopover?.();
  }

  // A passage
  const text = document.querySelector(".desk-text");
  const words = text?.dataset.commentOn;
  if (!text || !words) return;
  const offer = document.createElement("button");
  offer.type = "button";
  offer.className = "button is-primary desk-offer";
  offer.textContent = words;
  offer.hidden = true;
  text.append(offer);

  function chosen() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const ends = [range.startContainer, range.endContainer].map((node) =>
      (node instanceof Element ? node : node.parentElement)?.closest(".section"),
    );
    if (!ends[0] || ends[0] !== ends[1] || !text.contains(ends[0])) return null;
    const passage = passageOf(range);
    return passage ? { section: ends[0], passage, range } : null;
  }

  // As it reads, without the numbers of the sources.
  function passageOf(range) {
    const copy = document.createElement("div");
    copy.append(range.cloneContents());
    for (const number of copy.querySelectorAll("sup.citation")) number.remove();
    for (const block of copy.querySelectorAll(BLOCKS)) block.append(" ");
    return copy.textContent.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  }

  function show() {
    const found = chosen();
    offer.hidden = !found;
    if (!found) return;
    const at = found.range.getBoundingClientRect();
    const around = text.getBoundingClientRect();
    const left = Math.min(Math.max(at.left - around.left, 0), around.width - offer.offsetWidth);
    offer.style.left = `${left}px`;
    offer.style.top = `${at.bottom - around.top + 8}px`;
  }

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 200);
  });
  // Before the press takes the selection away.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.addEventListener("click", () => {
    const found = chosen();
    const form = found?.section.nextElementSibling?.querySelector(".desk-comment-form");
    if (!form) return;
    form.open = true;
    form.querySelector("[name=quote]").value = found.passage;
    const comment = form.querySelector("[name=text]");
    offer.hidden = true;
    getSelection().removeAllRanges();
    form.scrollIntoView({ block: "nearest" });
    comment.focus();
  });
})();
