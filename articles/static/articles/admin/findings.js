// A finding leads to its field, also where the editor stands in the place of the field.

const KINDS = [".ProseMirror", ".select2-search__field", "input:not([type=hidden])", "textarea", "select"];

const editableIn = (row) => KINDS.map((kind) => row.querySelector(kind)).find(Boolean);

const lead = (hash) => {
  const target = hash && document.getElementById(hash.slice(1));
  if (!target) return false;
  const row = target.closest(".form-row") ?? target;
  row.scrollIntoView({ block: "center" });
  (row === target ? target : editableIn(row))?.focus({ preventScroll: true });
  row.classList.add("is-found");
  setTimeout(() => row.classList.remove("is-found"), 2000);
  return true;
};

for (const link of document.querySelectorAll("a[data-finding]")) {
  link.addEventListener("click", (event) => {
    if (lead(link.hash)) event.preventDefault();
  });
}
window.addEventListener("load", () => setTimeout(() => lead(window.location.hash)));
