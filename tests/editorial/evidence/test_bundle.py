"""The zip itself: what is in it, from where it is had, and by whom."""

import ast
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader

from editorial import seals
from editorial.evidence import program, records
from editorial.models import SignOff
from tests.editorial.evidence.scenario import bundle_of, drafted, files_in
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved, under_review

pytestmark = pytest.mark.django_db

Files = dict[str, bytes]


def test_bundle_holds_a_file_for_each_kind(files: Files) -> None:
    kinds = {f"{kind}.json" for kind in records.KINDS}
    others = {"people.json", "evidence.pdf", "verify.py", "manifest.json", "manifest.seal.json"}
    texts = {"versions/0001.json", "versions/0002.json"}
    assert set(files) == kinds | others | texts


def test_bundle_holds_what_happened(files: Files) -> None:
    def rows(kind: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(files[f"{kind}.json"])
        return found

    assert [row["of"] for row in rows("waivers")] == ["conflict", "source"]
    assert [row["state"] for row in rows("reviews")] == [
        "changes_requested",
        "approved",
        "approved",
    ]
    assert len(rows("signatures")) == 6
    assert len(rows("withdrawals")) == 1
    assert len(rows("comments")) == 1
    assert {row["response"] for row in rows("assignments")} >= {"declined", "accepted"}
    assert b"@example" not in b"".join(files.values())


def test_bundle_is_the_same_for_the_same_state() -> None:
    article = under_review(drafted()).article
    first = bundle_of(article)
    assert bundle_of(article) == first
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} != {
        (1980, 1, 1, 0, 0, 0)
    }


def test_bundle_of_an_article_to_which_nothing_happened() -> None:
    made = files_in(bundle_of(ArticleFactory.create()))
    assert json.loads(made["events.json"]) == []
    assert json.loads(made["manifest.json"])["head"] is None


def test_bundle_holds_exactly_what_the_seals_cover() -> None:
    article = approved().article
    made = json.loads(files_in(bundle_of(article))["signatures.json"])
    sign_offs = SignOff.objects.filter(review__article=article).order_by("pk")
    assert [row["facts"] for row in made] == [seals.facts_of(each) for each in sign_offs]


def test_bundle_leaves_out_other_articles() -> None:
    other = approved(ArticleFactory.create(title="Quokkamycin?", text="<p>Zanzibarium.</p>"))
    made = b"".join(files_in(bundle_of(approved().article)).values())
    assert b"Zanzibarium" not in made
    assert other.version.digest.encode() not in made


def test_pdf_says_who_signed_what_and_in_spite_of_what(files: Files) -> None:
    pages = PdfReader(io.BytesIO(files["evidence.pdf"])).pages
    said = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for words in (
        "What causes β ≥ 2?",
        ": New article, Changes requested",
        "Conflict of interest declared",
        "Paid lectures.",
        "Long ago.",
        "Signature",
        "withdrawn: Approve, Dr. Sample One, MD",
        "I read too fast.",
        "in place of Dr. Sample Five, MD",
        "Say how much.",
        "The dose stands there now.",
        "Of Treatment, 5 mg.",
        "Timeline",
        "Review begun",
    ):
        assert words in said
    for version in ("versions/0001.json", "versions/0002.json"):
        assert json.loads(files[version])["digest"] in said


def test_program_is_one_file_that_python_3_9_reads_and_that_asks_for_nothing_else() -> None:
    tree = ast.parse(program.text(), feature_version=(3, 9))
    asked = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert asked == {
        *("__future__", "argparse", "collections", "hashlib", "hmac", "json", "pathlib", "re"),
        *("sys", "typing", "zipfile"),
    }


def test_export_writes_a_zip_where_the_name_says_so(tmp_path: Path) -> None:
    article = under_review().article
    file = tmp_path / "one.ZIP"
    call_command("audit", "export", str(file), "--article", article.slug, stdout=io.StringIO())
    assert file.read_bytes() == bundle_of(article)
    assert [path.name for path in tmp_path.iterdir()] == ["one.ZIP"]


def test_export_still_writes_json_of_one_article(tmp_path: Path) -> None:
    article = under_review().article
    file = tmp_path / "one.json"
    call_command("audit", "export", str(file), "--article", article.slug, stdout=io.StringIO())
    assert set(json.loads(file.read_text())) == {"schema", "events", "versions", "sign_offs"}


def test_export_asks_of_which_article_a_zip_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="name it with --article"):
        call_command("audit", "export", str(tmp_path / "all.zip"))


def test_export_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = under_review().article
    file = tmp_path / "one.zip"
    file.write_bytes(b"before")

    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("editorial.evidence.readable.pdf", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("audit", "export", str(file), "--article", article.slug)
    assert [path.name for path in tmp_path.iterdir()] == ["one.zip"]
    assert file.read_bytes() == b"before"


@pytest.mark.parametrize(
    ("group", "status"),
    [("Managing editors", 200), ("Auditors", 200), ("Editors", 403), ("Board", 302), (None, 302)],
)
def test_download_is_for_those_who_oversee(client: Client, group: str | None, status: int) -> None:
    article = under_review().article
    if group:
        client.force_login(UserFactory.create(group=group, is_staff=group != "Board"))
    response = client.get(f"/admin/articles/article/{article.pk}/evidence.zip")
    assert response.status_code == status
    timeline = client.get(f"/admin/articles/article/{article.pk}/timeline/")
    assert (b"evidence.zip" in timeline.content) is (status == 200)
    if status == 200:
        assert response.getvalue() == bundle_of(article)
        assert response["Content-Disposition"] == (
            f'attachment; filename="{article.slug}-evidence.zip"'
        )
        assert "no-store" in response["Cache-Control"]


def test_download_answers_what_there_is_not(client: Client) -> None:
    client.force_login(UserFactory.create(group="Auditors"))
    assert client.get("/admin/articles/article/999999999/evidence.zip").status_code == 404
    article = ArticleFactory.create()
    address = f"/admin/articles/article/{article.pk}/evidence.zip"
    assert client.post(address).status_code == 405
