// Moves sections up and down. What is saved is the number in each section's position field.

import { element, word } from "articles/words";

const group = document.getElementById("sections-group");
const announcement = element("p", { class: "visually-hidden", role: "status" });

const rows = () => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
const positionOf = (row) => row.querySelector('input[name$="-position"]');
const isLeaving = (row) => row.querySelector('input[name$="-DELETE"]')?.checked ?? false;
const indexOf = (row) => Number(row.id.split("-").pop());

const put = (ordered) => {
  const end = group.querySelector(".inline-related.empty-form");
  for (const row of ordered) end.before(row);
};

const place = (row) => {
  const { value } = positionOf(row);
  return value === "" ? Infinity : Number(value);
};

const inOrder = () => rows().toSorted((a, b) => place(a) - place(b) || indexOf(a) - indexOf(b));

const number = () => {
  rows().forEach((row, index) => {
    const input = positionOf(row);
    if (input.value === String(index)) return;
    input.value = index;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
};

const showEnds = () => {
  const all = rows();
  all.forEach((row, index) => {
    row.querySelector('[data-move="-1"]').disabled = index === 0;
    row.querySelector('[data-move="1"]').disabled = index === all.length - 1;
    row.classList.toggle("is-leaving", isLeaving(row));
  });
};

const move = (row, step, button) => {
  const all = rows();
  const from = all.indexOf(row);
  const to = from + step;
  if (to < 0 || to >= all.length) return;
  all.splice(to, 0, ...all.splice(from, 1));
  put(all);
  number();
  showEnds();
  (button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button)?.focus();
  row.scrollIntoView({ block: "nearest" });
  announcement.textContent = word("moved", `${to + 1}/${all.length}`);
};

const addButtons = (row) => {
  if (row.querySelector("[data-move]")) return;
  const buttons = [
    ["moveUp", -1],
    ["moveDown", 1],
  ].map(([name, step]) => {
    const button = element(
      "button",
      { type: "button", class: "section-move", "data-move": step },
      word(name),
    );
    button.addEventListener("click", () => move(row, step, button));
    return button;
  });
  row.querySelector("h3").append(element("span", { class: "section-moves" }, ...buttons));
};

const prepare = () => {
  rows().forEach(addButtons);
  showEnds();
};

// Django renumbers the forms in the order of the page when an added one is removed, and takes the
// first for those that were saved. So it finds them in that order, and they are put back after.
const restoreFormOrder = (event) => {
  if (!event.target.closest(".inline-deletelink")) return;
  put(rows().toSorted((a, b) => indexOf(a) - indexOf(b)));
  setTimeout(() => {
    put(inOrder());
    number();
    showEnds();
  });
};

if (group && rows().every(positionOf)) {
  group.classList.add("has-moves");
  group.append(announcement);
  put(inOrder());
  prepare();
  group.addEventListener("click", restoreFormOrder, { capture: true });
  group.addEventListener("change", showEnds);
  document.addEventListener("formset:added", (event) => {
    if (event.detail.formsetName !== "sections") return;
    number();
    prepare();
    event.target.querySelector('input[name$="-heading"]').focus();
  });
}
