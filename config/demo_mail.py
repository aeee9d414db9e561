"""`/demo/mail/`: what the site would have sent. Only there when mail goes to files.

Mail holds links that sign people in again (password reset): outside the demo, superusers only.
"""

import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.mailbox import SUFFIX, messages

MOST_LISTED = 200
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class Mail:
    """One message, read from its file."""

    name: str
    written: datetime
    message: EmailMessage

    @classmethod
    def read(cls, path: Path) -> "Mail":
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        seconds = int(path.stem.partition("-")[0]) / NANOSECONDS
        return cls(path.stem, datetime.fromtimestamp(seconds, UTC), message)

    @property
    def headers(self) -> list[tuple[str, str]]:
        wanted = ("From", "To", "Cc", "Subject", "Date", "Message-ID")
        return [(name, str(self.message[name])) for name in wanted if self.message[name]]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def body(self) -> str:
        part = self.message.get_body(preferencelist=("plain", "html"))
        return str(part.get_content()) if part else ""


View = Callable[..., HttpResponseBase]


def for_the_demo(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if not settings.DEMO:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.is_superuser:
                raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@never_cache
@for_the_demo
def mail_list(request: HttpRequest) -> HttpResponse:
    mails = [Mail.read(path) for path in messages()[:MOST_LISTED]]
    return render(request, "demo/mail_list.html", {"mails": mails})


@require_safe
@never_cache
@for_the_demo
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    wanted = [path for path in messages() if path.name == name + SUFFIX]
    if not wanted:
        raise Http404
    return render(request, "demo/mail_detail.html", {"mail": Mail.read(wanted[0])})
