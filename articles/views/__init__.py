"""Pages of the reader site."""
