"""What goes wrong with an embedded server, in words a newcomer can act on."""


class EmbeddedServerError(Exception):
    """The servers could not be started. Text: one line, what happened and what to do next."""
