"""What many articles have in common."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


class Specialty(models.Model):
    """A field of medicine, of articles and of board members."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Disclaimer(models.Model):
    """The words under an article that say what it is for, one text for each audience."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    clinical = models.TextField(_("for professionals"))
    plain = models.TextField(_("for patients"))
    is_default = models.BooleanField(
        _("used for new articles"),
        default=False,
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("disclaimer")
        verbose_name_plural = _("disclaimers")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="one_default_disclaimer",
                violation_error_message=_("Another disclaimer is the default already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
