"""A live text, edits of it that are mere corrections, and edits that somebody could act on."""

# ruff: noqa: RUF001 # the signs that editors type
from copy import deepcopy
from typing import Any

CITE = '<cite data-reference="{}"></cite>'
DOSES = (
    "<p>Adults should take ibuprofen 400 mg every 6 hours, at most 1.2 g a day"
    f"{CITE.format(1)}. Hydroxyzine 25 µg/kg is not recommended in children under 12 years. "
    "Avoid baclofen if the clearance is < 30 mL/min.</p>"
    "<ul><li>Start with 5 mg orally twice daily.</li>"
    f"<li>Stop after 2–3 weeks; never give more than ½ tablet{CITE.format(2)}.</li></ul>"
    "<table><thead><tr><th>Drug</th><th>Dose</th></tr></thead>"
    "<tbody><tr><td>Tizanidine</td><td>2 mg</td></tr>"
    "<tr><td>Diazepam</td><td>2.5 mg</td></tr></tbody></table>"
    '<p>Ask at <a href="https://example.org/help" rel="noopener noreferrer">the help line</a>. '
    "About 10<sup>6</sup> cells per litre, 60% of all, were seen on day one.</p>"
)
PROSE = (
    "<p>Spasm of the anterior neck follows strain of the muscle. Patients rest in the warmth, and "
    "the pain eases. Such problems are rare. It is also seen in those who sit for long.</p>"
    "<p>The left sternocleidomastoid is affected before the right; hypotension and a typical "
    "tremor are seen in adults, and the ileum is spared.</p>"
)


def live() -> dict[str, Any]:
    return {
        "schema": 1,
        "slug": "what-causes-spasm",
        "title": "What causes spasm in the neck?",
        "specialty": "Neurology",
        "specialty_slug": "neurology",
        "summary": "Strain causes most spasm. Rest for 2 days is enough.",
        "risk_tier": "treatment",
        "literature_searched_on": "2025-11-01",
        "sections": [
            {"heading": "Causes", "body": PROSE, "plain_language": "<p>You may feel a cramp.</p>"},
            {
                "heading": "Treatment",
                "body": DOSES,
                "plain_language": "<p>Take 1 tablet (400 mg) with food. Do not drive.</p>",
            },
        ],
        "references": [
            {
                "id": 1,
                "number": 1,
                "kind": "guideline",
                "evidence_level": 1,
                "csl": {"type": "article-journal", "title": "Spasm of the neck", "DOI": "10.1/a"},
            },
            {
                "id": 2,
                "number": 2,
                "kind": "drug_label",
                "csl": {"type": "webpage", "title": "Spasmolix tablets"},
            },
        ],
        "reference_style": "ama",
        "disclaimer": {"clinical": "For professionals. Not advice.", "plain": "Ask your doctor."},
    }


def edited(old: str, new: str) -> dict[str, Any]:
    """The live text with one passage replaced wherever it stands; it must stand somewhere."""
    content = deepcopy(live())
    texts = [content["title"], content["summary"], *content["disclaimer"].values()]
    for section in content["sections"]:
        texts.extend(section.values())
    assert any(old in text for text in texts), old
    for name in ("title", "summary"):
        content[name] = content[name].replace(old, new)
    for audience, text in content["disclaimer"].items():
        content["disclaimer"][audience] = text.replace(old, new)
    for section in content["sections"]:
        for part, text in section.items():
            section[part] = text.replace(old, new)
    return content


def respelled(wrong: str, right: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A live text with a mistake in it, and the draft that mends it."""
    before, after = deepcopy(live()), deepcopy(live())
    sentence = "<p>In short, {} is what is meant here.</p>"
    before["sections"][0]["body"] += sentence.format(wrong)
    after["sections"][0]["body"] += sentence.format(right)
    return before, after


#: What is wrong, and how an editor sets it right.
TYPOS = [
    ("recieve", "receive"),
    ("occured", "occurred"),
    ("teh", "the"),
    ("musle", "muscle"),
    ("seperate", "separate"),
    ("definately", "definitely"),
    ("inflamation", "inflammation"),
    ("neccessary", "necessary"),
    ("accomodate", "accommodate"),
    ("occurence", "occurrence"),
    ("symtoms", "symptoms"),
    ("abdomnial", "abdominal"),
    ("excercise", "exercise"),
    ("physcian", "physician"),
    ("independant", "independent"),
    ("existance", "existence"),
    ("diarhea", "diarrhea"),
    ("hemorrage", "hemorrhage"),
    ("begining", "beginning"),
    ("concious", "conscious"),
    ("embarassing", "embarrassing"),
    ("rythm", "rhythm"),
    ("pharmacuetical", "pharmaceutical"),
    ("diffrent", "different"),
    ("resistence", "resistance"),
    ("stiffnes", "stiffness"),
    ("tendernes", "tenderness"),
    ("beleive", "believe"),
    ("wich", "which"),
    ("adn", "and"),
    ("thier", "their"),
    ("psycological", "psychological"),
    ("cervcial", "cervical"),
    ("sternocleidomastiod", "sternocleidomastoid"),
    ("oedema", "edema"),
    ("tumor", "tumour"),
    ("haemorrhage", "hemorrhage"),
    ("stabilise", "stabilize"),
    ("labelled", "labeled"),
    ("behaviour", "behavior"),
    ("long term", "long-term"),
    ("follow up", "follow-up"),
    ("wellbeing", "well-being"),
    ("physio therapy", "physiotherapy"),
    ("the the muscle", "the muscle"),
    ("pain severe", "pain is severe"),
    ("muscle are sore", "muscles are sore"),
    ("a acute spasm", "an acute spasm"),
    ("patients which rest", "patients that rest"),
    ("Parkinsons disease", "Parkinson's disease"),
    ("mri", "MRI"),
    ("Muscle", "muscle"),
    ("rest , warmth", "rest, warmth"),
    ("rest warmth and sleep", "rest, warmth, and sleep"),
    ("(see below", "(see below)"),
    ('"tight"', "“tight”"),
    ("<em>torticollis</em>", "torticollis"),
    ("pain – as said – eases", "pain, as said, eases"),
    ("head and neck", "head and neck"),
    ("its spread", "it's spread"),
    ("who amongst us", "who among us"),
    ("10-20 mg", "10–20 mg"),
    ("5mg", "5 mg"),
    ("5 μg", "5 µg"),
    ("5 mg. daily", "5 mg daily"),
    ("a 5 day course", "a 5-day course"),
    ("<strong>not</strong> known", "not known"),
]

#: Passages of the live text, what somebody makes of them, and the code that says so.
DANGEROUS = [
    ("400 mg every", "4000 mg every", "dose"),
    ("5 mg orally", "50 mg orally", "dose"),
    ("1.2 g", "12 g", "dose"),
    ("1.2 g", "1,2 g", "dose"),
    ("2.5 mg", ".25 mg", "dose"),
    ("2.5 mg", "25 mg", "dose"),
    ("2 mg", "2.0 mg", "dose"),
    ("2–3 weeks", "2–8 weeks", "dose"),
    ("2–3 weeks", "2 3 weeks", "dose"),
    ("½ tablet", "1½ tablet", "dose"),
    ("½ tablet", "2 tablet", "dose"),
    ("every 6 hours", "every 8 hours", "dose"),
    ("every 6 hours", "every six hours", "dose"),
    ("twice daily", "once daily", "dose"),
    ("twice daily", "twice weekly", "dose"),
    ("twice daily", "daily", "dose"),
    ("orally", "intravenously", "dose"),
    ("orally ", "", "dose"),
    ("1 tablet", "2 tablet", "dose"),
    ("12 years", "2 years", "dose"),
    ("2 days", "12 days", "dose"),
    ("day one", "day two", "number"),
    ("25 µg/kg", "25 mg/kg", "unit"),
    ("25 µg/kg", "25 µg", "unit"),
    ("5 mg", "5 mL", "unit"),
    ("5 mg", "5 Mg", "unit"),
    ("5 mg", "5 g", "unit"),
    ("5 mg", "5", "unit"),
    ("mL/min", "mL/h", "unit"),
    ("60%", "60‰", "unit"),
    ("60%", "60", "unit"),
    ("per litre", "per decilitre", "unit"),
    ("400 mg every", "400 IU every", "unit"),
    ("6 hours", "6 days", "unit"),
    ("< 30", "≤ 30", "number"),
    ("< 30", "> 30", "number"),
    ("< 30", "30", "number"),
    ("60%", "6%", "number"),
    ("60%", "٦٠%", "number"),
    ("10<sup>6</sup>", "106", "number"),
    ("10<sup>6</sup>", "10<sup>9</sup>", "number"),
    ("10<sup>6</sup>", "10⁶", "number"),
    ("at most 1.2", "at least 1.2", "dose"),
    ("more than", "less than", "number"),
    ("under 12", "over 12", "dose"),
    ("< 30", "<- 30", "number"),
    ("Hydroxyzine", "Hydralazine", "drug"),
    ("baclofen", "diclofenac", "drug"),
    ("ibuprofen", "ibuprofin", "drug"),
    ("Tizanidine", "Tizanidin", "drug"),
    ("Diazepam", "Lorazepam", "drug"),
    ("take ibuprofen", "take aspirin and ibuprofen", "drug"),
    ("is not recommended", "is recommended", "recommendation"),
    ("Avoid baclofen", "Use baclofen", "recommendation"),
    ("should take", "may take", "recommendation"),
    ("should take", "must take", "recommendation"),
    ("never give", "give", "recommendation"),
    ("never give", "always give", "recommendation"),
    ("Stop after", "Start after", "recommendation"),
    ("if the", "unless the", "recommendation"),
    ("Do not drive", "Do drive", "recommendation"),
    ("Do not drive.", "Drive.", "recommendation"),
    ("Do not drive.", "Do. Not drive.", "recommendation"),
    ("You may", "You will", "recommendation"),
    ("not recommended in", "not, recommended in", "recommendation"),
    ("with food. Do not", "with food do not", "dose"),
    ('<cite data-reference="1"></cite>', "", "citation"),
    ('<cite data-reference="1"></cite>', '<cite data-reference="2"></cite>', "citation"),
    ('day<cite data-reference="1"></cite>', '<cite data-reference="1"></cite>day', "citation"),
    (
        '<cite data-reference="2"></cite>',
        '<cite data-reference="2"></cite><cite data-reference="1"></cite>',
        "citation",
    ),
    ('<cite data-reference="2"></cite>', '<cite data-unresolved="smith"></cite>', "citation"),
    ("https://example.org/help", "https://example.org/drugs", "link"),
    ("the help line</a>", "the</a> help line", "link"),
    ("anterior neck", "posterior neck", "wording"),
    ("left", "right", "wording"),
    ("hypotension", "hypertension", "wording"),
    ("a typical", "atypical", "wording"),
    ("in adults", "in children", "wording"),
    ("ileum", "ilium", "wording"),
    ("rare", "common", "wording"),
    ("the pain eases", "the pain worsens", "wording"),
    ("Patients", "Some patients", "number"),
    ("before the right", "after the right", "dose"),
    ("spared.", "spared. Surgery helps them.", "wording"),
    ("spared.", "spared. Patients should take 5 mg.", "dose"),
    ("spared.", "spared. Consider surgery.", "recommendation"),
    (", and the pain eases", "", "wording"),
    ("and a typical", "or a typical", "wording"),
    ("</li><li>", " ", "structure"),
    ("<td>2 mg</td>", "<td>2 mg</td><td>x</td>", "structure"),
    ("</p><ul>", "</p><p>Never mind.</p><ul>", "structure"),
    ("<th>", "<td>", "structure"),
    ("Tizanidine</td><td>2 mg", "Tizanidine</td><td>4 mg", "dose"),
    ("For professionals.", "For all.", "disclaimer"),
    ("Ask your doctor.", "", "disclaimer"),
    ("It is also seen", "Is it also seen", "wording"),
    ("before the right", "before Xeomin", "drug"),
    ("What causes spasm", "What cures spasm", "wording"),
    ("Strain causes", "Rest causes", "wording"),
    ("is enough.", "is enough?", "wording"),
]

#: Words that look like typing mistakes of each other; set between two words of a neutral sentence.
LOOK_ALIKES = [
    *(("usually", "unusually"), ("usable", "unusable"), ("coma", "comma"), ("septic", "sceptic")),
    *(("3 tsp", "3 tbsp"), ("tsp", "tbsp"), ("25 mcgram", "25 mgram"), ("9 mci", "9 uci")),
    *(("2 spoons", "2 spoonfuls"), ("digitoxin", "digitotoxin"), ("edaravone", "edaravon")),
    *(("nitrite", "nitrate"), ("opiate", "opioid"), ("stage II", "stage III"), ("½", "¼")),
    *(("5 ... 10 mg", "5 10 mg"), ("5 … 10 mg", "5 10 mg"), ("5 mg", "5\u202e mg")),
    *(("five", "fifty"), ("2,5", "2.5"), ("5 mg", "5 µg"), ("C5–C6", "C5–C7"), ("two", "tow")),
]
