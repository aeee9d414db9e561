"""Signed verdicts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.protection import append_only
from editorial import triggers
from editorial.models.board import BoardMember
from editorial.models.review import Review
from editorial.querysets import SignOffQuerySet
from editorial.states import Verdict


class SignOff(models.Model):
    """One member's signed verdict on one version's digest.

    Printed name, credentials, affiliation, specialties (their addresses) and the meaning of the
    signature are kept as they were at signing (21 CFR 11.50), and so are the policy's questions
    with their answers: `answers` is a list of {"question": …, "answer": …}. Rows never change; a
    trigger refuses one whose signer was not assigned, conflicted, inactive, an author, or who saw
    another text. `seal` is the keyed hash over all of it (`editorial.seals`), `sealed_with` names
    the key.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="sign_offs")
    member = models.ForeignKey(BoardMember, models.PROTECT, related_name="sign_offs")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    digest = models.CharField(_("digest of the text that was read"), max_length=64)
    meaning = models.TextField(_("meaning of the signature"))
    signer_name = models.CharField(_("name at signing"), max_length=200)
    signer_credentials = models.CharField(_("credentials at signing"), max_length=200)
    signer_affiliation = models.CharField(
        _("affiliation at signing"), max_length=300, blank=True, default="", db_default=""
    )
    signer_specialties = models.JSONField(
        _("specialties at signing"), default=list, db_default=[], blank=True
    )
    stands_in_for = models.ForeignKey(
        BoardMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in place of"),
    )
    answers = models.JSONField(
        _("answers to the policy's questions"), default=list, db_default=[], blank=True
    )
    used_second_factor = models.BooleanField(
        _("second factor used"), default=False, db_default=False
    )
    seal = models.CharField(_("seal"), max_length=64, blank=True, default="", db_default="")
    sealed_with = models.CharField(
        _("key of the seal"), max_length=16, blank=True, default="", db_default=""
    )
    signed_at = models.DateTimeField(_("signed"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "member"], name="one_sign_off_per_member_and_review"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=Verdict.values), name="sign_off_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.APPROVE) | ~models.Q(reason=""),
                name="sign_off_not_approving_has_a_reason",
            ),
            # Not validated: signatures older than seals that nobody could vouch for stay unsealed.
            models.CheckConstraint(
                condition=models.Q(
                    seal__regex="^[0-9a-f]{64}$", sealed_with__regex="^[0-9a-f]{16}$"
                ),
                name="sign_off_is_sealed",
            ),
        ]
        triggers = [*append_only(), triggers.sign_off_is_valid()]

    def __str__(self) -> str:
        return f"{self.signer_name}: {self.get_verdict_display()}"

    @property
    def printed_name(self) -> str:
        """Name and credentials as they were when it was signed."""
        return f"{self.signer_name}, {self.signer_credentials}"

    @property
    def is_withdrawn(self) -> bool:
        """Taken back by its signer. Load it with `select_related("withdrawal")`."""
        return hasattr(self, "withdrawal")


class SignOffWithdrawal(models.Model):
    """A signature that its signer took back before the approval: it stays, and counts no more."""

    sign_off = models.OneToOneField(SignOff, models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    withdrawn_at = models.DateTimeField(_("withdrawn"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["withdrawn_at", "pk"]
        verbose_name = _("withdrawal of a sign-off")
        verbose_name_plural = _("withdrawals of sign-offs")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="sign_off_withdrawal_has_a_reason"
            )
        ]
        triggers = [*append_only(), triggers.withdrawal_is_by_the_signer()]

    def __str__(self) -> str:
        return str(self.sign_off)


class SigningLock(models.Model):
    """Wrong passwords or codes in a row at signing, per account. Reading is never locked.

    `code_window` is the period in which the last code of an authenticator app was taken: none is
    taken twice, whatever becomes of the cache.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="signing_lock", primary_key=True
    )
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    code_window = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing lock")
        verbose_name_plural = _("signing locks")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.failures}"
