"""Static files under names that change with their content, so browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # no types
    """Before `collectstatic` has run (tests, a shell), a file goes by its plain name.

    WhiteNoise serves both: hashed names with a long life, plain ones with a short one.
    """

    def stored_name(self, name: str) -> str:
        if self.hash_key(self.clean_name(name)) not in self.hashed_files:
            return name
        return str(super().stored_name(name))
