"""Files that would keep a careless reader busy, by how often their trick is repeated."""

from collections.abc import Callable

Malice = Callable[[int], str]
ARTICLE = "<PubmedArticle>"


def _strings(n: int) -> str:
    """Each abbreviation is twice the one before."""
    doubled = "".join(f"@string{{s{at} = s{at - 1} # s{at - 1}}}\n" for at in range(1, n))
    return f'@string{{s0 = "lol"}}\n{doubled}@book{{a, title = s{n - 1} # s{n - 1}}}'


def _heirs(n: int) -> str:
    """Many chapters of one huge book."""
    book = "@book{b, title = {B}, abstract = {" + "x " * n + "}}\n"
    return book + "".join(f"@inbook{{c{at}, title = {{C}}, crossref = {{b}}}}\n" for at in range(n))


BIB: dict[str, Malice] = {
    "opened braces": lambda n: "@book{a, title={" + "{" * n,
    "nested braces": lambda n: "@book{a, title={" + "{" * n + "}" * n + "}}",
    "accents": lambda n: "@book{a, title={" + "\\'" * n + "}}",
    "accents on letters": lambda n: "@book{a, title={" + "\\'e" * n + "}}",
    "backslashes": lambda n: "@book{a, title={" + "\\" * n + "}}",
    "dollars": lambda n: "@book{a, title={" + "$x" * n + "}}",
    "subscripts": lambda n: "@book{a, title={$" + "_{x" * n + "}" * n + "$}}",
    "emphasis": lambda n: "@book{a, title={" + "\\emph{" * n + "}" * n + "}}",
    "unknown commands": lambda n: "@book{a, title={" + "\\x" * n + "}}",
    "people": lambda n: "@book{a, title={x}, author={" + "{x} and " * n + "}}",
    "people without and": lambda n: "@book{a, title={x}, author={" + "x, " * n + "}}",
    "long name": lambda n: "@book{a, title={x}, author={" + "von x " * n + "}}",
    "fields": lambda n: "@book{a, " + "title={x}, " * n + "}",
    "keywords": lambda n: "@book{a, title={x}, " + "keywords={x}, " * n + "}",
    "pieces": lambda n: "@book{a, title=" + "x # " * n + "x}",
    "quotes": lambda n: '@book{a, title="' + "#" * n,
    "entries that do not end": lambda n: "@book{a,\n" * n,
    "entries on one line": lambda n: "@a{" * n,
    "at signs": lambda n: "@" * n,
    "stray entries": lambda n: "@a\n" * n,
    "blank lines": lambda n: "@book" + "\n" * n + "{a, title={x}}",
    "blanks before entries": lambda n: "@book{a, title={\n" + "    \n" * n + "}}",
    "abbreviations": _strings,
    "heirs": _heirs,
    "heirs of heirs": lambda n: "".join(
        f"@book{{b{at}, title={{x}}, crossref={{b{at + 1}}}, xdata={{b{at + 2}}}}}\n"
        for at in range(n // 4)
    ),
    "dashes": lambda n: "@book{a, title={x}, pages={" + " -" * n + "}}",
    "note of identifiers": lambda n: "@book{a, title={x}, note={" + "PMID:" * n + "}}",
}
RIS: dict[str, Malice] = {
    "wrapped lines": lambda n: "TY  - JOUR\nTI  - x\n" + "x\n" * n,
    "empty lines": lambda n: "TY  - JOUR\nTI  - x\n" + "\n" * n,
    "records": lambda n: "TY  - JOUR\n" * n,
    "people": lambda n: "TY  - JOUR\nTI  - x\n" + "AU  - x, y\n" * n,
    "people on a line": lambda n: "TY  - JOUR\nTI  - x\nAU  - " + "x, y; " * n,
    "people with and": lambda n: "TY  - JOUR\nTI  - x\nAU  - " + "x, y and " * n,
    "initials": lambda n: "TY  - JOUR\nTI  - x\nAU  - x " + "A." * n + "x",
    "et al": lambda n: "TY  - JOUR\nTI  - x\nAU  - x" + " ,;" * n + "x",
    "keywords": lambda n: "TY  - JOUR\nTI  - x\nKW  - " + ";" * n,
    "addresses": lambda n: "TY  - JOUR\nTI  - x\nUR  - " + "http://x " * n,
    "notes": lambda n: "TY  - JOUR\nTI  - x\n" + "N1  - PMID:\n" * n,
    "markup": lambda n: "TY  - JOUR\nTI  - " + "<i>" * n + "</i>" * n,
    "comments": lambda n: "TY  - JOUR\nTI  - " + "<!--" * n,
    "notes with markup": lambda n: "TY  - JOUR\nTI  - x\nN1  - " + "<script>" * n,
    "serial numbers": lambda n: "TY  - BOOK\nTI  - x\nSN  - " + "978 " * n,
    "our own field": lambda n: "TY  - BOOK\nTI  - x\nU1  - csl: " + "[" * n,
    "numbers between records": lambda n: "1\n" * n,
}
NBIB: dict[str, Malice] = {
    "wrapped lines": lambda n: "PMID- 1\nTI  - x\n" + "      x\n" * n,
    "records": lambda n: "PMID- 1\n" * n,
    "empty lines": lambda n: "PMID- 1\nTI  - x\n" + "\n" * n,
    "people": lambda n: "PMID- 1\nTI  - x\n" + "FAU - x, y\n" * n,
    "headings": lambda n: "PMID- 1\nTI  - x\n" + "MH  - *x/*y\n" * n,
    "identifiers": lambda n: "PMID- 1\nTI  - x\nLID - " + "x [" * n,
}
JSON: dict[str, Malice] = {
    "lists": lambda n: "[" * n,
    "objects": lambda n: '{"a":' * n,
    "objects in a list": lambda n: "[" + '{"id":' * n,
    "items that do not end": lambda n: "[" + '{"id": "x\n' * n,
    "items that are broken": lambda n: "[" + '{"id": x},\n' * n,
    "escaped quotes": lambda n: '["' + '\\"' * n,
    "a text that does not end": lambda n: '[{"id": "' + "x" * n,
    "a long text": lambda n: '[{"id": "x", "title": "' + "x" * n + '"}]',
    "a long number": lambda n: '[{"id": "x", "title": ' + "1" * n + "}]",
    "numbers": lambda n: "[" + "1," * n + "]",
    "commas": lambda n: "[" + "," * n,
    "people": lambda n: '[{"title": "x", "author": [' + '{"family": "x"},' * n + "{}]}]",
    "note of blank lines": lambda n: '[{"title": "x", "note": "PMID' + "\\n" * n + 'x"}]',
    "note of markup": lambda n: '[{"title": "x", "note": "' + "<i>" * n + '"}]',
}
XML: dict[str, Malice] = {
    "records that do not end": lambda n: "<PubmedArticleSet>" + ARTICLE * n,
    "records that are broken": lambda n: "<PubmedArticleSet>" + f"{ARTICLE}&</PubmedArticle>" * n,
    "elements around": lambda n: "<a>" * n,
    "elements inside": lambda n: f"<PubmedArticleSet>{ARTICLE}" + "<a>" * n,
    "attribute": lambda n: f"<PubmedArticleSet>{ARTICLE}<a b='" + "x" * n,
    "attributes": lambda n: f"<PubmedArticleSet>{ARTICLE}<a " + "b='x' " * n,
    "comment": lambda n: "<PubmedArticleSet><!--" + "x" * n,
    "comment before": lambda n: "<!--" + "x<" * n,
    "entities": lambda n: f"<PubmedArticleSet>{ARTICLE}<a>" + "&nbsp;" * n,
    "unknown entities": lambda n: f"<PubmedArticleSet>{ARTICLE}<a>" + "&x;" * n,
    "characters": lambda n: f"<PubmedArticleSet>{ARTICLE}<a>" + "&#x00000" * n,
    "text": lambda n: f"<PubmedArticleSet>{ARTICLE}<a>" + "x\n" * n,
    "styles": lambda n: (
        "<xml><records><record><titles><title>" + "<style face='italic subscript'>" * n
    ),
    "people": lambda n: (
        "<xml><records><record><titles><title>x</title></titles><contributors>"
        "<authors>"
        + "<author>x, y</author>" * n
        + "</authors></contributors></record></records></xml>"
    ),
    "declaration": lambda n: "<!DOCTYPE PubmedArticleSet PUBLIC 'x" + "y" * n,
}
ALL = [
    (suffix, name, trick)
    for suffix, tricks in (
        (".bib", BIB),
        (".ris", RIS),
        (".nbib", NBIB),
        (".json", JSON),
        (".xml", XML),
    )
    for name, trick in tricks.items()
]
