"""Articles that are ready to be submitted, unless a test spoils them."""

from functools import cache

import factory
from django.contrib.auth.models import Group, User

from articles.models import Article, Disclaimer, Section, Specialty
from tests.factories.references import ReferenceFactory

PASSWORD = "a password for tests only"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"account-{n}")
    first_name = "Sample"
    last_name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)
    is_staff = True

    @factory.post_generation
    def group(self, create: bool, extracted: str | None, **_kwargs: object) -> None:
        if create and extracted:
            self.groups.add(_group(extracted))  # type: ignore[attr-defined]


@cache
def _group(name: str) -> int:
    """Migrations made it, so every test finds it under the same number."""
    return Group.objects.get(name=name).pk


class SpecialtyFactory(factory.django.DjangoModelFactory[Specialty]):
    class Meta:
        model = Specialty

    name = factory.Sequence(lambda n: f"Specialty {n}")
    slug = factory.Sequence(lambda n: f"specialty-{n}")


class ArticleFactory(factory.django.DjangoModelFactory[Article]):
    """One section that cites one reference; passes every blocking check."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"What does sample {n} do?")
    slug = factory.Sequence(lambda n: f"what-does-sample-{n}-do")
    summary = "It shows how the work is done."
    specialty = factory.SubFactory(SpecialtyFactory)
    owner = factory.SubFactory(UserFactory, group="Editors")
    disclaimer = factory.LazyFunction(lambda: Disclaimer.objects.get(is_default=True))

    @factory.post_generation
    def text(self, create: bool, extracted: str | None, **_kwargs: object) -> None:
        if not create or extracted == "":
            return
        body = extracted or (
            "<p>Spasm follows strain of the muscle"
            f'<cite data-reference="{ReferenceFactory.create().pk}"></cite>.</p>'
        )
        SectionFactory.create(article=self, body=body)


class SectionFactory(factory.django.DjangoModelFactory[Section]):
    class Meta:
        model = Section

    article = factory.SubFactory(ArticleFactory, text="")
    position = factory.Sequence(lambda n: n)
    heading = "Causes"
    body = "<p>Text of the section.</p>"
