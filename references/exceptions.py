"""What can be wrong with a reference, in words that can be shown beside the field."""


class InvalidItem(ValueError):
    """`key` names the entry of the CSL-JSON item, or is empty when it is the item as a whole."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key
        self.message = message


class NoticeRefused(ValueError):
    """A notice that an editor states or withdraws; `field` names what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class LookUpRefused(Exception):
    """A step of a look-up that cannot be taken; says why, and what to do instead."""
