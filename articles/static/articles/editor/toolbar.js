// The row of buttons above a text. One stop for the Tab key; arrow keys move within it.

import { KINDS } from "articles/callout";
import { cite } from "articles/citation";
import { editCaption, editLink, isPlain } from "articles/links";
import { element, word } from "articles/words";

const mark = (name, face, type) => ({
  name,
  face,
  act: (editor) => editor.chain().focus().toggleMark(type).run(),
  active: (editor) => editor.isActive(type),
});

const list = (name, type, command) => ({
  name,
  act: (editor) => editor.chain().focus()[command]().run(),
  active: (editor) => editor.isActive(type),
});

const callout = (kind) => ({
  name: kind,
  act: (editor) => editor.chain().focus().toggleCallout(kind).run(),
  active: (editor) => editor.isActive("callout", { kind }),
});

const inTable = (name, command) => ({
  name,
  act: (editor) => editor.chain().focus()[command]().run(),
  shown: (editor) => editor.isActive("table"),
});

const GROUPS = [
  [
    mark("bold", "B", "bold"),
    mark("italic", "I", "italic"),
    mark("subscript", "x₂", "subscript"),
    mark("superscript", "x²", "superscript"),
  ],
  [
    list("bullets", "bulletList", "toggleBulletList"),
    list("numbers", "orderedList", "toggleOrderedList"),
  ],
  KINDS.map(callout),
  [
    {
      name: "link",
      act: editLink,
      active: (editor) => editor.isActive("link"),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive("link"),
    },
    { name: "cite", act: cite, active: (editor) => editor.isActive("citation") },
  ],
  [
    {
      name: "table",
      act: (editor) =>
        editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
      shown: (editor) => !editor.isActive("table"),
    },
    inTable("rowBelow", "addRowAfter"),
    inTable("deleteRow", "deleteRow"),
    inTable("columnRight", "addColumnAfter"),
    inTable("deleteColumn", "deleteColumn"),
    inTable("headerCell", "toggleHeaderCell"),
    {
      name: "caption",
      act: editCaption,
      shown: (editor) => editor.isActive("table"),
      enabled: (editor) => isPlain(editor.getAttributes("table").caption ?? ""),
    },
    inTable("deleteTable", "deleteTable"),
  ],
  [
    {
      name: "undo",
      act: (editor) => editor.chain().focus().undo().run(),
      enabled: (editor) => editor.can().undo(),
    },
    {
      name: "redo",
      act: (editor) => editor.chain().focus().redo().run(),
      enabled: (editor) => editor.can().redo(),
    },
  ],
];

const buttonFor = (item, editor) => {
  const button = element(
    "button",
    {
      type: "button",
      class: "prose-toolbar__button",
      "data-name": item.name,
      "aria-label": item.face ? word(item.name) : null,
      title: item.face ? word(item.name) : null,
      "aria-pressed": item.active ? "false" : null,
      tabindex: "-1",
    },
    item.face ?? word(item.name),
  );
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") item.act(editor);
  });
  const show = () => {
    button.hidden = item.shown ? !item.shown(editor) : false;
    button.setAttribute("aria-disabled", String(item.enabled ? !item.enabled(editor) : false));
    if (item.active) button.setAttribute("aria-pressed", String(item.active(editor)));
  };
  return { button, show };
};

const moveFocus = (bar) => (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...bar.querySelectorAll("button:not([hidden])")];
  const next = buttons.at((buttons.indexOf(event.target) + step) % buttons.length);
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
};

export const addToolbar = (editor, label) => {
  const items = GROUPS.map((group) => group.map((item) => buttonFor(item, editor)));
  const bar = element(
    "div",
    { class: "prose-toolbar", role: "toolbar", "aria-label": `${word("toolbar")}: ${label}` },
    ...items.map((group) =>
      element("div", { class: "prose-toolbar__group" }, ...group.map(({ button }) => button)),
    ),
  );
  items[0][0].button.tabIndex = 0;
  bar.addEventListener("keydown", moveFocus(bar));
  const show = () => items.flat().forEach((item) => item.show());
  editor.on("transaction", show);
  show();
  editor.view.dom.before(bar);
};
