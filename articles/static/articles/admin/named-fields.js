// Gives the search fields of Django's select boxes the names of the fields they belong to.

const nameSearchFields = () => {
  for (const search of document.querySelectorAll(".form-row .select2-search__field")) {
    const label = search.closest(".form-row").querySelector("label");
    if (label) search.setAttribute("aria-label", label.textContent.replace(/:\s*$/, "").trim());
  }
};

window.addEventListener("load", () => setTimeout(nameSearchFields));
