"""The account in whose name the site acts when nobody asked it to.

It began with the watch over sources, which its username tells of; by now it hands back assignments
of members who left, too.
"""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.utils.crypto import get_random_string

from editorial.triggers import SOURCE_WATCH

NAME = "The site"


def account() -> User:
    """Made when first needed: closed, without a password and an address, shown as “The site”.

    A trigger keeps it so. Being closed, it logs in nowhere and has no rights, whatever it is given.
    """
    found, _created = User.objects.get_or_create(
        username=SOURCE_WATCH,
        defaults={
            "first_name": NAME,
            "is_active": False,
            "password": UNUSABLE_PASSWORD_PREFIX + get_random_string(40),
        },
    )
    if found.first_name != NAME:  # made when it had another one
        found.first_name = NAME
        found.save(update_fields=["first_name"])
    return found
