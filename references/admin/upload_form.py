"""Choosing bibliography files: every one is looked at before any of them is taken."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.bibliography import SUFFIXES
from references.uploads import LARGEST_FILE, fault
from references.uploads.packing import LONGEST_BEGINNING
from references.uploads.quota import OverQuota
from references.uploads.receiving import shown_name

MOST_FILES = 20


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, and of each what is wrong with it."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 # Django's signature
        files = [one for one in data or () if one] if isinstance(data, list | tuple) else data
        if not files:
            return super().clean(None, initial)
        if len(files) > MOST_FILES:
            raise ValidationError(
                _("Choose %(most)d files at most. The others can follow.") % {"most": MOST_FILES}
            )
        if len(files) > 1 and any(isinstance(one, OverQuota) for one in files):
            raise ValidationError(
                _("Together, these files are larger than 64 MB. Upload them one by one.")
            )
        faults = [told for one in files if (told := _fault(one))]
        if faults:
            raise ValidationError(faults)
        return files


def _fault(file: "UploadedFile[Any]") -> str:
    name, size = shown_name(file.name or ""), file.size or 0
    if isinstance(file, OverQuota):
        size = max(size, LARGEST_FILE + 1)
    beginning = file.read(LONGEST_BEGINNING)
    file.seek(0)
    why = fault(name, size, beginning)
    return f"{name}: {why}" if why else ""


class UploadForm(forms.Form):
    bibliographies = FilesField(
        label=gettext_lazy("Bibliography files"),
        widget=FilesInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": gettext_lazy("Choose a file.")},
        help_text=gettext_lazy(
            "What Zotero, EndNote, Mendeley, JabRef or PubMed export, up to 64 MB. You see what is "
            "in it before anything is added."
        ),
    )
