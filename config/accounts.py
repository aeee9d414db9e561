"""What this site changes about allauth: nobody signs up, and lost mail does not fail a page."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts are made by managing editors."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Editors begin in the admin, everyone else at the board's desk."""
        user = request.user
        if user.has_perm("editorial.sign_review") or not getattr(user, "is_staff", False):
            return "/desk/"
        return reverse("admin:index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            logger.exception("mail not sent")
            messages.error(
                self.request,
                _("The mail could not be sent. Try again in a few minutes, or ask your editor."),
            )
