"""Drafting in the admin: what is kept, what is refused, and that nobody overwrites unawares."""

import json
import re
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.forms import LONGEST_TEXT
from articles.models import Article
from tests.admin_forms import errors, posted
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import approved, submitted
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory.create(group="Editors", first_name="Sample", last_name="Editor One")


@pytest.fixture
def browser_of_editor(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def test_change_page_saves_text_in_its_canonical_form(browser_of_editor: Client) -> None:
    article = ArticleFactory.create()
    data = posted(browser_of_editor.get(page(article)))
    data["sections-0-body"] = "<p onclick='x()'>One <b>two</b></p><script>alert(1)</script><p></p>"
    answer = browser_of_editor.post(page(article), data)
    assert answer.status_code == HTTPStatus.FOUND
    assert article.sections.get().body == "<p>One <strong>two</strong></p>"


def test_saving_without_a_change_writes_no_history(browser_of_editor: Client) -> None:
    article = ArticleFactory.create()
    before = article.sections.get().events.count()  # type: ignore[attr-defined]
    answer = browser_of_editor.post(page(article), posted(browser_of_editor.get(page(article))))
    assert answer.status_code == HTTPStatus.FOUND
    assert article.sections.get().events.count() == before  # type: ignore[attr-defined]


def test_draft_history_names_the_editor(browser_of_editor: Client, editor: User) -> None:
    article = ArticleFactory.create()
    data = posted(browser_of_editor.get(page(article)), sections__0__heading="Signs")
    browser_of_editor.post(page(article), data)
    event = article.sections.get().events.latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["user"] == editor.pk


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("title", "", "This field is required."),
        ("title", "a\0b", "Null characters are not allowed."),
        ("summary", "s" * 5_001, "at most 5000 characters"),
        ("sections-0-body", "<p>a\0b</p>", "Null characters are not allowed."),
        ("sections-0-body", "x" * (LONGEST_TEXT + 1), f"at most {LONGEST_TEXT} characters"),
        ("sections-0-body", "<div>" * 200, "nested too deeply"),
        ("sections-0-heading", "h" * 201, "at most 200 characters"),
        ("sections-0-position", "-1", "greater than or equal to 0"),
        ("owner", "999999", "not one of the available choices"),
        ("literature_searched_on", "yesterday", "Enter a valid date."),
    ],
)
def test_refused_field_keeps_all_that_was_typed(
    browser_of_editor: Client, field: str, value: str, complaint: str
) -> None:
    article = ArticleFactory.create()
    data = posted(
        browser_of_editor.get(page(article)), sections__0__plain_language="<p>Typed meanwhile</p>"
    )
    answer = browser_of_editor.post(page(article), data | {field: value})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert complaint in errors(answer)
    assert "Typed meanwhile" in answer.content.decode()
    assert article.sections.get().plain_language == ""


def test_saving_over_a_colleague_is_refused_and_said_so(
    browser_of_editor: Client, client: Client
) -> None:
    article = ArticleFactory.create()
    mine = posted(browser_of_editor.get(page(article)), sections__0__body="<p>Mine</p>")
    colleague = Client()
    colleague.force_login(UserFactory.create(group="Editors", first_name="Sample", last_name="Two"))
    theirs = posted(colleague.get(page(article)), sections__0__body="<p>Theirs</p>")
    assert colleague.post(page(article), theirs).status_code == HTTPStatus.FOUND

    answer = browser_of_editor.post(page(article), mine)

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Sample Two saved this article after you opened it." in errors(answer)
    assert "Mine" in answer.content.decode()
    assert article.sections.get().body == "<p>Theirs</p>"


def test_saving_again_after_the_warning_puts_mine_in_place(browser_of_editor: Client) -> None:
    article = ArticleFactory.create()
    mine = posted(browser_of_editor.get(page(article)), sections__0__body="<p>Mine</p>")
    article.sections.update(body="<p>Theirs</p>")
    refused = browser_of_editor.post(page(article), mine)
    assert browser_of_editor.post(page(article), posted(refused)).status_code == HTTPStatus.FOUND
    assert article.sections.get().body == "<p>Mine</p>"


def test_post_that_does_not_say_what_was_opened_is_refused(browser_of_editor: Client) -> None:
    article = ArticleFactory.create()
    data = posted(browser_of_editor.get(page(article)), title="Is this another?")
    del data["opened_draft"]
    assert browser_of_editor.post(page(article), data).status_code == HTTPStatus.BAD_REQUEST
    article.refresh_from_db()
    assert article.title != "Is this another?"


def test_section_deleted_by_a_colleague_comes_back_as_a_new_one(browser_of_editor: Client) -> None:
    article = ArticleFactory.create(text="")
    for place, heading in enumerate(("One", "Two")):
        SectionFactory.create(article=article, position=place, heading=heading)
    data = posted(browser_of_editor.get(page(article)), sections__0__body="<p>Mine</p>")
    article.sections.filter(heading="One").delete()

    refused = browser_of_editor.post(page(article), data)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "saved this article after you opened it" in errors(refused)
    assert "Mine" in refused.content.decode()

    again = browser_of_editor.post(page(article), posted(refused))
    assert again.status_code == HTTPStatus.FOUND
    assert list(article.sections.values_list("heading", "body")) == [
        ("One", "<p>Mine</p>"),
        ("Two", "<p>Text of the section.</p>"),
    ]


def test_approval_meanwhile_is_not_undone_by_saving(browser_of_editor: Client) -> None:
    article = ArticleFactory.create()
    data = posted(browser_of_editor.get(page(article)), sections__0__heading="Signs")
    review = approved(article)
    assert browser_of_editor.post(page(article), data).status_code == HTTPStatus.FOUND
    article.refresh_from_db()
    assert article.live_version == review.version
    assert article.sections.get().heading == "Signs"


def test_new_sections_without_position_come_last(browser_of_editor: Client) -> None:
    article = ArticleFactory.create(text="")
    SectionFactory.create(article=article, position=4, heading="First")
    data = posted(browser_of_editor.get(page(article)))
    data["sections-TOTAL_FORMS"] = 3
    for place, heading in ((1, "Second"), (2, "Third")):
        data |= {
            f"sections-{place}-heading": heading,
            f"sections-{place}-body": "<p>Text</p>",
            f"sections-{place}-position": "",
        }
    assert browser_of_editor.post(page(article), data).status_code == HTTPStatus.FOUND
    assert list(article.sections.values_list("heading", "position")) == [
        ("First", 4),
        ("Second", 5),
        ("Third", 6),
    ]


def test_sections_change_places_by_their_numbers(browser_of_editor: Client) -> None:
    article = ArticleFactory.create(text="")
    for place, heading in enumerate(("One", "Two")):
        SectionFactory.create(article=article, position=place, heading=heading)
    data = posted(
        browser_of_editor.get(page(article)), sections__0__position=1, sections__1__position=0
    )
    browser_of_editor.post(page(article), data)
    assert list(article.sections.values_list("heading", flat=True)) == ["Two", "One"]


def test_add_page_proposes_owner_and_disclaimer(browser_of_editor: Client, editor: User) -> None:
    form = browser_of_editor.get(reverse("admin:articles_article_add")).context["adminform"].form
    assert form["owner"].value() == editor.pk
    assert form["disclaimer"].value() is not None


def test_address_is_fixed_once_readers_have_it(browser_of_editor: Client) -> None:
    article = approved().article
    answer = browser_of_editor.get(page(article))
    data = posted(answer, slug="elsewhere")
    assert browser_of_editor.post(page(article), data).status_code == HTTPStatus.FOUND
    slug = article.slug
    article.refresh_from_db()
    assert article.slug == slug


def test_editor_keeps_drafting_while_a_review_is_open(browser_of_editor: Client) -> None:
    review = submitted()
    article = review.article
    digest = review.version.digest
    data = posted(browser_of_editor.get(page(article)), sections__0__body="<p>Later text</p>")
    assert browser_of_editor.post(page(article), data).status_code == HTTPStatus.FOUND
    review.version.refresh_from_db()
    assert review.version.digest == digest
    assert article.sections.get().body == "<p>Later text</p>"


def test_findings_lead_to_their_fields(browser_of_editor: Client) -> None:
    article = ArticleFactory.create(
        summary="", text='<p>Claim<cite data-unresolved="smith2020"></cite>.</p>'
    )
    article.listed_references.add(ReferenceFactory.create())
    SectionFactory.create(article=article, position=1_000_000, body="")
    answer = browser_of_editor.get(page(article))
    found = [(placed.finding.code, placed.anchor) for placed in answer.context["panel"]["findings"]]
    assert found == [
        ("no-summary", "id_summary"),
        ("empty-section", "id_sections-1-body"),
        ("unresolved-citation", "id_sections-0-body"),
        ("uncited-reference", "id_listed_references"),
    ]
    html = answer.content.decode()
    for _code, anchor in found:
        assert f'id="{anchor}"' in html


def test_editors_scripts_carry_the_nonce_of_the_page(browser_of_editor: Client) -> None:
    answer = browser_of_editor.get(page(ArticleFactory.create()))
    policy = answer["Content-Security-Policy"]
    html = answer.content.decode()
    import_map = re.search(r'<script type="importmap"([^>]*)>', html) or re.search(
        r'<script([^>]*)type="importmap"', html
    )
    assert import_map is not None
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    assert f'nonce="{nonce.group(1)}"' in import_map.group(0)
    assert "unsafe" not in policy
    assert " style=" not in html
    assert " onclick=" not in html


def test_editor_is_told_where_the_library_answers(browser_of_editor: Client) -> None:
    html = browser_of_editor.get(page(ArticleFactory.create())).content.decode()
    block = re.search(r'<script[^>]*id="prose-settings"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert block is not None
    settings = json.loads(block.group(1))
    assert settings["search"] == reverse("references:search")
    assert settings["words"]["cite"] == "Cite"
