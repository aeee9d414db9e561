"""Words whose change is never a matter of spelling: doses, units, drugs, negations, advice.

Lists written by hand, in English. They are the second line: a correction may not replace a word by
another one at all (`articles.text.slips`), so what these lists miss is refused as wording.
"""

import enum
from functools import lru_cache
from importlib.resources import files
from typing import Final


class Meaning(enum.StrEnum):
    """What a word, sign or mark in the text stands for."""

    NUMBER = "number"
    UNIT = "unit"
    #: How often, how long, when, and by what way a drug is taken.
    COURSE = "course"
    COMPARATOR = "comparator"
    DRUG = "drug"
    NEGATION = "negation"
    ADVICE = "advice"
    CITATION = "citation"
    LINK = "link"
    #: A sign that is no punctuation: an operator, a sub- or superscript, a line break.
    SIGN = "sign"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _file(name: str) -> frozenset[str]:
    lines = files("articles.text.lexicon").joinpath(name).read_text().splitlines()
    return _words(" ".join(line for line in lines if not line.startswith("#")))


_DRUGS: Final = _file("drugs.txt")
_STEMS: Final = tuple(_file("stems.txt"))
_REAL: Final = _file("real_words.txt")
#: They end like a drug and are none.
_NO_DRUGS: Final = _words("cholesterol phytosterol reservoir")

#: Symbols mean what they mean in this case only: mg is not Mg, mm is not Mm. The micro sign is
#: written as the Greek letter.
_SYMBOLS: Final = _words("""
    mg g kg μg mcg ug ng pg gr L l mL ml dL dl cL cl μL fL mmol μmol umol nmol pmol mol mM μM nM
    mEq Eq mOsm IU U MU mIU miu kIU kcal cal kJ J mmHg cmHg Hg kPa Pa cm mm m km μm nm ft oz lb lbs
    s sec secs min mins h hr hrs Hz kHz MHz mV mA V kV Gy mGy Sv mSv Bq MBq bpm N W dB cc ppm ppb
    rpm mcL osm pH ms μs mS μS tsp tsps tbsp tbsps gtt gtts fg mcmol mOsmol mbar hPa Torr Ci mCi
    cGy rad rem kGy cfu CFU Fr dpt lx mgs kgs mls ccs gm gms
""")
_SYMBOLS_IN_ANY_CASE: Final = frozenset(symbol.casefold() for symbol in _SYMBOLS)
_UNITS: Final = _words("""
    milligram milligrams milligramme milligrammes gram grams gramme grammes microgram micrograms
    microgramme microgrammes kilogram kilograms nanogram nanograms litre litres liter liters
    millilitre millilitres milliliter milliliters decilitre deciliter mole moles millimole
    millimoles micromole micromoles milliequivalent milliequivalents unit units international
    tablet tablets capsule capsules pill pills drop drops puff puffs spray sprays sachet sachets
    patch patches ampoule ampoules ampule vial vials teaspoon teaspoons tablespoon tablespoons
    spoon spoons spoonful spoonfuls teaspoonful teaspoonfuls tablespoonful tablespoonfuls dropper
    droppers scoop scoops cup cups lozenge suppository suppositories degree degrees celsius
    fahrenheit percent percentage centimetre centimetres centimeter centimeters millimetre
    millimetres
    millimeter millimeters metre metres meter meters inch inches pound pounds ounce ounces joule
    joules volt volts kilocalorie calories second seconds minute minutes hour hours day days
    week weeks fortnight month months year years
""")
_NUMBERS: Final = _words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions billion dozen dozens half halves third
    thirds quarter quarters fourth fourths fifth sixth seventh eighth ninth tenth first once twice
    thrice single double doubled triple tripled twofold threefold tenfold couple pair both few
    several many all every each any some
""")
_COURSE: Final = _words("""
    hourly daily weekly monthly yearly nightly fortnightly annually time times night nights morning
    mornings evening evenings noon bedtime midnight meal meals food fasting bid tid qid qd qod prn
    stat od bd tds qds nocte mane hs alternate interval intervals before after during until
    oral orally mouth iv im sc po pr pv sl intravenous intravenously intramuscular intramuscularly
    subcutaneous subcutaneously sublingual sublingually rectal rectally topical topically inhaled
    inhalation nasal nasally nebulised nebulized intrathecal intrathecally epidural transdermal
    buccal intradermal intraarticular bolus infusion infusions injection injections
    dose doses dosage dosages dosing loading maintenance titrate titrated titration taper tapered
    increase increased increasing decrease decreased decreasing reduce reduced reducing halve halved
""")
_COMPARATORS: Final = _words("""
    less more least most than over under above below exceed exceeds exceeded exceeding greater
    fewer higher lower highest lowest equal equals between within maximum minimum max up down
    approximately about around
""")
_NEGATIONS: Final = _words("""
    not no never none neither nor without avoid avoids avoided avoiding avoidance contraindicated
    contraindicate contraindicates contraindication contraindications cannot cant dont doesnt didnt
    shouldnt mustnt isnt arent wasnt werent wont wouldnt couldnt hasnt havent nobody nothing nowhere
    unless except only hardly barely lack lacks lacking absence absent unlikely unable unsafe
    exclude excludes excluded against instead forbidden prohibited
""")
_ADVICE: Final = _words("""
    should must may might can could shall need needs needed ought recommend recommends recommended
    recommending recommendation recommendations advise advises advised suggest suggests suggested
    consider considers considered considering indicated indication indications line preferred
    prefer start starts started starting stop stops stopped stopping begin begins began begun
    continue continues continued discontinue discontinued withdraw withdrawn withhold withheld
    switch switched give gives given giving take takes taken taking use uses used using prescribe
    prescribes prescribed administer administers administered caution cautions warning warnings
    safe safely require requires required refer referred offer offered emergency urgent urgently
    immediately always routinely if
""")

_MEANINGS: Final = {
    **dict.fromkeys(_COURSE, Meaning.COURSE),
    **dict.fromkeys(_COMPARATORS, Meaning.COMPARATOR),
    **dict.fromkeys(_NUMBERS, Meaning.NUMBER),
    **dict.fromkeys(_ADVICE, Meaning.ADVICE),
    **dict.fromkeys(_NEGATIONS, Meaning.NEGATION),
    **dict.fromkeys(_UNITS, Meaning.UNIT),
    **dict.fromkeys(_SYMBOLS, Meaning.UNIT),
    **dict.fromkeys(_DRUGS, Meaning.DRUG),
}


@lru_cache(maxsize=20_000)
def meaning_of(word: str) -> Meaning | None:
    """What a word stands for, as it is written (without apostrophes); None for all others."""
    if word in _SYMBOLS:
        return Meaning.UNIT
    folded = word.casefold()
    if found := _MEANINGS.get(folded):
        return found
    return Meaning.DRUG if _ends_like_a_drug(folded) else None


def _ends_like_a_drug(word: str) -> bool:
    singular = word.removesuffix("s")
    return (
        len(singular) >= 6  # noqa: PLR2004 # "olol" alone is no name
        and singular.endswith(_STEMS)
        and singular not in _NO_DRUGS
    )


def is_exact(word: str) -> bool:
    """Whether the case is a part of the word: a symbol of a unit, in whatever case, or a letter.

    Also an abbreviation that would be another word in small letters: AIDS, IT, US.
    """
    folded = word.casefold()
    return (
        folded in _SYMBOLS_IN_ANY_CASE
        or (len(word) == 1 and folded != "a")
        or (len(word) > 1 and word.isupper() and folded in _REAL)
    )


def is_real(word: str) -> bool:
    """Whether a folded word is known to be one, so that whoever replaces it means another."""
    return any(form in _REAL for form in _forms(word)) or meaning_of(word) is not None


def _forms(word: str) -> tuple[str, ...]:
    """The word, and what it may be an inflection of."""
    past = word.removesuffix("d") if word.endswith("ed") else word
    many = (word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y")
    return (word, past, *many)
