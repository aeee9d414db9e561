"""What readers are told of the signatures behind a text: on what, when, in spite of what."""

import datetime
import json
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.models import BoardMember, Review
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

MARCH = datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.UTC)


def page_of(client: Client, article: Article, rest: str = "") -> str:
    response = client.get(f"/articles/{article.slug}/{rest}")
    assert response.status_code == 200
    return response.content.decode()


def panel_of(page: str) -> str:
    """The words of the panel, and of nothing else."""
    found = re.search(r'<section class="provenance".*?</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).replace("&quot;", '"').split())


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def revised(article: Article, *, body: str = "<p>Other words.</p>") -> Review:
    article.sections.update(body=body)
    review = under_review(article)
    for assignment in review.assignments.select_related("member__user"):
        review = sign(review, assignment.member)
    return review


def corrected(article: Article, member: BoardMember | None = None) -> Review:
    members = [member or BoardMemberFactory.create(), BoardMemberFactory.create()]
    review = under_review(article, kind="correction", members=members)
    for signer in members[: review.approvals_needed]:
        review = sign(review, signer)
    return review


def with_waived_conflict() -> tuple[Article, BoardMember]:
    member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[member, other], answered=False)
    workflow.answer_conflict(
        review, by=member.user, conflict="declared", statement="Lectures <paid> by Example Pharma."
    )
    assignment = review.assignments.get(member=member)
    workflow.waive_conflict(assignment, by=managing_editor(), reason="No drug of theirs is named.")
    workflow.answer_conflict(review, by=other.user, conflict="none")
    sign(review, member)
    return sign(review, other).article, member


def test_name_signers_as_at_signing_with_affiliation_and_interests(client: Client) -> None:
    member = BoardMemberFactory.create(
        name="Dr. Sample One", credentials="MD", affiliation="Example Hospital"
    )
    with time_machine.travel(MARCH, tick=False):
        review = under_review(members=[member, BoardMemberFactory.create()])
        for assignment in review.assignments.select_related("member__user"):
            sign(review, assignment.member)
    BoardMember.objects.update(credentials="PhD", affiliation="Elsewhere")
    panel = panel_of(page_of(client, review.article))
    assert (
        "Signed by Dr. Sample One , MD Example Hospital 1 March 2026 "
        "Declared no conflict of interest." in panel
    )
    assert "Elsewhere" not in panel
    assert "PhD" not in panel


def test_show_a_waived_conflict_with_both_reasons(client: Client) -> None:
    article, _member = with_waived_conflict()
    page = page_of(client, article)
    assert (
        "Conflict of interest declared: Lectures &lt;paid&gt; by Example Pharma. Waived by a "
        "managing editor because: No drug of theirs is named." in panel_of(page)
    )
    assert "Lectures <paid>" not in page.split('type="application/ld+json"')[0]
    [person, _other] = data_of(page)["reviewedBy"]
    assert person["description"] == (
        "Conflict of interest declared: Lectures <paid> by Example Pharma. "
        "Waived by a managing editor because: No drug of theirs is named."
    )


def test_leave_out_declared_conflicts_of_those_who_did_not_sign(client: Client) -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members, answered=False)
    workflow.answer_conflict(
        review, by=members[0].user, conflict="declared", statement="My brother's trial."
    )
    sign(review, members[0], "recuse")
    for member in members[1:]:
        workflow.answer_conflict(review, by=member.user, conflict="none")
        sign(review, member)
    for rest in ("", "v1/", "history/"):
        page = page_of(client, review.article, rest)
        assert "My brother" not in page
        assert members[0].name not in page


def test_leave_out_a_withdrawn_signature(client: Client) -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members)
    sign(review, members[0])
    workflow.withdraw_sign_off(
        review.sign_offs.get(), by=members[0].user, reason="I misread it.", password=PASSWORD
    )
    for member in members[1:]:
        sign(review, member)
    for rest in ("", "v1/", "history/"):
        page = page_of(client, review.article, rest)
        assert members[0].name not in page
        assert "misread" not in page
        assert members[1].name in page


def test_say_in_whose_place_a_member_signed(client: Client) -> None:
    absent = BoardMemberFactory.create(name="Dr. Sample Absent")
    stand_in, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    today = timezone.now().date()
    workflow.delegate(
        absent,
        by=absent.user,
        to=stand_in,
        begins_on=today,
        ends_on=today + datetime.timedelta(days=9),
        reason="Away.",
    )
    review = workflow.begin(submitted(), by=managing_editor(), members=[absent, other])
    for member in (stand_in, other):
        workflow.answer_conflict(review, by=member.user, conflict="none")
        sign(review, member)
    panel = panel_of(page_of(client, review.article))
    assert "in place of Dr. Sample Absent" in panel
    assert panel.index(stand_in.name) < panel.index("in place of")


def test_say_what_changed_since_the_version_before(client: Client) -> None:
    article = ArticleFactory.create(text="")
    for heading in ("Causes", "Treatment", "Prevention"):
        SectionFactory.create(article=article, heading=heading, body=f"<p>{heading}.</p>")
    approved(article)
    first = page_of(client, article)
    assert "Since version" not in panel_of(first)
    source = ReferenceFactory.create()
    article.sections.filter(heading="Treatment").update(
        body=f'<p>Other.<cite data-reference="{source.pk}"></cite></p>'
    )
    article.sections.filter(heading="Prevention").delete()
    SectionFactory.create(article=article, heading="Outlook <i>", body="<p>Good.</p>")
    approved(article)
    panel = panel_of(page_of(client, article))
    assert (
        "Since version 1 Changed: Treatment New: Outlook &lt;i&gt; Removed: Prevention "
        "1 source added Every change, word by word" in panel
    )
    assert "Causes" not in panel
    assert f"/articles/{article.slug}/history/?changes=2#changes" in page_of(client, article)
    assert client.get(f"/articles/{article.slug}/history/?changes=2").status_code == 200


def test_compare_with_the_version_readers_had_not_with_one_they_never_got(client: Client) -> None:
    article = approved(ArticleFactory.create(text="<p>One.</p>")).article
    article.sections.update(body="<p>Quokkamycin.</p>")
    SectionFactory.create(article=article, heading="Zanzibarium")
    rejected = under_review(article)
    workflow.return_for_changes(rejected, by=managing_editor(), reason="No Quokkamycin.")
    article.sections.filter(heading="Zanzibarium").delete()
    article.sections.update(body="<p>Three.</p>")
    approved(article)
    for rest in ("", "v3/", "v1/", "history/"):
        page = page_of(client, article, rest)
        assert "Zanzibarium" not in page
        assert "Quokkamycin" not in page
    assert "Since version 1" in panel_of(page_of(client, article))


def test_say_nothing_of_a_draft_or_an_open_review(client: Client) -> None:
    article = approved().article
    before = panel_of(page_of(client, article))
    SectionFactory.create(article=article, heading="Zanzibarium", body="<p>Quokkamycin.</p>")
    assert panel_of(page_of(client, article)) == before
    review = under_review(article)
    first = review.assignments.select_related("member__user")[0]
    sign(review, first.member)
    page = page_of(client, article)
    assert panel_of(page) == before
    assert first.member.name not in page
    assert "Zanzibarium" not in page


def test_tell_a_correction_from_the_full_review_it_rests_on(client: Client) -> None:
    with time_machine.travel(MARCH, tick=False):
        article = approved(ArticleFactory.create(text="<p>The pain is teh worst.</p>")).article
    full = [sign_off.signer_name for sign_off in article.reviews.get().sign_offs.all()]
    article.sections.update(body="<p>The pain is the worst.</p>")
    corrector = BoardMemberFactory.create(name="Dr. Sample Corrector")
    with time_machine.travel(MARCH + datetime.timedelta(days=30), tick=False):
        corrected(article, corrector)
    page = page_of(client, article)
    panel = panel_of(page)
    assert "Correction signed by Dr. Sample Corrector" in panel
    assert f"Reviewed in full as version 1 by {full[0]}" in panel
    assert full[1] in panel
    trust = page[page.index('class="trust"') : page.index('class="clocks"')]
    assert "Corrected on 31 March 2026; the correction was signed by" in trust
    assert full[0] in trust
    data = data_of(page)
    assert [person["name"] for person in data["reviewedBy"]] == full
    assert data["lastReviewed"] == "2026-03-01"
    assert data["correction"]["author"][0]["name"] == "Dr. Sample Corrector"
    assert data["correction"]["datePublished"] == "2026-03-31"
    assert data["correction"]["url"].endswith("/history/?changes=2#changes")
    old = panel_of(page_of(client, article, "v1/"))
    assert "Correction" not in old
    assert "Dr. Sample Corrector" not in old


def test_keep_the_first_signers_when_the_same_text_is_signed_anew(client: Client) -> None:
    article = approved().article
    first = article.reviews.get().sign_offs.all()[0].signer_name
    again = approved(article, kind="re-review").sign_offs.all()[0].signer_name
    panel = panel_of(page_of(client, article))
    assert f"Confirmed as still current by {again}" in panel
    assert panel.index(again) < panel.index(f"Signed by {first}")
    assert data_of(page_of(client, article))["reviewedBy"][0]["name"] == again


def test_describe_the_exact_version_in_structured_data(client: Client) -> None:
    member = BoardMemberFactory.create(
        name="Dr. Sample One", slug="one", affiliation="Example Hospital"
    )
    review = under_review(members=[member, BoardMemberFactory.create()])
    for assignment in review.assignments.select_related("member__user"):
        sign(review, assignment.member)
    data = data_of(page_of(client, review.article))
    digest = review.version.digest
    assert data["identifier"] == {
        "@type": "PropertyValue",
        "propertyID": "SHA-256",
        "value": digest,
    }
    assert data["archivedAt"] == f"http://testserver/articles/{review.article.slug}/v1/"
    assert data["reviewedBy"][0] == {
        "@type": "Person",
        "name": "Dr. Sample One",
        "honorificSuffix": "MD",
        "url": "http://testserver/board/one/",
        "description": "Declared no conflict of interest.",
        "affiliation": {"@type": "Organization", "name": "Example Hospital"},
    }
    assert "correction" not in data


def test_reach_the_whole_digest_from_its_first_characters(client: Client) -> None:
    review = approved()
    page = page_of(client, review.article)
    panel = panel_of(page)
    assert f"Digest {review.version.digest[:12]} SHA-256" in panel
    assert review.version.digest in panel


def test_keep_an_old_version_with_its_own_provenance(client: Client) -> None:
    with time_machine.travel(MARCH, tick=False):
        article = approved(ArticleFactory.create(text="<p>Version one.</p>")).article
    first = article.reviews.get()
    with time_machine.travel(MARCH + datetime.timedelta(days=60), tick=False):
        second = revised(article)
    old = page_of(client, article, "v1/")
    assert "Superseded by version 2 of 30 April 2026." in old
    assert f'<link rel="canonical" href="http://testserver/articles/{article.slug}/">' in old
    assert '<meta name="robots" content="noindex">' in old
    for sign_off in first.sign_offs.all():
        assert sign_off.signer_name in panel_of(old)
    for sign_off in second.sign_offs.all():
        assert sign_off.signer_name not in old
    new = page_of(client, article, "v2/")
    assert "Since version 1" in panel_of(new)


def test_read_the_page_in_one_query_whatever_there_is_to_tell(client: Client) -> None:
    """A waived conflict, an earlier version, a correction on top, a review that is open."""
    article, _member = with_waived_conflict()
    revised(article)
    article.sections.update(body="<p>Other wrods.</p>")
    revised(article, body="<p>Other wrods.</p>")
    article.sections.update(body="<p>Other words.</p>")
    corrected(article)
    article.sections.update(body="<p>More.</p>")
    submitted(article)
    with CaptureQueriesContext(connection) as queries:
        panel = panel_of(page_of(client, article))
    assert len(queries) == 1
    assert "Correction signed by" in panel
    assert "Reviewed in full as version 3 by" in panel


def test_read_versions_and_history_in_as_many_queries_for_many_reviews(client: Client) -> None:
    article = approved(ArticleFactory.create(text="<p>Version 0.</p>")).article
    revised(article)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, article, "history/")
            page_of(client, article, "v1/")
        counts.append(len(queries))
        if number == 0:
            for place in range(3):
                revised(article, body=f"<p>Version {place}.</p>")
    assert counts[0] == counts[1]
