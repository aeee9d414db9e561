"""Merging: drafts follow, versions stay as signed, and nothing that was known is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.draft_history import ACTING_USER, section_events
from articles.drafts import content_of
from articles.findings import check
from articles.merging import MergeRefused, merge
from articles.models import Article, Section
from articles.text.canonical import digest
from articles.versions import faults_of, freeze
from articles.where_used import Place, where_used
from references import library
from references.merging import ChoiceMissing, Side
from references.models import LookUp, Notice, Reference, Retraction, StandingChange
from references.models.standing import Nature, Teller
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def citing(*works: Reference | int) -> str:
    ids = [work if isinstance(work, int) else work.pk for work in works]
    cites = "".join(f'<cite data-reference="{pk}"></cite>' for pk in ids)
    return f"<p>Spasm follows strain{cites}.</p>"


def work(columns: dict[str, Any] | None = None, **entries: Any) -> Reference:
    """Every record of one title and nothing to contradict it."""
    item = {"type": "article-journal", "title": "Sample study of the neck", **entries}
    return ReferenceFactory.create(csl=item, **(columns or {}))


@pytest.fixture
def editor() -> User:
    return UserFactory.create(group="Editors")


def test_drafts_follow_in_both_texts_and_in_their_lists(editor: User) -> None:
    kept, duplicate, other = work(DOI="10.5555/a"), work(PMID="1"), ReferenceFactory.create()
    one = ArticleFactory.create(text=citing(duplicate, other))
    two = ArticleFactory.create(text="<p>None.</p>")
    section = SectionFactory.create(article=two, plain_language=citing(duplicate))
    untouched = ArticleFactory.create(text=citing(other))
    listing, listing_both = ArticleFactory.create_batch(2)
    listing.listed_references.add(duplicate)
    listing_both.listed_references.add(duplicate, kept, other)
    merged = merge(duplicate, into=kept, by=editor)
    assert (merged.kept, merged.sections, merged.articles) == (kept, 2, 4)
    assert one.sections.get().body == citing(kept, other)
    section.refresh_from_db()
    assert (section.body, section.plain_language) == ("<p>Text of the section.</p>", citing(kept))
    assert untouched.sections.get().body == citing(other)
    assert list(listing.listed_references.all()) == [kept]
    assert set(listing_both.listed_references.all()) == {kept, other}
    duplicate.refresh_from_db()
    assert (duplicate.merged_into, duplicate.merged_by) == (kept, editor)


def test_draft_that_cited_both_cites_one(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(kept, duplicate) + citing(duplicate))
    merge(duplicate, into=kept, by=editor)
    assert article.sections.get().body == citing(kept) + citing(kept)
    assert [each["id"] for each in content_of(article)["references"]] == [kept.pk]


def test_text_beside_the_citing_one_stays_byte_for_byte(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    odd = "<p>Not <b>canonical</b></p>"
    article = ArticleFactory.create(text="")
    section = SectionFactory.create(article=article, body=citing(duplicate))
    Section.objects.filter(pk=section.pk).update(plain_language=odd)
    merge(duplicate, into=kept, by=editor)
    section.refresh_from_db()
    assert (section.body, section.plain_language) == (citing(kept), odd)


def test_versions_stay_as_they_were_signed(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(duplicate))
    version = freeze(article, by=article.owner)
    stored = type(version).objects.values().get(pk=version.pk)
    merge(duplicate, into=kept, by=editor)
    assert type(version).objects.values().get(pk=version.pk) == stored
    version.refresh_from_db()
    assert faults_of(version) == []
    assert digest(version.content) == version.digest
    assert [(use.place, use.cited_id) for use in where_used([kept.pk])] == [
        (Place.DRAFT, kept.pk),
        (Place.VERSION, duplicate.pk),
    ]


def test_kept_record_learns_what_it_lacked(editor: User) -> None:
    kept = work({"issuing_body": "Sample body"}, DOI="10.5555/a")
    duplicate = work({"evidence_level": 2}, PMID="1", volume="3", NCT="NCT01234567")
    merge(duplicate, into=kept, by=editor)
    kept.refresh_from_db()
    assert (kept.doi, kept.pmid, kept.nct, kept.csl["volume"]) == (
        "10.5555/a",
        "1",
        "NCT01234567",
        "3",
    )
    assert (kept.evidence_level, kept.issuing_body) == (2, "Sample body")
    assert library.find({"title": "Other", "PMID": "1"}) == kept


def test_contradiction_waits_for_a_choice_and_the_choice_decides(editor: User) -> None:
    kept, duplicate = (
        work(DOI="10.5555/a", volume="1", page="1-2"),
        work(PMID="1", volume="2", page="1-3"),
    )
    article = ArticleFactory.create(text=citing(duplicate))
    with pytest.raises(ChoiceMissing) as missing:
        merge(duplicate, into=kept, by=editor, choices={"volume": Side.DUPLICATE})
    assert [fact.name for fact in missing.value.facts] == ["page"]
    assert article.sections.get().body == citing(duplicate), "nothing happened"
    merge(duplicate, into=kept, by=editor, choices={"volume": Side.DUPLICATE, "page": Side.KEPT})
    kept.refresh_from_db()
    assert (kept.csl["volume"], kept.csl["page"]) == ("2", "1-2")


def test_identifier_that_was_not_chosen_still_finds_the_kept_record(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(DOI="10.5555/b")
    merge(duplicate, into=kept, by=editor, choices={"DOI": Side.KEPT})
    assert library.find({"title": "Other", "DOI": "10.5555/b"}) == kept


def test_graver_standing_is_that_of_the_kept_record_and_is_told(editor: User) -> None:
    kept = work({"retraction": Retraction.NONE, "last_checked": timezone.now()}, DOI="10.5555/a")
    duplicate = work(PMID="1")
    Notice.objects.create(
        reference=duplicate, nature=Nature.RETRACTION, teller=Teller.PUBMED, on="2025-03-01"
    )
    Reference.objects.filter(pk=duplicate.pk).update(
        retraction=Retraction.RETRACTED, retracted_on="2025-03-01"
    )
    StandingChange.objects.all().delete()
    merge(duplicate, into=kept, by=editor)
    kept.refresh_from_db()
    assert (kept.retraction, str(kept.retracted_on)) == (Retraction.RETRACTED, "2025-03-01")
    changes = StandingChange.objects.filter(reference=kept).values_list("after", flat=True)
    assert Retraction.RETRACTED in changes
    assert Notice.objects.filter(gone__isnull=True).count() == 1


def test_milder_standing_of_the_duplicate_changes_nothing(editor: User) -> None:
    kept = work(DOI="10.5555/a")
    Notice.objects.create(
        reference=kept, nature=Nature.RETRACTION, teller=Teller.CROSSREF, on="2025-03-01"
    )
    Reference.objects.filter(pk=kept.pk).update(
        retraction=Retraction.RETRACTED, retracted_on="2025-03-01"
    )
    duplicate = work({"retraction": Retraction.NONE, "last_checked": timezone.now()}, PMID="1")
    merge(duplicate, into=kept, by=editor)
    for record in (kept, duplicate):
        record.refresh_from_db()
        assert record.retraction == Retraction.RETRACTED


def test_what_the_duplicate_superseded_and_who_asked_about_it_follow(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    older = ReferenceFactory.create(superseded_by=duplicate)
    asked = LookUp.objects.create(
        text="1", reference=duplicate, chosen=duplicate, asked_at=timezone.now(), asked_by=editor
    )
    merge(duplicate, into=kept, by=editor)
    older.refresh_from_db()
    asked.refresh_from_db()
    assert (older.superseded_by, asked.reference, asked.chosen) == (kept, kept, kept)


def test_what_was_merged_into_the_duplicate_follows_too(editor: User) -> None:
    first, second, third = work(DOI="10.5555/a"), work(PMID="1"), work(PMCID="PMC1")
    article = ArticleFactory.create(text=citing(third))
    freeze(article, by=article.owner)
    merge(third, into=second, by=editor)
    stale = SectionFactory.create(article=article)
    Section.objects.filter(pk=stale.pk).update(body=citing(third))
    merge(second, into=first, by=editor)
    third.refresh_from_db()
    assert third.merged_into == first
    assert [section.body for section in article.sections.all()] == [citing(first)] * 2
    assert {use.cited_id for use in where_used([first.pk])} == {first.pk, third.pk}


def test_history_says_who_merged_what(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(duplicate))
    merge(duplicate, into=kept, by=editor)
    last = section_events(article).select_related("pgh_context").first()
    assert last is not None
    assert last.body == citing(kept)
    assert last.pgh_context.metadata == {
        "user": editor.pk,
        "merged": duplicate.pk,
        "into": kept.pk,
    }
    events = duplicate.events.order_by("-pgh_id")  # type: ignore[attr-defined] # of pghistory
    assert events.values_list(ACTING_USER, "merged_into_id").first() == (editor.pk, kept.pk)


@pytest.mark.parametrize("missing", ["merge_reference", "change_reference"])
def test_merging_needs_both_permissions(missing: str) -> None:
    user = UserFactory.create()
    codenames = {"merge_reference", "change_reference", "delete_reference", "view_reference"}
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames - {missing}))
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    with pytest.raises(PermissionDenied):
        merge(duplicate, into=kept, by=user)
    duplicate.refresh_from_db()
    assert duplicate.merged_into is None


@pytest.mark.parametrize(
    ("group", "may"),
    [("Editors", True), ("Managing editors", True), ("Board", False), ("Auditors", False)],
)
def test_editors_may_merge(group: str, may: bool) -> None:
    assert UserFactory.create(group=group).has_perm("references.merge_reference") is may


def test_record_is_not_merged_with_itself_nor_twice_nor_into_what_was_merged(editor: User) -> None:
    kept, duplicate, third = work(DOI="10.5555/a"), work(PMID="1"), work(PMCID="PMC1")
    with pytest.raises(MergeRefused, match="this is one record"):
        merge(kept, into=kept, by=editor)
    merge(duplicate, into=kept, by=editor)
    with pytest.raises(MergeRefused, match="was merged into"):
        merge(duplicate, into=third, by=editor)
    with pytest.raises(MergeRefused, match="was merged into"):
        merge(third, into=duplicate, by=editor)
    third_pk = third.pk
    Reference.objects.filter(pk=third_pk).delete()
    with pytest.raises(MergeRefused, match="no longer in the library"):
        merge(third, into=kept, by=editor)


def test_edition_is_not_merged_with_the_one_that_supersedes_it(editor: User) -> None:
    newer, middle = work(DOI="10.5555/new"), ReferenceFactory.create()
    older = work(PMID="1")
    Reference.objects.filter(pk=older.pk).update(superseded_by=middle)
    Reference.objects.filter(pk=middle.pk).update(superseded_by=newer)
    for one, two in ((older, newer), (newer, older)):
        with pytest.raises(MergeRefused, match="superseded by the other"):
            merge(one, into=two, by=editor)


def test_third_record_in_the_way_is_named(editor: User) -> None:
    """A chapter may carry the number of its book; a book that gains it would be that book."""
    work(type="book", title="The book", ISBN="9780306406157")
    chapter = work(type="chapter", ISBN="9780306406157", PMID="1")
    book = work(type="book", DOI="10.5555/a")
    with pytest.raises(MergeRefused, match="third record"):
        merge(chapter, into=book, by=editor, choices={"type": Side.KEPT})


def test_stale_section_is_led_on_when_it_is_saved(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    section = SectionFactory.create()
    merge(duplicate, into=kept, by=editor)
    section.body = citing(duplicate, kept)
    section.plain_language = citing(duplicate)
    section.save()
    section.refresh_from_db()
    assert (section.body, section.plain_language) == (citing(kept), citing(kept))


def test_other_text_is_stored_as_it_came(editor: User) -> None:
    kept, duplicate, other = work(DOI="10.5555/a"), work(PMID="1"), ReferenceFactory.create()
    merge(duplicate, into=kept, by=editor)
    odd = f"<div>Not <b>canonical</b>{citing(other)}</div>"
    assert SectionFactory.create(body=odd).body == odd
    unreadable = f"{'<div>' * 200}{citing(duplicate)}"
    assert SectionFactory.create(body=unreadable).body == unreadable


def test_draft_that_still_cites_a_merged_record_is_read_checked_and_frozen_as_the_kept_one(
    editor: User,
) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(kept))
    article.listed_references.add(kept)
    merge(duplicate, into=kept, by=editor)
    Section.objects.filter(article=article).update(
        body=citing(duplicate, kept), plain_language=citing(duplicate)
    )
    assert check(article) == []
    content = content_of(article)
    assert [(each["id"], each["number"]) for each in content["references"]] == [(kept.pk, 1)]
    assert content["sections"][0]["body"] == citing(kept)
    version = freeze(article, by=article.owner)
    assert version.cited_ids == [kept.pk]
    assert version.citations == {
        str(kept.pk): [[1, "Causes", "body"], [1, "Causes", "plain_language"]]
    }
    assert version.content["references"][0]["csl"]["PMID"] == "1"
    Reference.objects.filter(pk=kept.pk).update(retraction=Retraction.RETRACTED)
    assert [finding.code for finding in check(article)] == ["retracted-reference"] * 2


def test_nothing_of_a_merge_stays_when_its_last_step_fails(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(duplicate))

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("articles.merging.restate", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        merge(duplicate, into=kept, by=editor)
    duplicate.refresh_from_db()
    assert duplicate.merged_into is None
    assert article.sections.get().body == citing(duplicate)


def test_queries_are_as_many_for_ten_articles_as_for_forty(
    editor: User,
) -> None:
    counts = []
    for size in (1, 10, 40):  # the first asks what the editor may do
        kept, duplicate = work(DOI=f"10.5555/a{size}"), work(PMID=f"1{size}")
        ArticleFactory.create_batch(size, text=citing(duplicate))
        with CaptureQueriesContext(connection) as queries:
            assert merge(duplicate, into=kept, by=editor).sections == size
        counts.append(len(queries))
    assert counts[1] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_two_merges_that_cross_leave_one_record() -> None:
    one, two = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text=citing(one, two))
    by = UserFactory.create(group="Editors")
    barrier = Barrier(2)

    def merged(pair: tuple[Reference, Reference]) -> bool:
        try:
            barrier.wait(timeout=10)
            merge(pair[0], into=pair[1], by=by)
        except MergeRefused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(merged, ((one, two), (two, one))))
    assert sorted(done) == [False, True]
    kept = Reference.objects.current().get()
    assert article.sections.get().body == citing(kept)


@pytest.mark.django_db(transaction=True)
def test_section_saved_while_a_merge_runs_cites_the_kept_record_when_it_is_read() -> None:
    """The save does not see the merge yet, and the merge not the save."""
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    article = ArticleFactory.create(text="<p>None.</p>")
    by = UserFactory.create(group="Editors")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        merge(duplicate, into=kept, by=by)
        pool.submit(_save, article, citing(duplicate)).result(timeout=30)
    assert article.sections.get().body == citing(duplicate)
    assert [each["id"] for each in content_of(article)["references"]] == [kept.pk]
    assert [use.reference_id for use in where_used([kept.pk])] == [kept.pk]


def _save(article: Article, html: str) -> None:
    try:
        section = article.sections.get()
        section.body = html
        section.save()
    finally:
        connections.close_all()


def test_draft_that_cannot_be_read_is_named(editor: User) -> None:
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")
    ArticleFactory.create(text=f"{'<div>' * 200}{citing(duplicate)}")
    with pytest.raises(MergeRefused, match="a section of “What does sample"):
        merge(duplicate, into=kept, by=editor)


def test_deadlock_is_told_and_may_be_tried_again(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever else locks these rows in another order; PostgreSQL then ends one of the two."""
    kept, duplicate = work(DOI="10.5555/a"), work(PMID="1")

    def deadlocked(*_args: object, **_kwargs: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")

    with monkeypatch.context() as patched:
        patched.setattr("articles.merging.restate", deadlocked)
        with pytest.raises(MergeRefused, match="Try again"):
            merge(duplicate, into=kept, by=editor)
    assert merge(duplicate, into=kept, by=editor).kept == kept
