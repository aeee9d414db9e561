"""The pages on who looks after articles: what is offered, refused, kept, and whose they are."""

import datetime
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Specialty
from editorial import workflow
from editorial.models import Cover, SpecialtyLead
from editorial.views import owners as owners_view
from tests.factories.articles import ArticleFactory, SpecialtyFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, approved, managing_editor
from tests.flows.forms import forms_of

pytestmark = pytest.mark.django_db

AWAY, OWNERS, LEADS = "/desk/away/editors/", "/desk/due/owners/", "/desk/due/leads/"


def editor(**facts: str) -> User:
    return UserFactory.create(group="Editors", **facts)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def today() -> datetime.date:
    return timezone.now().date()


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


# Away.


def absence(owner: User, to: User, **changed: object) -> dict[str, Any]:
    last = today() + datetime.timedelta(days=7)
    return {
        "owner": owner.pk,
        "to": to.pk,
        "begins_on": today().isoformat(),
        "ends_on": last.isoformat(),
        "reason": "A congress in May.",
        **changed,
    }


def test_editor_names_a_stand_in_and_comes_back() -> None:
    owner, to = editor(), editor(first_name="Stands", last_name="In")
    client = client_of(owner)
    page = client.post(AWAY, absence(owner, to), follow=True).content.decode()
    assert "While it lasts, reminders go to Stands In instead." in page
    assert "Stands In stands in." in page
    made = Cover.objects.get()
    assert "A congress in May." in shown(client_of(to), AWAY)
    page = client.post(f"{AWAY}{made.pk}/end/", follow=True).content.decode()
    assert "Reminders go to the owner again." in page
    assert "over already" in client.post(f"{AWAY}{made.pk}/end/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "text", "status"),
    [
        ({"to": ""}, "to", "Choose an editor.", 400),
        ({"to": "x"}, "to", "cannot be chosen now", 400),
        ({"begins_on": "soon"}, "begins_on", "Give the date like", 400),
        ({"reason": " "}, "reason", "Say why.", 400),
        ({"ends_on": "2020-01-01"}, "ends_on", "before the first", 409),
        ({"ends_on": "2099-01-01"}, "ends_on", "longer than 180 days", 409),
        ({"begins_on": "2020-01-01"}, "begins_on", "has passed", 409),
    ],
)
def test_absence_that_is_refused_says_why_at_its_field(
    changed: dict[str, str], field: str, text: str, status: int
) -> None:
    owner, to = editor(), editor()
    sent = absence(owner, to) | changed
    answer = client_of(owner).post(AWAY, sent)
    assert answer.status_code == status
    assert text in str(answer.context["form"].errors[field])
    assert str(sent["reason"]).strip() in answer.content.decode()
    assert not Cover.objects.exists()


def test_overlap_is_told_at_the_day_and_a_stand_in_who_is_away_at_theirs() -> None:
    owner, to, other = editor(), editor(), editor()
    client = client_of(owner)
    client.post(AWAY, absence(owner, to))
    refused = client.post(AWAY, absence(owner, other, reason="Another congress."))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "already" in str(refused.context["form"].errors["begins_on"])
    assert "Another congress." in refused.content.decode()
    refused = client_of(other).post(AWAY, absence(other, owner))
    assert "is away from" in str(refused.context["form"].errors["to"])


def test_editors_say_it_of_themselves_and_managing_editors_of_anybody() -> None:
    owner, to = editor(), editor()
    assert client_of(to).post(AWAY, absence(owner, to)).status_code == HTTPStatus.BAD_REQUEST
    assert not Cover.objects.exists()
    managing = client_of(managing_editor())
    assert managing.post(AWAY, absence(owner, to)).status_code == HTTPStatus.SEE_OTHER
    made = Cover.objects.get()
    assert client_of(to).post(f"{AWAY}{made.pk}/end/").status_code == HTTPStatus.NOT_FOUND
    assert "A congress in May." not in shown(client_of(editor()), AWAY)
    assert "A congress in May." in shown(managing, AWAY)


def test_owner_who_left_can_be_covered_by_a_managing_editor() -> None:
    owner = UserFactory.create(group="Editors", is_active=False)
    ArticleFactory.create(owner=owner)
    managing = client_of(managing_editor())
    assert managing.post(AWAY, absence(owner, editor())).status_code == HTTPStatus.SEE_OTHER


def test_way_to_the_page_is_on_the_desk() -> None:
    assert AWAY in shown(client_of(editor()), "/desk/")
    assert AWAY in shown(client_of(managing_editor()), "/desk/away/")
    member = BoardMemberFactory.create()
    assert AWAY not in shown(client_of(member.user), "/desk/away/")


# Owners.


@pytest.fixture
def managing() -> Client:
    return client_of(managing_editor())


def hand_over(to: User, *articles: Article, **changed: object) -> dict[str, Any]:
    chosen = [article.pk for article in articles]
    scope = "chosen" if chosen else "all"
    return {"to": to.pk, "scope": scope, "articles": chosen, "reason": "Left us.", **changed}


def test_list_says_who_owns_what_and_who_is_gone_first(managing: Client) -> None:
    reached, away, gone = (
        editor(first_name="A", last_name="Reached"),
        editor(first_name="B", last_name="Away"),
        editor(first_name="C", last_name="Gone"),
    )
    for owner in (reached, away, gone):
        approved(ArticleFactory.create(owner=owner))
    ArticleFactory.create(owner=gone)
    to = editor(first_name="D", last_name="Standing")
    workflow.cover(away, by=away, to=to, begins_on=today(), ends_on=today(), reason="A day off.")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    rows = managing.get(OWNERS).context["rows"]
    assert [(row.name, row.live, row.others, row.is_gone) for row in rows] == [
        ("C Gone", 1, 1, True),
        ("A Reached", 1, 0, False),
        ("B Away", 1, 0, False),
    ]
    assert [row.standing for row in rows][:2] == ["the account is closed", ""]
    assert "D Standing stands in" in rows[2].standing


def test_list_takes_as_many_queries_for_more_owners(managing: Client) -> None:
    counts = []
    for more in (1, 5):
        for _ in range(more):
            ArticleFactory.create()
        with CaptureQueriesContext(connection) as queries:
            managing.get(OWNERS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_all_articles_of_an_account_are_handed_over(managing: Client) -> None:
    owner, to = editor(), editor(first_name="New", last_name="Owner")
    ArticleFactory.create_batch(2, owner=owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert "The account is closed." in shown(managing, f"{OWNERS}{owner.pk}/")
    page = managing.post(f"{OWNERS}{owner.pk}/", hand_over(to), follow=True).content.decode()
    assert "2 articles were handed over to New Owner, who has been told." in page
    assert "This account owns no article." in page
    assert set(Article.objects.values_list("owner", flat=True)) == {to.pk}


def test_ticked_articles_are_handed_over(managing: Client) -> None:
    owner, to = editor(), editor()
    first, second = ArticleFactory.create_batch(2, owner=owner)
    managing.post(f"{OWNERS}{owner.pk}/", hand_over(to, second))
    assert dict(Article.objects.values_list("pk", "owner")) == {
        first.pk: owner.pk,
        second.pk: to.pk,
    }


def test_page_lists_no_more_than_one_step_takes(
    managing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owners_view, "MOST_AT_ONCE", 2)
    owner, to = editor(), editor()
    ArticleFactory.create_batch(3, owner=owner)
    assert "The first 2 are listed." in shown(managing, f"{OWNERS}{owner.pk}/")
    managing.post(f"{OWNERS}{owner.pk}/", hand_over(to))
    assert Article.objects.filter(owner=to).count() == 2


@pytest.mark.parametrize(
    ("changed", "field", "text"),
    [
        ({"to": ""}, "to", "Choose an editor."),
        ({"scope": ""}, "scope", "Say which articles."),
        ({"scope": "chosen"}, "scope", "Tick at least one article"),
        ({"scope": "chosen", "articles": ["x"]}, "articles", "no article"),
        ({"scope": "chosen", "articles": ["999999"]}, "articles", "another owner by now"),
        ({"reason": ""}, "reason", "Say why."),
    ],
)
def test_hand_over_that_is_refused_keeps_what_was_typed(
    managing: Client, changed: dict[str, Any], field: str, text: str
) -> None:
    owner, to = editor(), editor()
    ArticleFactory.create(owner=owner)
    sent = hand_over(to) | changed
    answer = managing.post(f"{OWNERS}{owner.pk}/", sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert text in str(answer.context["form"].errors[field])
    page = answer.content.decode()
    assert text in page
    assert str(sent["reason"]) in page
    assert set(Article.objects.values_list("owner", flat=True)) == {owner.pk}


def test_refusal_keeps_what_was_ticked(managing: Client) -> None:
    owner = editor()
    first, second = ArticleFactory.create_batch(2, owner=owner)
    answer = managing.post(f"{OWNERS}{owner.pk}/", hand_over(editor(), second, reason=""))
    [form] = [form for form in forms_of(answer.content.decode()) if "scope" in form.values]
    assert form.values["articles"] == [str(second.pk)]
    assert form.values["scope"] == ["chosen"]
    assert str(first.pk) not in form.values["articles"]


def test_owners_hand_over_their_own_and_see_no_other() -> None:
    owner, to = editor(), editor()
    ArticleFactory.create(owner=owner)
    address = f"{OWNERS}{owner.pk}/"
    assert client_of(to).get(address).status_code == HTTPStatus.FORBIDDEN
    assert client_of(to).post(address, hand_over(to)).status_code == HTTPStatus.FORBIDDEN
    own = client_of(owner)
    assert address in shown(own, "/desk/")
    assert own.post(address, hand_over(to)).status_code == HTTPStatus.SEE_OTHER
    assert Article.objects.get().owner == to


def test_auditors_read_and_change_nothing() -> None:
    owner = editor()
    article = ArticleFactory.create(owner=owner)
    auditor = client_of(UserFactory.create(group="Auditors"))
    page = shown(auditor, f"{OWNERS}{owner.pk}/")
    assert article.title in page
    assert "To whom" not in page
    refused = auditor.post(f"{OWNERS}{owner.pk}/", hand_over(editor()))
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "<select" not in shown(auditor, LEADS)
    assert auditor.post(LEADS, {}).status_code == HTTPStatus.FORBIDDEN


def test_account_that_is_not_there_is_not_found(managing: Client) -> None:
    assert managing.get(f"{OWNERS}999999/").status_code == HTTPStatus.NOT_FOUND


def test_step_on_the_article_hands_it_over() -> None:
    owner, to = editor(), editor()
    article = ArticleFactory.create(owner=owner)
    address = f"/admin/articles/article/{article.pk}/hand-over/"
    own = client_of(owner)
    assert address in shown(own, f"/admin/articles/article/{article.pk}/change/")
    assert client_of(to).get(address).status_code == HTTPStatus.FORBIDDEN
    refused = own.post(address, {"to": owner.pk, "reason": "I move on."})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "I move on." in refused.content.decode()
    assert own.post(address, {"to": to.pk, "reason": "I move on."}).status_code == HTTPStatus.FOUND
    article.refresh_from_db()
    assert article.owner == to


# Leads.


@pytest.fixture
def specialties() -> list[Specialty]:
    return SpecialtyFactory.create_batch(2)


def leads_form(client: Client, **changed: object) -> dict[str, Any]:
    """What the page holds, with these changes."""
    [form] = [form for form in forms_of(shown(client, LEADS)) if "initial-lead" in str(form.values)]
    values: dict[str, Any] = {name: (held or [""])[0] for name, held in form.values.items()}
    return values | {name.replace("_", "-"): value or "" for name, value in changed.items()}


def leads() -> dict[int, int]:
    return dict(SpecialtyLead.objects.values_list("specialty", "user"))


def test_leads_are_named_and_taken_away(managing: Client, specialties: list[Specialty]) -> None:
    first, second = specialties
    lead = managing_editor()
    sent = leads_form(managing, **{f"lead_{first.pk}": lead.pk})
    assert "Kept." in managing.post(LEADS, sent, follow=True).content.decode()
    assert leads() == {first.pk: lead.pk}
    managing.post(LEADS, leads_form(managing, **{f"lead_{first.pk}": None}))
    assert leads() == {}
    page = managing.post(LEADS, leads_form(managing), follow=True).content.decode()
    assert "Nothing was changed." in page
    assert second.name in page


def test_page_that_is_old_overwrites_nothing(
    managing: Client, specialties: list[Specialty]
) -> None:
    first, second = specialties
    one, two = managing_editor(), managing_editor()
    old = leads_form(managing, **{f"lead_{second.pk}": one.pk})
    workflow.set_lead(first, user=two, by=one)
    managing.post(LEADS, old)
    assert leads() == {first.pk: two.pk, second.pk: one.pk}


def test_what_two_change_at_once_is_told_to_the_second(
    managing: Client, specialties: list[Specialty]
) -> None:
    first, second = specialties
    one, two = managing_editor(), managing_editor()
    old = leads_form(managing, **{f"lead_{first.pk}": one.pk, f"lead_{second.pk}": one.pk})
    workflow.set_lead(first, user=two, by=one)
    answer = managing.post(LEADS, old)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Somebody else changed this meanwhile" in answer.content.decode()
    assert leads() == {first.pk: two.pk}


def test_nobody_else_is_chosen_as_lead(managing: Client, specialties: list[Specialty]) -> None:
    sent = leads_form(managing, **{f"lead_{specialties[0].pk}": editor().pk})
    answer = managing.post(LEADS, sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "cannot be chosen now" in answer.content.decode()
    assert leads() == {}


def test_lead_who_manages_no_more_stays_until_another_is_named(
    managing: Client, specialties: list[Specialty]
) -> None:
    first, second = specialties
    lead = managing_editor()
    workflow.set_lead(first, user=lead, by=lead)
    lead.groups.clear()
    assert "no longer a managing editor" in shown(managing, LEADS)
    other = managing_editor()
    managing.post(LEADS, leads_form(managing, **{f"lead_{second.pk}": other.pk}))
    assert leads() == {first.pk: lead.pk, second.pk: other.pk}
