"""Every address of the site, with real rows behind it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from config.endpoints import walk
from editorial.models import BoardMember, ReaderReport, Review
from references.models import LookUp
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, approved, under_review

ROLES = (
    "anonymous",
    "reader with an account",
    "editor",
    "managing editor",
    "board member",
    "auditor",
    "superuser",
)
GROUPS = {
    "editor": "Editors",
    "managing editor": "Managing editors",
    "board member": "Board",
    "auditor": "Auditors",
}


@dataclass(frozen=True)
class Scene:
    """A live article whose revision is under review, and one account for every part."""

    review: Review
    member: BoardMember
    users: dict[str, User]

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role in self.users:
            client.force_login(self.users[role])
        return client


def scene() -> Scene:
    users = {
        role: UserFactory.create(group=group, is_staff=role != "board member")
        for role, group in GROUPS.items()
    }
    users["superuser"] = UserFactory.create(is_superuser=True)
    users["reader with an account"] = UserFactory.create(is_staff=False)
    for user in users.values():
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
    member = BoardMemberFactory.create(user=users["board member"])
    article = approved(ArticleFactory.create(owner=users["editor"])).article
    article.refresh_from_db()
    section = article.sections.get()
    section.body = section.body.replace("Spasm", "A spasm")
    section.save()
    ReaderReport.objects.create(article=article, version=article.versions.get(), text="Is it so?")
    LookUp.objects.create(text="10.5555/sample", asked_by=users["editor"], asked_at=timezone.now())
    review = under_review(article, members=[member, BoardMemberFactory.create()])
    return Scene(review, member, users)


def addresses(scene: Scene) -> dict[str, str]:
    """Every address as it is written in the list of endpoints → one that leads to a row."""
    paths = [f"/{path}" for path, _pattern in walk(get_resolver().url_patterns)]
    return {path: _filled(path, scene) for path in paths}


def _filled(path: str, scene: Scene) -> str:
    slug = scene.review.article.slug
    model = re.match(r"/admin/(\w+)/(\w+)/<path:object_id>", path)
    if model:
        path = path.replace("<path:object_id>", _row_of(*model.groups()))
    pk = _number(path, scene)
    values = {
        "<slug:slug>": scene.member.slug if path.startswith("/board/") else slug,
        "<slug>": slug,
        "<slug:digest>": "0" * 64,
        "<slug:token>": "0" * 43,
        "<suffix>": "ris",
        "<slug:report>": "turnaround",
        "<slug:table>": "articles",
        "<int:number>": "2",
        "<int:pk>": str(pk),
        "<int:notice_pk>": "1",
        "<int:upload>": "1",
        "<int:look_up>": _row_of("references", "lookup"),
        "<pk>": str(pk),
        "<id>": str(scene.member.user_id),
        "<path:content_type_id>": str(ContentType.objects.get_for_model(Review).pk),
        "<path:object_id>": str(scene.review.pk),
        "<app_label>": "articles",
        "<url>": "nowhere",
        "<slug:name>": "1-mail",
        "<uidb36>": "1",
        "<key>": "key",
    }
    for part, value in values.items():
        path = path.replace(part, value)
    if path.startswith("/specialties/"):
        specialty = scene.review.article.specialty
        path = path.replace(slug, specialty.slug if specialty else "")
    return path


def _number(path: str, scene: Scene) -> int:
    """Of the row that the address is about; of the review where nothing else is said."""
    numbers: dict[str, Callable[[], int | str]] = {
        "/admin/articles/article/": lambda: scene.review.article_id,
        "/admin/editorial/boardmember/": lambda: scene.member.pk,
        "/admin/editorial/assignment/": lambda: scene.review.assignments.earliest("pk").pk,
        "/admin/editorial/policy/": lambda: _row_of("editorial", "policy"),
        "/admin/references/reference/": lambda: _row_of("references", "reference"),
        "/desk/due/reports/": lambda: _row_of("editorial", "readerreport"),
        "/desk/due/owners/": lambda: scene.review.article.owner_id,
    }
    found = [number for place, number in numbers.items() if path.startswith(place)]
    return int(found[0]()) if found else scene.review.pk


def _row_of(app: str, name: str) -> str:
    model = ContentType.objects.get_by_natural_key(app, name).model_class()
    row = model._default_manager.order_by("pk").first() if model else None
    return str(row.pk) if row else "1"
