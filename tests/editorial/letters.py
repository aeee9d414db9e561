"""Letters about one article of a sample owner, read as a mail program reads them."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from articles.models import Article
from editorial.mail import compose
from editorial.models import Notification
from tests.factories.articles import ArticleFactory, UserFactory

Kind = Notification.Kind
TITLE = "What causes neck spasm?"


def article_of_sample_owner() -> Article:
    owner = UserFactory.create(first_name="Sample", last_name="Owner", group="Editors")
    return ArticleFactory.create(title=TITLE, owner=owner)


def mail(row: Notification) -> EmailMessage:
    """As a mail program reads it."""
    return message_from_bytes(compose(row).message().as_bytes(), policy=policy.default)


def text(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content


def only(kind: Kind) -> Notification:
    return Notification.objects.filter(kind=kind).order_by("recipient")[0]
