"""Immutable snapshots, and the record of which of them readers were given."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.columns import FrozenIds, FrozenWhere
from articles.models.article import Article
from articles.protection import append_only, rendering_is_the_signed_one

HEADINGS = Cast(
    models.Func(
        "content",
        models.Value("$.sections[*].heading"),
        function="jsonb_path_query_array",
        output_field=models.JSONField(),
    ),
    models.TextField(),
)


class Version(models.Model):
    """What an article said at one moment, for ever.

    `content` holds the text of every audience, the cited references as they stood, the disclaimer,
    the authors, and the SHA-256 of both renderings. `digest` is the SHA-256 of its canonical JSON
    (`articles.text.canonical`), so whoever signs the digest signs the rendered bytes too.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256, hexadecimal."))
    content = models.JSONField(_("content"))
    clinical_html = models.TextField(_("rendering for professionals"))
    plain_html = models.TextField(_("rendering for patients"))
    words = models.TextField(
        _("words of every audience's text"), help_text=_("For search, and for what it quotes.")
    )
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    title = models.GeneratedField(
        expression=KT("content__title"), output_field=models.TextField(), db_persist=True
    )
    summary = models.GeneratedField(
        expression=KT("content__summary"), output_field=models.TextField(), db_persist=True
    )
    specialty = models.GeneratedField(
        expression=KT("content__specialty"), output_field=models.TextField(), db_persist=True
    )
    specialty_slug = models.GeneratedField(
        expression=KT("content__specialty_slug"), output_field=models.TextField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=SearchVector(KT("content__title"), config="english", weight="A")
        + SearchVector(KT("content__summary"), config="english", weight="B")
        + SearchVector(HEADINGS, config="english", weight="B")
        + SearchVector("words", config="english", weight="C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    cited_ids = models.GeneratedField(
        expression=FrozenIds("content"),
        output_field=ArrayField(models.BigIntegerField()),
        db_persist=True,
        verbose_name=_("references cited"),
    )
    citations = models.GeneratedField(
        expression=FrozenWhere("content"),
        output_field=models.JSONField(),
        db_persist=True,
        verbose_name=_("where they are cited"),
    )

    class Meta:
        ordering = ["article", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="version_digest_is_sha256"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="version_search"),
            GinIndex(fields=["cited_ids"], fastupdate=False, name="version_cites"),
            models.Index(fields=["specialty_slug"], name="version_by_specialty"),
        ]
        triggers = [*append_only(), rendering_is_the_signed_one()]

    def __str__(self) -> str:
        return _("%(title)s (version %(number)d)") % {"title": self.title, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("articles:version", args=[self.article.slug, self.number])

    @property
    def authors(self) -> list[dict[str, Any]]:
        """Everyone who wrote a part of it: `id` of the account and `name` as it was."""
        authors: list[dict[str, Any]] = self.content["authors"]
        return authors

    def is_written_by(self, user_id: int) -> bool:
        """Whether this account wrote any part of the text."""
        return any(author["id"] == user_id for author in self.authors)

    def html(self, audience: str) -> str:
        """The stored rendering for `clinical` or `plain`."""
        return self.plain_html if audience == "plain" else self.clinical_html


class Publication(models.Model):
    """A version became live. Approved text stays readable at its own address."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="publication")
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-published_at"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.version)
