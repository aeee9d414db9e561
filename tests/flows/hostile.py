"""Everything a stranger may put where a value is expected."""

import re
from urllib.parse import quote

MEGABYTE = "x" * 1_000_000
SCRIPT = "\"'><script>alert(1)</script>"

#: By name, as they stand in an address: percent-encoded already, for some are no characters.
IN_ADDRESSES = {
    "empty": "",
    "nul": "%00",
    "lone surrogate": "%ED%A0%80",
    "invalid UTF-8": "%FF%FE%80",
    "script": quote(SCRIPT),
    "javascript": quote("javascript:alert(1)"),
    "negative": "-1",
    "zero": "0",
    "2^31": str(2**31),
    "2^63": str(2**63),
    "2^200": str(2**200),
    "fraction": "1.5",
    "infinity": "1e999",
    "other digits": quote("\N{ARABIC-INDIC DIGIT ONE}\N{SUPERSCRIPT TWO}"),
    "quote and backslash": quote("'\"\\%_;--"),
    "template": quote("{{ 7|add:7 }}{% debug %}%(name)s{0.__class__}"),
    "line ends": quote("a\r\nSet-Cookie: b=c"),
    "right to left": quote("\N{RIGHT-TO-LEFT OVERRIDE}txet"),
    "path": quote("../../../../etc/passwd", safe=""),
    "json": quote('{"a": ["\\ud800"]}'),
    "long": "x" * 5_000,
    "many pieces": quote(",".join(["1"] * 1_000)),
}

#: By name, as fields of a form. Lone surrogates come out of broken JSON and of clipboards.
IN_FORMS = {
    "empty": "",
    "space": " \t\r\n ",
    "nul": "be\0fore",
    "invalid UTF-8": b"be\xff\xfefore",
    "lone surrogate": b"be\xed\xa0\x80fore",
    "script": SCRIPT,
    "javascript": "javascript:alert(1)",
    "negative": "-1",
    "2^63": str(2**63),
    "2^200": str(2**200),
    "not a number": "NaN",
    "other digits": "\N{ARABIC-INDIC DIGIT ONE}\N{SUPERSCRIPT TWO}",
    "megabyte": MEGABYTE,
    "a date that is none": "2025-02-30",
    "a year beyond": "99999-01-01",
    "json": '{"a": ["\\ud800"]}',
}


def refuse_echo(page: str, where: str) -> None:
    assert SCRIPT not in page, where
    assert "<script>alert" not in page, where
    assert not re.search(r"""(href|src|action)=["']?\s*javascript:""", page, re.IGNORECASE), where
