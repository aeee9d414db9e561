"""What changed in a long text with one new word, against difflib over all its words."""

from difflib import SequenceMatcher

from articles.text.difference import compare
from bench.prose import sentences
from bench.sizes import Sizes
from bench.timing import Measured, interleaved

WORDS_OF_A_PARAGRAPH = 80


def measure(sizes: Sizes) -> Measured:
    paragraphs = max(1, sizes.compared // WORDS_OF_A_PARAGRAPH)
    texts = [sentences(WORDS_OF_A_PARAGRAPH, seed) for seed in range(paragraphs)]
    old = html(texts)
    changed = paragraphs // 2
    new = html([*texts[:changed], texts[changed] + " Afterthought.", *texts[changed + 1 :]])
    found = compare(old, new)
    if found.count("<ins>") != 1:
        raise RuntimeError("One new word was not found as one.")
    old_words, new_words = old.split(), new.split()

    timed = interleaved(
        lambda: compare(old, new),
        lambda: SequenceMatcher(None, old_words, new_words).get_opcodes(),
        sizes.rounds,
    )
    return Measured(
        "compare",
        timed.ratio,
        "difflib over all words",
        {"ms": timed.ours * 1000, "bare ms": timed.bare * 1000},
        {"words": len(old_words), "paragraphs": paragraphs},
    )


def html(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)
