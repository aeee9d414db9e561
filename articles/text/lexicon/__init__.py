"""What single words say in a medical text, as far as lists written by hand can know it."""

from articles.text.lexicon.meanings import Meaning, is_exact, is_real, meaning_of

__all__ = ["Meaning", "is_exact", "is_real", "meaning_of"]
