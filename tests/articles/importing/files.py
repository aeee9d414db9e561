"""Files to import, and how they are written."""

ARTICLE = """\
---
title: What causes spasm of the neck?
specialty: Neurology
summary: >
  Several things,
  most of them harmless.
literature_searched_on: 2025-11-01
risk_tier: background
references:
  - {id: xie, type: article-journal, title: Handheld devices, doi: 10.1016/j.apergo.2016.08.020}
  - {id: label, type: document, title: A label, kind: drug_label, issued: 2020-06}
---
Opening [@xie].

## Treatment
Short courses only [@label; @missing].

::: plain-language
Only for a short time [@label].
:::
"""


def front(*lines: str, body: str = "Text") -> str:
    return "\n".join(["---", "title: What is it?", *lines, "---", body])
