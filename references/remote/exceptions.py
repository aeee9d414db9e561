"""What can come of asking a remote service, in words that can be shown to whoever waits."""


class RemoteError(Exception):
    """`str()` says what happened. Nothing of it names a key or an address with one."""


class RemoteUnavailable(RemoteError):
    """Not reached, too slow, busy or in trouble: worth another try later."""


class RemoteNotFound(RemoteError):
    """Reached, and it knows no such thing."""


class RemoteMalformed(RemoteError):
    """Reached, and what it said cannot be understood: too large, cut off, no JSON, no XML."""


class QuestionRefused(RemoteMalformed):
    """Reached, and it did not understand what was asked."""
