"""How many texts Hypothesis tries: a quarter of what a test names, or all with EVERY_VALUE=1."""

import os


def examples(number: int) -> int:
    return number if os.environ.get("EVERY_VALUE") else max(10, number // 4)
