"""What can be wrong with a text so that it is refused as a whole."""


class TextError(ValueError):
    """The text cannot be used; the message says why, in words for the person who wrote it."""


class UnreadableText(TextError):
    """The text holds what is not text (NUL, half a character), or is nested too deeply."""


class DanglingCitation(TextError):
    """A citation points at a reference that the version does not carry."""

    def __init__(self, reference_id: int) -> None:
        super().__init__(f"A citation points at reference {reference_id}, which is not listed.")
        self.reference_id = reference_id
