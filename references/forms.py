"""The form in which an editor describes a work, without seeing CSL."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references import csl, dates, library, names, supersession
from references.exceptions import InvalidItem
from references.identity import Identity
from references.kinds import Kind
from references.models import Reference
from references.record_version import version

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    ModelForm = forms.ModelForm[Reference]
else:
    ModelForm = forms.ModelForm

FORMS = {
    "article-journal": gettext_lazy("Article in a journal"),
    "article": gettext_lazy("Preprint"),
    "article-magazine": gettext_lazy("Article in a magazine"),
    "article-newspaper": gettext_lazy("Article in a newspaper"),
    "book": gettext_lazy("Book"),
    "chapter": gettext_lazy("Chapter of a book"),
    "document": gettext_lazy("Document, such as a drug label"),
    "paper-conference": gettext_lazy("Paper at a conference"),
    "report": gettext_lazy("Report or guideline of an organisation"),
    "thesis": gettext_lazy("Thesis"),
    "webpage": gettext_lazy("Web page"),
}
#: Fields that hold one line of the item each.
LINES = {
    "type": "type",
    "title": "title",
    "container_title": "container-title",
    "container_title_short": "container-title-short",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "number": "number",
    "edition": "edition",
    "publisher": "publisher",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "isbn": "ISBN",
    "nct": "NCT",
    "set_id": "setid",
    "url": "URL",
}
PEOPLE = {"authors": "author", "editors": "editor"}
ISSUED = ("year", "month", "day")
#: Where the message about an entry belongs.
FIELD_OF = {key: name for name, key in {**LINES, **PEOPLE}.items()}
FIELD_OF |= {"issued": "year", "accessed": "accessed"}


def _line(
    label: "StrOrPromise", longest: int = csl.LONGEST_LINE, help_text: "StrOrPromise" = ""
) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, help_text=help_text)


def _people(label: "StrOrPromise") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=gettext_lazy(
            "One per line: “Family, Given”. For an organisation: “org: World Health Organization”."
        ),
    )


def _number(label: "StrOrPromise", highest: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=highest, required=False)


class ReferenceForm(ModelForm):
    #: What the record says while the form is checked; empty for one that is being added.
    version = ""

    type = forms.ChoiceField(label=gettext_lazy("Form"), initial="article-journal")
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=csl.LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=gettext_lazy("&lt;em&gt;, &lt;sub&gt; and &lt;sup&gt; may be used."),
    )
    authors = _people(gettext_lazy("Authors"))
    editors = _people(gettext_lazy("Editors"))
    container_title = _line(gettext_lazy("Journal, book or site"))
    container_title_short = _line(gettext_lazy("Journal, abbreviated"))
    year = _number(gettext_lazy("Year"), dates.LAST_YEAR)
    month = _number(gettext_lazy("Month"), 12)
    day = _number(gettext_lazy("Day"), 31)
    volume = _line(gettext_lazy("Volume"), 100)
    issue = _line(gettext_lazy("Issue"), 100)
    pages = _line(gettext_lazy("Pages"), 100)
    number = _line(gettext_lazy("Article or report number"), 100)
    edition = _line(gettext_lazy("Edition"), 100)
    publisher = _line(gettext_lazy("Publisher or company"))
    doi = _line("DOI", 500, "10.1016/j.apergo.2016.08.020")
    pmid = _line("PMID", 100, "8300650")
    pmcid = _line("PMCID", 100, "PMC5013361")
    isbn = _line("ISBN", 100)
    nct = _line(gettext_lazy("Trial registration (NCT)"), 100, "NCT01234567")
    set_id = _line(
        gettext_lazy("Set id of a drug label"), 300, gettext_lazy("From its address at DailyMed.")
    )
    url = _line(gettext_lazy("Web address"))
    accessed = forms.DateField(
        label=gettext_lazy("Accessed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    class Meta:
        model = Reference
        fields = (
            *("kind", "evidence_level", "certainty", "superseded_by"),
            *("issuing_body", "valid_from", "valid_until"),
        )
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("valid_from", "valid_until")
        }
        help_texts = {
            "issuing_body": gettext_lazy(
                "Who stands behind it: “NICE”, “American Heart Association”."
            ),
            "valid_until": gettext_lazy("The last day. Editors are warned when it has passed."),
            "superseded_by": gettext_lazy(
                "The newer edition, update or guideline: its number in the library, or an "
                "identifier such as its DOI or “PMID: …”. Whoever cites this work is told to cite "
                "that one."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance: Reference | None = kwargs.get("instance")
        record: dict[str, Any] = instance.csl if instance is not None and instance.pk else {}
        if instance is not None and record:
            self.version = version(instance, *self.Meta.fields)
            known = {**as_initial(record), "seen": self.version}
            kwargs["initial"] = {**known, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        kind = self.fields.get("kind")
        if kind is not None and not record:
            kind.initial = Kind.RESEARCH
        given = record.get("type")
        others = {given: given} if given and given not in FORMS else {}
        self.fields["type"].choices = [*FORMS.items(), *others.items()]  # type: ignore[attr-defined]

    def clean_superseded_by(self) -> Reference | None:
        newer: Reference | None = self.cleaned_data["superseded_by"]
        if (
            newer is not None
            and self.instance.pk
            and supersession.would_circle(self.instance.pk, newer.pk)
        ):
            raise ValidationError(
                _(
                    "That work is this one, or is itself superseded by this one. Choose the work "
                    "that readers should be sent to."
                ),
                code="circle",
            )
        return newer

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.refuse_overwriting(cleaned.get("seen", ""))
        item = self.composed(cleaned)
        normal = self.normalised(item)
        if normal is not None:
            self.refuse_duplicate(normal)
            self.instance.csl = normal
        return cleaned

    def refuse_overwriting(self, seen: str) -> None:
        """What somebody else, or an import, changed meanwhile is not put back unawares."""
        if not self.version or seen in ("", self.version):
            return
        self.data = dict(self.data.items()) | {"seen": self.version}
        message = format_html(
            '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
            _(
                "This record was changed while you were editing it, by somebody else or by an "
                "import. What you typed is below. Save again to put it in the place of the other."
            ),
            reverse("admin:references_reference_change", args=[self.instance.pk]),
            _("See what it says now"),
        )
        self.add_error(None, ValidationError(message, code="changed"))

    def composed(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The record with what was changed; entries that the form does not show stay."""
        item = dict(self.instance.csl or {})
        changed = [name for name in self.changed_data if name in cleaned]
        item |= {LINES[name]: cleaned[name] for name in changed if name in LINES}
        item["type"] = cleaned.get("type") or item.get("type", "")
        for name in changed:
            if name in PEOPLE:
                lines = cleaned[name].splitlines()
                item[PEOPLE[name]] = [names.parse(line) for line in lines if line.strip()]
        if any(name in changed for name in ISSUED):
            item["issued"] = {"date-parts": [self.issued(cleaned)]}
        if "accessed" in changed:
            day: date | None = cleaned["accessed"]
            item["accessed"] = day.isoformat() if day else ""
        return item

    def issued(self, cleaned: Mapping[str, Any]) -> list[int | None]:
        """Year, month, day; a part without the one before it is an error at that field."""
        parts = [cleaned.get(name) for name in ISSUED]
        for position in (1, 2):
            if parts[position] and not parts[position - 1] and ISSUED[position - 1] in cleaned:
                self.add_error(ISSUED[position - 1], _("This part of the date is missing."))
        return parts

    def normalised(self, item: dict[str, Any]) -> dict[str, Any] | None:
        """The normal form, or None with every fault shown at its field."""
        faults = 0
        while True:
            try:
                normal = csl.normalise(item)
            except InvalidItem as invalid:
                faults += 1
                field = FIELD_OF.get(invalid.key)
                if field not in self.errors:
                    self.add_error(field, invalid.message)
                if invalid.key not in item or invalid.key in ("title", "type"):
                    return None
                del item[invalid.key]
            else:
                return None if faults else normal

    def refuse_duplicate(self, normal: Mapping[str, Any]) -> None:
        found = library.find(normal, apart_from=self.instance.pk)
        if found is None:
            return
        field = self.field_shared_with(found, Identity.of_item(normal))
        message = format_html(
            '{} <a href="{}">{}</a>',
            _("This work is in the library already:"),
            reverse("admin:references_reference_change", args=[found.pk]),
            str(found),
        )
        self.add_error(field, ValidationError(message, code="duplicate"))

    def field_shared_with(self, found: Reference, asked: Identity) -> str:
        """Where the message belongs: beside the identifier that is taken, else the title."""
        known = [Identity.of_record(one) for one in (found, *found.merged.all())]
        names = (name for name, value in (*asked.certain(), *asked.likely()))
        taken = (
            name
            for name in names
            if any(getattr(one, name) == getattr(asked, name) for one in known)
        )
        return next((name for name in taken if name in self.fields), "title")


def as_initial(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a record."""
    initial: dict[str, Any] = {name: record.get(key, "") for name, key in LINES.items()}
    written: Callable[[Mapping[str, str]], str] = names.written
    for name, key in PEOPLE.items():
        initial[name] = "\n".join(written(person) for person in record.get(key, ()))
    initial |= dict(zip(ISSUED, dates.parts(record.get("issued")), strict=True))
    year, month, day = dates.parts(record.get("accessed"))
    initial["accessed"] = date(year, month or 1, day or 1) if year else None
    return initial
