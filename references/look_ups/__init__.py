"""Look a work up at Crossref and PubMed: what was pasted, what was found, and what comes of it."""

from references.look_ups.confirming import add, fill
from references.look_ups.jobs import ask, ask_again, look_up, tend

__all__ = ["add", "ask", "ask_again", "fill", "look_up", "tend"]
