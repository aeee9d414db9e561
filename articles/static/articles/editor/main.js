// Puts the prose editor on every <textarea data-prose>. Without this script the textarea is used.

import {
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Gapcursor,
  HardBreak,
  History,
  Italic,
  ListItem,
  OrderedList,
  Paragraph,
  Subscript,
  Superscript,
  TableRow,
  Text,
} from "django-prose-editor/editor";
import { Callout } from "articles/callout";
import { Citation } from "articles/citation";
import { Link } from "articles/links";
import { Table, TableCell, TableHeader } from "articles/tables";
import { addToolbar } from "articles/toolbar";
import { element } from "articles/words";

const EXTENSIONS = [
  Document.extend({ content: "(block | callout)+" }),
  ...[Paragraph, Text, HardBreak, Bold, Italic, Subscript, Superscript],
  ...[BulletList, OrderedList, ListItem, Link, Callout, Citation],
  ...[Table.configure({ resizable: false }), TableRow, TableHeader, TableCell],
  ...[History, Dropcursor, Gapcursor],
];

const labelOf = (textarea) =>
  document.querySelector(`label[for="${textarea.id}"]`)?.textContent.replace(/:\s*$/, "").trim() ??
  textarea.name;

const described = (textarea) =>
  Object.fromEntries(
    ["aria-describedby", "aria-invalid"]
      .filter((name) => textarea.hasAttribute(name))
      .map((name) => [name, textarea.getAttribute(name)]),
  );

const isEmpty = (editor) => editor.isEmpty && editor.state.doc.childCount === 1;

const edit = (textarea) => {
  if (textarea.id.includes("__prefix__") || textarea.closest(".prose-editor")) return;
  const label = labelOf(textarea);
  const box = element("div", { class: "prose-editor" });
  textarea.before(box);
  box.append(textarea);
  const editor = new Editor({
    element: box,
    extensions: EXTENSIONS,
    content: textarea.value,
    editable: !textarea.disabled,
    injectCSS: false, // a <style> without a nonce; its rules are in editor.css
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        ...described(textarea),
      },
    },
    onUpdate: ({ editor: changed }) => {
      textarea.value = isEmpty(changed) ? "" : changed.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  if (!textarea.disabled) addToolbar(editor, label);
};

const editAll = (root) => root.querySelectorAll("textarea[data-prose]").forEach(edit);

editAll(document);
document.addEventListener("formset:added", (event) => editAll(event.target));
