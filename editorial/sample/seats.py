"""What the sample's members hold and declare, and a drawing in place of a photo."""

import datetime
import io

from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image, ImageDraw

from editorial.disclosing import disclose, end_disclosure
from editorial.models import BoardMember, Credential
from editorial.portraits import keep_portrait
from editorial.states import DisclosureItem

DAY = datetime.timedelta(days=1)
#: Account, what is held, by whom it was issued, for how many days still, whether it is needed.
CREDENTIALS = (
    ("demo-board-1", "Licence to practise medicine", "Example Medical Council", 900, True),
    ("demo-board-1", "Board certification in neurology", "Example Board", 1500, False),
    ("demo-board-2", "Licence to practise medicine", "Example Medical Council", 700, True),
    ("demo-board-2", "Certificate in sports medicine", "Example Sports Academy", 40, False),
    ("demo-board-3", "Licence to practise dentistry", "Example Dental Chamber", 1100, True),
    ("demo-board-4", "Licence to practise medicine", "Example Medical Council", 1000, True),
)
#: Account, kind, with whom, what it is, for how many days, and how many days ago it ended.
DISCLOSURES = (
    (
        *("demo-board-1", DisclosureItem.HONORARIA, "Example Pharma (fictional)"),
        *("Two talks a year on botulinum toxin for general practitioners.", 700, None),
    ),
    (
        *("demo-board-1", DisclosureItem.GRANTS, "Example Research Fund"),
        *("A study of tremor, paid to the department.", 1200, 200),
    ),
    (
        *("demo-board-4", DisclosureItem.LEADERSHIP, "Example Society of General Practice"),
        *("Unpaid member of the committee for guidelines.", 500, None),
    ),
)
#: Account, background and figure of the drawing.
DRAWINGS = (("demo-board-1", "#cfe3df", "#0a6157"), ("demo-board-2", "#dbe6f2", "#174a7c"))
SIDE = 480


def give(member: BoardMember, *, by: User) -> None:
    """For a member who is new. `by` is whoever keeps the board."""
    username, today = member.user.username, timezone.now().date()
    Credential.objects.bulk_create(
        Credential(
            member=member,
            title=title,
            issued_by=issuer,
            expires_on=today + days * DAY,
            is_required=needed,
        )
        for name, title, issuer, days, needed in CREDENTIALS
        if name == username
    )
    for name, item, entity, statement, days, ended in DISCLOSURES:
        if name == username:
            stated = disclose(
                member,
                by=member.user,
                item=item,
                entity=entity,
                statement=statement,
                began_on=today - days * DAY,
            )
            if ended is not None:
                end_disclosure(stated, by=member.user, ended_on=today - ended * DAY)
    for name, background, figure in DRAWINGS:
        if name == username:
            words = f"A drawing of head and shoulders, in place of a photo of {member.name}"
            keep_portrait(member, by=by, alternative=words, picture=_drawing(background, figure))


def _drawing(background: str, figure: str) -> bytes:
    picture = Image.new("RGB", (SIDE, SIDE), background)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((150, 80, 330, 270), fill=figure)
    pen.ellipse((70, 300, 410, 700), fill=figure)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
