"""The parts of verify.py, which checks a bundle without this software.

They know the standard library of Python 3.9 and each other, and nothing else. `program` puts them
together into the one file that every bundle holds.
"""
