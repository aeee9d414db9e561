"""English; Django reads the `formats` module of this package."""
