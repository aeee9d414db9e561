// A citation in the text: <cite data-reference="12"> or <cite data-unresolved="smith2020">.

import { Node } from "django-prose-editor/editor";
import { isRetracted, onNews, reference } from "articles/library";
import { chooseReference } from "articles/library_dialog";
import { element, word } from "articles/words";

const short = (found) =>
  [found.first_author, found.year].filter(Boolean).join(" ") || found.label;

const describe = ({ reference: id, unresolved }) => {
  if (id === null) return { text: unresolved, title: word("unresolved", unresolved), alarm: true };
  const found = reference(id);
  if (!found) return { text: word("reference", id), title: word("reference", id), alarm: false };
  const retracted = isRetracted(found);
  return {
    text: retracted ? `${short(found)} – ${word("isRetracted")}` : short(found),
    title: [found.kind_label, found.label].filter(Boolean).join(": "),
    alarm: retracted,
  };
};

class Chip {
  constructor({ node, editor, getPos }) {
    this.node = node;
    this.dom = element("span", { class: "citation-chip" });
    this.dom.addEventListener("click", (event) => {
      event.preventDefault();
      if (!editor.isEditable) return;
      editor.commands.setNodeSelection(getPos());
      cite(editor);
    });
    this.stop = onNews(() => this.show());
    this.show();
  }

  show() {
    const { text, title, alarm } = describe(this.node.attrs);
    this.dom.textContent = text;
    this.dom.title = title;
    this.dom.classList.toggle("citation-chip--alarm", alarm);
    this.dom.classList.toggle("citation-chip--unresolved", this.node.attrs.reference === null);
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  ignoreMutation() {
    return true;
  }

  destroy() {
    this.stop();
  }
}

const selectedCitation = ({ selection }) =>
  selection.node?.type.name === "citation"
    ? { position: selection.from, attributes: selection.node.attrs }
    : null;

/** Ask for a reference; put it at the caret, or in the place of the selected citation. */
export const cite = async (editor) => {
  const present = selectedCitation(editor.state);
  const place = editor.state.selection.to;
  const answer = await chooseReference(present?.attributes ?? null);
  editor.view.focus(); // at once, so that the next key is written and presses no button
  const change = editor.chain();
  if (answer === null) change.run();
  else if (answer.remove) change.deleteRange({ from: present.position, to: place }).run();
  else {
    const node = { type: "citation", attrs: { reference: answer.id, unresolved: null } };
    change
      .insertContentAt(present ? { from: present.position, to: place } : place, node)
      .setTextSelection(present ? place : place + 1)
      .run();
  }
};

export const Citation = Node.create({
  name: "citation",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return { reference: { default: null }, unresolved: { default: null } };
  },

  parseHTML() {
    return [
      {
        tag: "cite",
        getAttrs: (dom) => {
          const id = Number(dom.getAttribute("data-reference"));
          const key = dom.getAttribute("data-unresolved");
          if (key !== null) return { reference: null, unresolved: key };
          return Number.isSafeInteger(id) && id > 0 ? { reference: id, unresolved: null } : false;
        },
      },
    ];
  },

  renderHTML({ node }) {
    const { reference: id, unresolved } = node.attrs;
    return ["cite", id === null ? { "data-unresolved": unresolved } : { "data-reference": id }];
  },

  renderText({ node }) {
    return `[${describe(node.attrs).text}]`;
  },

  addNodeView() {
    return (properties) => new Chip(properties);
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        if (!selectedCitation(editor.state)) return false;
        cite(editor);
        return true;
      },
    };
  },
});
