// Says that what was typed is not saved yet, and asks before the page is left with it.

const form = document.getElementById("article_form");
const note = document.getElementById("unsaved-note");
let isChanged = form?.querySelector(".errornote") !== null;

const warn = (event) => {
  if (isChanged) event.preventDefault();
};

const changed = () => {
  isChanged = true;
  if (note) note.hidden = false;
};

if (form) {
  if (isChanged) changed();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", warn);
}
