"""The text of an article: what it may contain, how it is cleaned, cited, numbered and rendered.

Pure functions; nothing in this package reads the database or the clock.
"""
