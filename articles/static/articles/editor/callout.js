// A set-off remark: <aside data-callout="note|caution|danger">.

import { Node } from "django-prose-editor/editor";
import { element, word } from "articles/words";

export const KINDS = ["note", "caution", "danger"];

class Box {
  constructor({ node }) {
    this.type = node.type;
    this.label = element("span", { class: "callout__label", contenteditable: "false" });
    this.contentDOM = element("div", { class: "callout__text" });
    this.dom = element("aside", { class: "callout" }, this.label, this.contentDOM);
    this.show(node);
  }

  show(node) {
    this.dom.setAttribute("data-callout", node.attrs.kind);
    this.label.textContent = word(node.attrs.kind);
  }

  update(node) {
    if (node.type !== this.type) return false;
    this.show(node);
    return true;
  }

  ignoreMutation(mutation) {
    return !this.contentDOM.contains(mutation.target);
  }
}

export const Callout = Node.create({
  name: "callout",
  group: "callouts",
  content: "(paragraph | bulletList | orderedList | table)+",
  defining: true,

  addAttributes() {
    return {
      kind: {
        default: "note",
        parseHTML: (dom) =>
          KINDS.includes(dom.getAttribute("data-callout"))
            ? dom.getAttribute("data-callout")
            : "note",
        renderHTML: ({ kind }) => ({ "data-callout": kind }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "aside" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["aside", HTMLAttributes, 0];
  },

  addNodeView() {
    return (properties) => new Box(properties);
  },

  addCommands() {
    return {
      /** Wrap, change to this kind, or unwrap where it is of this kind already. */
      toggleCallout:
        (kind) =>
        ({ commands, editor }) => {
          if (editor.isActive("callout", { kind })) return commands.lift("callout");
          if (editor.isActive("callout")) return commands.updateAttributes("callout", { kind });
          return commands.wrapIn("callout", { kind });
        },
    };
  },
});
