"""Words that both styles set around what an item says: editions, languages, theses, labels."""

import re

from references.styles.parts.item import Item, field

_ORDINALS = {"1": "st", "2": "nd", "3": "rd"}
_FIRST = ("", "1", "1st", "first", "1st ed", "first ed", "first edition", "1st edition")
#: As BibTeX asks for them; both manuals set figures.
_WRITTEN_OUT = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
_LABEL_WORDS = re.compile(r"prescribing information|package insert|product label", re.IGNORECASE)
#: ISO 639-1, and the codes that MEDLINE uses (639-2/B), for the languages it holds most of.
_LANGUAGES = {
    "Arabic": "ar ara",
    "Bulgarian": "bg bul",
    "Catalan": "ca cat",
    "Chinese": "zh chi zho",
    "Croatian": "hr hrv",
    "Czech": "cs cze ces",
    "Danish": "da dan",
    "Dutch": "nl dut nld",
    "Estonian": "et est",
    "Finnish": "fi fin",
    "French": "fr fre fra",
    "German": "de ger deu",
    "Greek": "el gre ell",
    "Hebrew": "he heb",
    "Hungarian": "hu hun",
    "Icelandic": "is ice isl",
    "Italian": "it ita",
    "Japanese": "ja jpn",
    "Korean": "ko kor",
    "Latin": "la lat",
    "Latvian": "lv lav",
    "Lithuanian": "lt lit",
    "Norwegian": "no nor nb nob nn nno",
    "Persian": "fa per fas",
    "Polish": "pl pol",
    "Portuguese": "pt por",
    "Romanian": "ro rum ron",
    "Russian": "ru rus",
    "Serbian": "sr srp",
    "Slovak": "sk slo slk",
    "Slovenian": "sl slv",
    "Spanish": "es spa",
    "Swedish": "sv swe",
    "Thai": "th tha",
    "Turkish": "tr tur",
    "Ukrainian": "uk ukr",
    "Vietnamese": "vi vie",
}
_BY_CODE = {code: name for name, codes in _LANGUAGES.items() for code in codes.split()}


def language(item: Item) -> str:
    """The name of a language other than English; empty where it is English or not known."""
    written = field(item, "language").strip()
    if not written:
        return ""
    name = written.capitalize()
    return name if name in _LANGUAGES else _BY_CODE.get(re.split("[-_;,]", written.lower())[0], "")


def edition(item: Item) -> str:
    """`3rd ed`, `Rev ed`; the first edition is not named."""
    written = field(item, "edition").strip().rstrip(".")
    if written.lower() in _FIRST:
        return ""
    word, _space, rest = written.lower().partition(" ")
    if word in _WRITTEN_OUT and rest in ("", "ed", "edition"):
        written = str(_WRITTEN_OUT.index(word) + 1)
    if written.isascii() and written.isdigit():
        ending = "th" if written[-2:-1] == "1" else _ORDINALS.get(written[-1], "th")
        return f"{written}{ending} ed"
    short = re.sub(r"\bedition\b", "ed", written, flags=re.IGNORECASE)
    named = short if re.search(r"\bed", short, re.IGNORECASE) else f"{short} ed"
    return named[0].upper() + named[1:]


def kind_of_thesis(item: Item) -> str:
    """In lower case: both manuals know dissertations and master's theses."""
    genre = field(item, "genre").strip()
    if "master" in genre.lower():
        return "master's thesis"
    if not genre or re.search(r"ph\.? ?d|doctor|dissertation", genre, re.IGNORECASE):
        return "dissertation"
    return genre[0].lower() + genre[1:]


def kind_of_label(item: Item) -> str:
    """What a drug's label calls itself, in lower case; empty when its title says it."""
    if _LABEL_WORDS.search(field(item, "title")):
        return ""
    found = _LABEL_WORDS.search(field(item, "genre"))
    return found[0].lower() if found else "prescribing information"


def is_named(number: str) -> bool:
    """Whether a report's number says itself what it is ("NIH publication 07-4051")."""
    return not number or " " in number


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
