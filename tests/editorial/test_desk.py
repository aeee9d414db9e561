"""The desk's list: to each their own, in order of due date, at a flat number of queries."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from editorial import workflow
from editorial.models import Assignment, BoardMember, Review
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db
DESK = "/desk/"


def _asked(member: BoardMember, **texts: str) -> Review:
    return under_review(
        ArticleFactory.create(**texts),
        members=[member, BoardMemberFactory.create()],
        answered=False,
    )


def _set_dates(review: Review, member: BoardMember, *, respond: int, sign: int) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    Assignment.objects.filter(review=review, member=member).update(
        respond_by=today + datetime.timedelta(days=respond),
        sign_by=today + datetime.timedelta(days=sign),
    )


def _text(client: Client, address: str = DESK) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_ask_for_login_when_nobody_is_logged_in(client: Client) -> None:
    response = client.get(DESK)
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/desk/"
    assert response["Cache-Control"] == "private, no-store"


def test_keep_the_desk_out_of_caches_and_search_engines(client: Client) -> None:
    client.force_login(BoardMemberFactory.create().user)
    response = client.get(DESK)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_show_only_reviews_this_member_was_asked_for(client: Client) -> None:
    member = BoardMemberFactory.create()
    _asked(member, title="Is this one mine?")
    _asked(BoardMemberFactory.create(), title="Is this one another member's?")
    client.force_login(member.user)
    text = _text(client)
    assert "Is this one mine?" in text
    assert "another member" not in text


def test_order_cards_by_the_next_date_of_each(client: Client) -> None:
    member = BoardMemberFactory.create()
    for title, respond, sign_by in (("Later?", 5, 20), ("Late?", -2, 6), ("Soon?", 3, 20)):
        _set_dates(_asked(member, title=title), member, respond=respond, sign=sign_by)
    client.force_login(member.user)
    text = _text(client)
    assert text.index("Late?") < text.index("Soon?") < text.index("Later?")
    assert "2 days late" in text
    assert "in 3 days" in text


def test_count_to_the_date_to_sign_once_the_conflict_is_answered(client: Client) -> None:
    member = BoardMemberFactory.create()
    review = _asked(member)
    _set_dates(review, member, respond=-4, sign=9)
    workflow.answer_conflict(review, by=member.user, conflict="none")
    client.force_login(member.user)
    text = _text(client)
    assert "in 9 days" in text
    assert "late" not in text
    assert "No conflict of interest" in text


def test_move_a_card_to_signed_when_the_member_has_signed(client: Client) -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    sign(review, member, "request_changes")
    client.force_login(member.user)
    text = _text(client)
    assert "Nothing waits for you" in text
    assert "you signed “Request changes”" in text


def test_keep_a_card_when_another_member_has_signed(client: Client) -> None:
    member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[member, other])
    sign(review, other)
    client.force_login(member.user)
    assert review.version.title in _text(client)
    assert "Nothing waits for you" not in _text(client)


def test_drop_a_card_when_the_review_is_withdrawn(client: Client) -> None:
    member = BoardMemberFactory.create()
    review = _asked(member)
    workflow.withdraw(review, by=managing_editor(), reason="Not yet.")
    client.force_login(member.user)
    assert "Nothing waits for you" in _text(client)


def test_say_how_much_changed_since_the_live_version(client: Client) -> None:
    member = BoardMemberFactory.create()
    article = approved().article
    article.refresh_from_db()
    SectionFactory.create(
        article=article, position=99, heading="Outlook", body="<p>Mostly good.</p>"
    )
    under_review(article, members=[member, BoardMemberFactory.create()])
    client.force_login(member.user)
    assert "3 words added" in _text(client)


def test_say_that_the_text_of_a_re_review_is_the_same(client: Client) -> None:
    member = BoardMemberFactory.create()
    article = approved().article
    article.refresh_from_db()
    under_review(article, members=[member, BoardMemberFactory.create()], kind="re-review")
    client.force_login(member.user)
    text = _text(client)
    assert "Unchanged: the text is that of the live version" in text
    assert "still current" in text


def test_say_what_will_appear_on_an_empty_desk(client: Client) -> None:
    client.force_login(BoardMemberFactory.create().user)
    text = _text(client)
    assert "Nothing waits for you." in text
    assert "What you sign is listed here" in text


def test_say_what_to_do_to_an_account_without_a_part(client: Client) -> None:
    submitted(ArticleFactory.create(title="Is this somebody else's?"))
    client.force_login(UserFactory.create())
    text = _text(client)
    assert "ask a managing editor" in text
    assert "somebody else" not in text


def test_show_managing_editors_what_to_begin_first(client: Client) -> None:
    under_review(ArticleFactory.create(title="Has this begun?"))
    submitted(ArticleFactory.create(title="Is this waiting?"))
    approved(ArticleFactory.create(title="Is this closed?"))
    client.force_login(managing_editor())
    text = _text(client).partition("Reviews of your articles")[0]
    assert text.index("Is this waiting?") < text.index("Has this begun?")
    assert "Is this closed?" not in text
    assert "0 of 2 approvals given" in text


def test_lead_managing_editors_to_the_page_where_a_review_begins(client: Client) -> None:
    review = submitted()
    client.force_login(managing_editor())
    change_url = reverse("admin:editorial_review_change", args=[review.pk])
    text = _text(client)
    assert f'href="{change_url}"' in text
    assert "Choose members and begin" in text


def test_show_editors_reviews_of_their_own_articles(client: Client) -> None:
    editor = UserFactory.create(group="Editors")
    approved(ArticleFactory.create(owner=editor, title="Is this mine and live?"))
    submitted(ArticleFactory.create(owner=editor, title="Is this mine and open?"))
    submitted(ArticleFactory.create(title="Is this another editor's?"))
    client.force_login(editor)
    text = _text(client)
    assert text.index("Is this mine and open?") < text.index("Is this mine and live?")
    assert "another editor" not in text
    assert "Open reviews" not in text


def test_show_auditors_open_reviews_without_the_step(client: Client) -> None:
    submitted(ArticleFactory.create(title="Is this open?"))
    client.force_login(UserFactory.create(group="Auditors"))
    text = _text(client)
    assert "Is this open?" in text
    assert "Choose members" not in text


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1" * 5000])
def test_show_some_page_when_its_number_makes_no_sense(client: Client, number: str) -> None:
    client.force_login(managing_editor())
    assert client.get(DESK, {"open": number, "page": number, "own": number}).status_code == 200


def test_refuse_to_post_to_the_list(client: Client) -> None:
    client.force_login(managing_editor())
    assert client.post(DESK).status_code == 405


def _many(count: int, member: BoardMember, template: Review) -> None:
    """Copies in bulk: a thousand submissions through the verbs would take minutes."""
    first = template.article
    articles = Article.objects.bulk_create(
        Article(title=first.title, slug=f"copy-{count}-{n}", owner=first.owner)
        for n in range(count)
    )
    version = template.version
    insert_versions = """
        INSERT INTO articles_version
            (article_id, number, digest, content, clinical_html, plain_html, words, frozen_at,
            frozen_by_id)
        SELECT a.id, 1, v.digest, v.content, v.clinical_html, v.plain_html, v.words, v.frozen_at,
            v.frozen_by_id
        FROM articles_article a, articles_version v
        WHERE v.id = %s AND a.id = ANY(%s)
        RETURNING id, article_id
    """
    with connection.cursor() as cursor:
        cursor.execute(insert_versions, [version.pk, [article.pk for article in articles]])
        versions = {article_id: pk for pk, article_id in cursor.fetchall()}
    reviews = Review.objects.bulk_create(
        Review(
            article_id=article_id,
            version_id=version_id,
            kind="new",
            policy=template.policy,
            approvals_needed=template.approvals_needed,
            submitted_at=template.submitted_at,
            submitted_by=template.submitted_by,
        )
        for article_id, version_id in versions.items()
    )
    Review.objects.filter(pk__in=[review.pk for review in reviews]).update(
        state="under_review", begun_at=template.begun_at, begun_by=template.begun_by
    )
    asked = template.assignments.get(member=member)
    Assignment.objects.bulk_create(
        Assignment(
            review=review,
            member=member,
            respond_by=asked.respond_by,
            sign_by=asked.sign_by,
            assigned_at=asked.assigned_at,
            assigned_by=asked.assigned_by,
        )
        for review in reviews
    )


def test_ask_as_many_queries_for_a_thousand_rows_as_for_ten(client: Client) -> None:
    editor = UserFactory.create(group="Managing editors")
    member = BoardMemberFactory.create(user=editor)
    article = ArticleFactory.create()
    template = under_review(article, members=[member, BoardMemberFactory.create()], answered=False)
    client.force_login(editor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(DESK).status_code == 200
        return len(captured)

    _many(9, member, template)
    with_ten = queries()
    _many(990, member, template)
    with_a_thousand = queries()
    assert Assignment.objects.of(editor).waiting_for_verdict().count() == 1000
    assert with_a_thousand == with_ten
    assert "Page 2 of 50" in _text(client, "/desk/?page=2")
