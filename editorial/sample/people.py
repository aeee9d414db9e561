"""Fictional accounts, one for every role. Names and addresses can be taken for nobody's."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.utils import timezone
from django.utils.text import slugify

from articles.models import Specialty
from editorial.models import BoardMember
from editorial.sample import seats

#: Account, group, given name, family name, whether the admin is open to it.
ACCOUNTS = (
    ("demo-editor", "Editors", "Sample", "Editor One", True),
    ("demo-editor-2", "Editors", "Sample", "Editor Two", True),
    ("demo-managing-editor", "Managing editors", "Sample", "Managing Editor", True),
    ("demo-board-1", "Board", "Sample", "Reviewer One", False),
    ("demo-board-2", "Board", "Sample", "Reviewer Two", False),
    ("demo-board-3", "Board", "Sample", "Reviewer Three", False),
    ("demo-board-4", "Board", "Sample", "Reviewer Four", False),
    ("demo-auditor", "Auditors", "Sample", "Auditor", True),
)
#: Account, credentials, affiliation, specialties, biography.
BOARD = (
    (
        "demo-board-1",
        "MD, PhD",
        "Department of Neurology, Example University Hospital",
        ("Neurology",),
        "A fictional neurologist who looks after people with movement disorders, and who reads "
        "every sentence about doses twice.",
    ),
    (
        "demo-board-2",
        "MD, FRCS",
        "Spine Centre, Example Hospital",
        ("Orthopaedics", "Sports medicine"),
        "A fictional orthopaedic surgeon with an interest in the cervical spine and in what "
        "gets better without an operation.",
    ),
    (
        "demo-board-3",
        "DMD, MSc",
        "School of Dentistry, Example University",
        ("Orofacial pain",),
        "A fictional dentist who sees patients with pain of the jaw and face.",
    ),
    (
        "demo-board-4",
        "MD, MPH",
        "Example Street Practice",
        ("Primary care", "Sports medicine"),
        "A fictional general practitioner who asks of every article what it changes on a Monday "
        "morning.",
    ),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the sample."""

    editor: User
    second_editor: User
    managing_editor: User
    board: Sequence[BoardMember]
    password: str


def are_there() -> bool:
    """Whether the sample was loaded into this database before."""
    return User.objects.filter(username=ACCOUNTS[0][0]).exists()


def gather(*, password: str) -> tuple[Cast, list[str]]:
    """The cast, and the names of the accounts that were new or got this password now."""
    renew = _has_another_password(password)
    touched = [name for name, *_rest in ACCOUNTS if _account(name, password, renew=renew)]
    users = {user.username: user for user in User.objects.filter(username__startswith="demo-")}
    keeper = users["demo-managing-editor"]
    board = [
        _member(users[name], credentials, affiliation, specialties, biography, keeper=keeper)
        for name, credentials, affiliation, specialties, biography in BOARD
    ]
    cast = Cast(
        editor=users["demo-editor"],
        second_editor=users["demo-editor-2"],
        managing_editor=users["demo-managing-editor"],
        board=board,
        password=password,
    )
    return cast, touched


def _has_another_password(password: str) -> bool:
    """Asked of one account: to ask all of them would take seconds at every start."""
    first = User.objects.filter(username=ACCOUNTS[0][0]).first()
    return first is not None and not first.check_password(password)


def _account(username: str, password: str, *, renew: bool) -> bool:
    _name, group, given, family, is_staff = next(row for row in ACCOUNTS if row[0] == username)
    user, created = User.objects.get_or_create(
        username=username,
        defaults={
            "first_name": given,
            "last_name": family,
            "email": f"{username}@example.org",
            "is_staff": is_staff,
        },
    )
    if created:
        user.groups.add(Group.objects.get(name=group))
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    elif not renew:
        return False
    user.set_password(password)
    user.save(update_fields=["password"])
    return True


def _member(
    user: User,
    credentials: str,
    affiliation: str,
    specialties: Sequence[str],
    biography: str,
    *,
    keeper: User,
) -> BoardMember:
    today = timezone.now().date()
    name = f"Dr. {user.get_full_name()}"
    member, created = BoardMember.objects.get_or_create(
        user=user,
        defaults={
            "name": name,
            "slug": slugify(name),
            "credentials": credentials,
            "affiliation": affiliation,
            "biography": biography,
            "term_from": datetime.date(today.year - 1, 1, 1),
            "term_to": datetime.date(today.year + 4, 12, 31),
        },
    )
    if created:
        member.specialties.set(
            Specialty.objects.get_or_create(name=field, defaults={"slug": slugify(field)})[0]
            for field in specialties
        )
        seats.give(member, by=keeper)
    return member
