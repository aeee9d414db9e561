"""CSL-JSON; CSL writes `<i>` where we keep `<em>`."""

import json
from collections.abc import Iterable

from references import csl
from references.export.items import Item, key_of, without_key


def as_csl_json(items: Iterable[Item]) -> str:
    used: set[str] = set()
    listed = [{"id": key_of(item, used), **_with_csl_markup(item)} for item in items]
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def _with_csl_markup(item: Item) -> dict[str, object]:
    return {
        key: value.replace("<em>", "<i>").replace("</em>", "</i>")
        if key in csl.TITLES and isinstance(value, str)
        else value
        for key, value in without_key(item).items()
    }
