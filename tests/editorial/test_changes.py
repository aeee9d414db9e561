import pytest

from editorial.changes import Content, amount_between, in_words


def _content(*sections: tuple[str, str], sources: tuple[int, ...] = (), **texts: str) -> Content:
    return {
        "title": texts.get("title", "What is it?"),
        "summary": texts.get("summary", "A thing."),
        "sections": [
            {"heading": heading, "body": f"<p>{body}</p>", "plain_language": ""}
            for heading, body in sections
        ],
        "references": [{"id": pk, "number": n} for n, pk in enumerate(sources, 1)],
    }


OLD = _content(("Causes", "One two three."), ("Care", "Rest now."), sources=(7,))


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (OLD, "The text is the same"),
        (
            _content(("Causes", "One two four."), ("Care", "Rest now."), sources=(7,)),
            "1 word added, 1 word removed",
        ),
        (
            _content(("Causes", "One two three."), sources=(7,)),
            "3 words removed",
        ),
        (
            _content(("Care", "Rest now."), ("Causes", "One two three."), sources=(7,)),
            "No words added or removed: order, citations or formatting changed",
        ),
        (
            _content(
                ("Causes", '<a href="https://example.org">One</a> two three.'),
                ("Care", "Rest now."),
                sources=(7,),
            ),
            "No words added or removed: order, citations or formatting changed",
        ),
        (
            _content(
                ("Causes", "One two three."),
                ("Care", "Rest now."),
                sources=(8, 9),
                summary="Another thing entirely.",
            ),
            "3 words added, 2 words removed, 2 sources added, 1 source removed",
        ),
    ],
)
def test_say_how_much_changed(new: Content, words: str) -> None:
    assert in_words(amount_between(OLD, new)) == words
