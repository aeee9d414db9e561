"""Filters of what is due: they narrow page, list and file alike, and no value breaks them."""

from http import HTTPStatus

import pytest

from tests.editorial.due_pages import LIST, PAGE, as_user, file, january, page
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor
from tests.flows.hostile import IN_ADDRESSES, refuse_echo
from tests.scheduled import DAY, TODAY, due_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("january")]
__all__ = ["january"]


def test_filters_narrow_figures_list_and_file() -> None:
    owner = UserFactory.create(group="Editors")
    mine = due_article(TODAY + 40 * DAY, owner=owner, risk_tier="dosing")
    other = due_article(TODAY + 41 * DAY)
    assert mine.specialty is not None
    for query in (
        f"specialty={mine.specialty.slug}",
        "tier=dosing",
        f"owner={owner.username}",
        f"specialty={mine.specialty.slug}&tier=dosing&owner={owner.username}",
    ):
        assert "February 2027 1 due in" in page(f"{PAGE}?{query}")
        text = page(f"{LIST}?{query}")
        assert mine.title in text
        assert other.title not in text
        assert [row[0] for row in file("articles", f"?{query}")[1:]] == [mine.title]
    assert "February 2027 2 due in" in page()
    assert [row[0] for row in file("articles", "?month=2027-02")[1:]] == [mine.title, other.title]
    assert file("articles", "?month=2027-03")[1:] == []


def test_filters_go_on_to_the_next_page() -> None:
    due_article(TODAY + 40 * DAY, risk_tier="dosing")
    html = as_user(managing_editor()).get(f"{PAGE}?tier=dosing&owner=").content.decode()
    assert f'href="{LIST}?tier=dosing&amp;month=2027-02"' in html
    assert f'href="{PAGE}forecast/?tier=dosing"' in html
    assert f'href="{PAGE}months.csv?tier=dosing"' in html


BAD = {
    "specialty=nowhere": "There is no such specialty.",
    "tier=deadly": "Choose one of the risk tiers.",
    "owner=nobody": "Nobody of this name owns an article.",
}


BAD_IN_LISTS = {
    "month=2027-13": "Give a month like 2027-03.",
    "month=March": "Give a month like 2027-03.",
    "age=1-3": "Choose one of the ages.",
    "about=gossip": "Choose one of the lists.",
}


@pytest.mark.parametrize(("query", "why"), [*BAD.items(), *BAD_IN_LISTS.items()])
def test_filters_that_are_none_are_refused_in_words(query: str, why: str) -> None:
    client = as_user(managing_editor())
    places = [LIST, f"{PAGE}articles.csv", f"{PAGE}members.csv"]
    if query in BAD:
        places += [PAGE, f"{PAGE}forecast/", f"{PAGE}levelling/"]
    for place in places:
        answer = client.get(f"{place}?{query}")
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert why in answer.content.decode()


def test_no_value_breaks_the_pages() -> None:
    due_article(TODAY - DAY)
    client = as_user(managing_editor())
    parameters = [
        *((PAGE, name) for name in ("specialty", "tier", "owner")),
        *((LIST, name) for name in ("month", "age", "about", "page", "owner")),
        *((f"{PAGE}forecast/", name) for name in ("full", "specialty")),
        *((f"{PAGE}levelling/", name) for name in ("tier", "owner")),
        (f"{PAGE}members.csv", "month"),
    ]
    for turn, (value, sent) in enumerate(IN_ADDRESSES.items()):
        for place, name in parameters[turn % 4 :: 4]:
            answer = client.get(place, QUERY_STRING=f"{name}={sent}")
            assert answer.status_code in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST), (name, value)
            refuse_echo(answer.getvalue().decode(errors="replace"), f"{place} {name} {value}")
