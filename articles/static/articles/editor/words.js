// What the page tells the editor: its words, and where the library answers.

export const settings = JSON.parse(document.getElementById("prose-settings").textContent);

export const word = (name, value = "") => (settings.words[name] ?? name).replace("%s", value);

export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};
