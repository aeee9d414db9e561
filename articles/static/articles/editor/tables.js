// Tables that keep what ours have and the editor's do not: a caption, and the scope of headers.

import {
  Table as BaseTable,
  TableCell as BaseTableCell,
  TableHeader as BaseTableHeader,
} from "django-prose-editor/editor";
import { element } from "articles/words";

const CELL = "(paragraph | bulletList | orderedList)+";

const captionOf = (html) => {
  const caption = element("caption", { contenteditable: "false" });
  const inert = new DOMParser().parseFromString(html, "text/html");
  for (const marked of inert.body.querySelectorAll("[style]")) marked.removeAttribute("style");
  caption.append(...inert.body.childNodes);
  return caption;
};

const withoutCaption = (dom) => {
  const copy = dom.cloneNode(true);
  copy.querySelector(":scope > caption")?.remove();
  return copy;
};

const keepsItsCaption = (view) => {
  let shown = null;
  const show = (node) => {
    if (shown === node.attrs.caption) return;
    shown = node.attrs.caption;
    view.table.querySelector(":scope > caption")?.remove();
    if (shown) view.table.prepend(captionOf(shown));
  };
  const update = view.update.bind(view);
  const ignores = view.ignoreMutation.bind(view);
  view.update = (node) => {
    const taken = update(node);
    if (taken) show(node);
    return taken;
  };
  view.ignoreMutation = (mutation) =>
    ignores(mutation) || !view.contentDOM.contains(mutation.target);
  show(view.node);
  return view;
};

export const Table = BaseTable.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (dom) => dom.querySelector(":scope > caption")?.innerHTML ?? "",
        rendered: false,
      },
    };
  },

  parseHTML() {
    return [{ tag: "table", contentElement: withoutCaption }];
  },

  renderHTML({ node, HTMLAttributes }) {
    const caption = node.attrs.caption ? [captionOf(node.attrs.caption)] : [];
    return ["table", HTMLAttributes, ...caption.map(plain), ["tbody", 0]];
  },

  addNodeView() {
    const make = this.parent();
    return (properties) => keepsItsCaption(make(properties));
  },
});

const plain = (caption) => {
  caption.removeAttribute("contenteditable");
  return caption;
};

const spans = (attributes) => ({ colspan: attributes.colspan, rowspan: attributes.rowspan });

export const TableCell = BaseTableCell.extend({
  content: CELL,
  addAttributes() {
    return spans(this.parent());
  },
});

export const TableHeader = BaseTableHeader.extend({
  content: CELL,
  addAttributes() {
    return {
      ...spans(this.parent()),
      scope: { default: null, parseHTML: (dom) => dom.getAttribute("scope") },
    };
  },
});
