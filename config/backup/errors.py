"""What goes wrong with a backup, in words an operator can act on."""


class BackupError(Exception):
    """Nothing was written, nothing was replaced. Text: one line, what happened, what to do next."""
