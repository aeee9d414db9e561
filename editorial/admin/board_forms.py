"""What the steps about a board member ask for."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.admin.forms import ReasonForm
from editorial.forms import TextField
from editorial.pictures import UnfitPicture, refuse_size

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class DeactivateForm(ReasonForm):
    """Why, and whether what the member signed is to be looked at again."""

    for_cause = forms.BooleanField(
        label=_("Removed for cause: every live article this member signed becomes due now"),
        required=False,
        help_text=_(
            "For doubts about the member's judgement or honesty, not for the end of a term. The "
            "reason above is kept with each of these articles."
        ),
    )


class PhotoForm(forms.Form):
    """A photo, and what it shows. With a photo there already, its words can be changed alone."""

    picture = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP, at most 12 MB. It is made smaller, and what the camera noted, such "
            "as the place, is removed."
        ),
        error_messages={
            "required": _("Choose a photo."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    alternative = TextField(
        label=_("What the photo shows"),
        max_length=200,
        help_text=_(
            "For those who do not see it: “Portrait of Dr. Sample in front of a bookshelf”."
        ),
        error_messages={"required": _("Say what the photo shows, for those who do not see it.")},
    )

    def __init__(self, *args: Any, has_photo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = not has_photo

    def clean_picture(self) -> bytes | None:
        """The bytes of the file, unless there are too many of them to be read."""
        uploaded: UploadedFile[Any] | None = self.cleaned_data["picture"]
        if uploaded is None:
            return None
        try:
            refuse_size(uploaded.size or 0)
        except UnfitPicture as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        content: bytes = uploaded.read()
        return content
