"""Tags of the reader site."""
