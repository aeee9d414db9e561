"""What readers are told about the board and its rules."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import workflow
from editorial.disclosing import disclose
from editorial.membership import deactivate_member
from editorial.models import BoardMember, Credential, Policy
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory, SpecialtyFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    under_review,
)

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.now().date() - datetime.timedelta(days=1)


def test_show_active_members_with_what_speaks_for_them(client: Client) -> None:
    member = BoardMemberFactory.create(
        name="Dr. Sample Reviewer One",
        credentials="MD, PhD",
        affiliation="Example Hospital",
        biography="Reads <much>.",
        slug="one",
    )
    member.specialties.add(SpecialtyFactory.create(name="Neurology"))
    page = client.get("/board/").content.decode()
    assert '<a href="/board/one/">Dr. Sample Reviewer One</a>, MD, PhD' in page
    for words in ("Example Hospital", "Neurology", "Reads &lt;much&gt;."):
        assert words in page


def test_leave_out_members_whose_term_is_over_or_who_were_deactivated(client: Client) -> None:
    BoardMemberFactory.create(name="Dr. Sample Past", term_to=YESTERDAY)
    BoardMemberFactory.create(
        name="Dr. Sample Gone", deactivated_at=timezone.now(), deactivated_by=managing_editor()
    )
    future = BoardMemberFactory.create(
        name="Dr. Sample Future", term_from=timezone.now().date() + datetime.timedelta(days=2)
    )
    page = client.get("/board/").content.decode()
    assert "Dr. Sample" not in page
    assert "no active member" in page
    assert client.get(f"/board/{future.slug}/").status_code == 404


def test_show_the_live_articles_a_member_signed_and_no_others(client: Client) -> None:
    member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    signed = under_review(ArticleFactory.create(title="Signed?"), members=[member, other])
    for one in (member, other):
        sign(signed, one)
    approved(ArticleFactory.create(title="Signed by others?"))
    waiting = under_review(
        ArticleFactory.create(title="Not yet approved?"), members=[member, other]
    )
    sign(waiting, member)
    page = client.get(f"/board/{member.slug}/").content.decode()
    assert "Signed?" in page
    assert "Signed by others?" not in page
    assert "Not yet approved?" not in page
    workflow.retire(signed.article, by=managing_editor(), reason="Wrong.")
    assert "Signed?" not in client.get(f"/board/{member.slug}/").content.decode()


def test_take_a_signature_off_the_list_when_others_signed_the_next_version(
    client: Client,
) -> None:
    member = BoardMemberFactory.create()
    first = under_review(
        ArticleFactory.create(title="Signed?"), members=[member, BoardMemberFactory.create()]
    )
    for assignment in first.assignments.all():
        sign(first, assignment.member)
    SectionFactory.create(article=first.article)
    approved(first.article)
    assert "Signed?" not in client.get(f"/board/{member.slug}/").content.decode()


def test_keep_the_page_of_a_former_member_who_signed(client: Client) -> None:
    review = approved()
    former = review.assignments.earliest("pk").member
    former.term_to = YESTERDAY
    former.save()
    page = client.get(f"/board/{former.slug}/").content.decode()
    assert "A former member of the board." in page
    assert review.version.title in page
    never_signed = BoardMemberFactory.create(term_to=YESTERDAY)
    assert client.get(f"/board/{never_signed.slug}/").status_code == 404


def test_mark_a_former_member_and_tell_the_term(client: Client) -> None:
    member = BoardMemberFactory.create(term_from=datetime.date(2025, 1, 1))
    page = client.get(f"/board/{member.slug}/").content.decode()
    assert "Member of the board since 1 January 2025" in page
    assert "Former member" not in page
    member = approved().sign_offs.select_related("member").earliest("pk").member
    member.term_from, member.term_to = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
    member.save()
    page = client.get(f"/board/{member.slug}/").content.decode()
    assert "Member of the board from 1 January 2025 until 31 December 2025" in page
    assert "Former member" in page
    deactivate_member(member, by=managing_editor(), reason="Moved.")
    BoardMember.objects.filter(pk=member.pk).update(term_to=None)
    page = client.get(f"/board/{member.slug}/").content.decode()
    assert f"until {timezone.now().date():%-d %B %Y}" in page


def test_tell_credentials_that_hold_and_interests_that_last(client: Client) -> None:
    member = BoardMemberFactory.create()
    address = f"/board/{member.slug}/"
    assert "No interests declared." in client.get(address).content.decode()
    for title, until in (("Licence", None), ("Certificate", YESTERDAY)):
        Credential.objects.create(
            member=member, title=title, issued_by="Example Chamber", expires_on=until
        )
    for entity, ended_on in (("Example <Pharma>", None), ("Example Fund", YESTERDAY)):
        disclose(
            member,
            by=member.user,
            item="consulting",
            entity=entity,
            statement="Talks about pain.",
            began_on=datetime.date(2024, 3, 1),
            ended_on=ended_on,
        )
    page = client.get(address).content.decode()
    for words in (
        "Licence, Example Chamber",
        "<strong>Consulting fees</strong>: Example &lt;Pharma&gt;",
        "Talks about pain.",
        "Since 1 March 2024",
    ):
        assert words in page
    for words in ("Certificate", "Example Fund", "No interests declared."):
        assert words not in page


def test_count_no_signature_that_was_withdrawn(client: Client) -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(ArticleFactory.create(title="Signed?"), members=members)
    sign(review, members[0])
    workflow.withdraw_sign_off(
        review.sign_offs.get(), by=members[0].user, reason="A doubt.", password=PASSWORD
    )
    for member in members[1:]:
        sign(review, member)
    assert "Signed?" in client.get(f"/board/{members[1].slug}/").content.decode()
    assert "Signed?" not in client.get(f"/board/{members[0].slug}/").content.decode()
    members[0].term_to = YESTERDAY
    members[0].save()
    assert client.get(f"/board/{members[0].slug}/").status_code == 404


def test_state_the_rules_in_force(client: Client) -> None:
    Policy.objects.filter(tier="dosing").update(approvals_needed=3, re_review_months=7)
    page = " ".join(client.get("/editorial-policy/").content.decode().split())
    assert '<th scope="row">Dosing</th><td>3</td><td>7 months</td>' in page
    assert page.index("Dosing") < page.index("Treatment</th>") < page.index("Background")


def test_read_the_board_in_as_many_queries_for_twenty_members_as_for_one(client: Client) -> None:
    specialty = SpecialtyFactory.create()
    counts = []
    for more in (1, 19):
        for _ in range(more):
            BoardMemberFactory.create().specialties.add(specialty)
        with CaptureQueriesContext(connection) as queries:
            client.get("/board/")
        counts.append(len(queries))
    assert counts == [2, 2]


@pytest.mark.parametrize("address", ["/board/", "/editorial-policy/", "/board/absent/"])
def test_refuse_to_be_written_to(address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address).status_code == 405
