"""What guards the tables of articles, beside what guards any table of ours.

The general guards are named here too, because migrations that ran long ago know them by this name.
"""

import pgtrigger

from references.protection import (
    FrozenFields,
    Guard,
    GuardSql,
    LegalMoves,
    Refusal,
    append_only,
    never,
    never_truncate,
    permanent,
)

__all__ = [
    "FrozenFields",
    "Guard",
    "GuardSql",
    "LegalMoves",
    "Refusal",
    "append_only",
    "cited_works_stay",
    "never",
    "never_truncate",
    "permanent",
    "rendering_is_the_signed_one",
]


def rendering_is_the_signed_one() -> pgtrigger.Trigger:
    """A version's bytes are those whose hashes its content holds, and so those of its digest."""
    return Guard(
        name="rendering_is_the_signed_one",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF encode(sha256(convert_to(NEW.clinical_html, 'UTF8')), 'hex')
                    IS DISTINCT FROM NEW.content -> 'rendered' ->> 'clinical'
                OR encode(sha256(convert_to(NEW.plain_html, 'UTF8')), 'hex')
                    IS DISTINCT FROM NEW.content -> 'rendered' ->> 'plain'
            THEN
                RAISE EXCEPTION 'Version % of article % is not what its content says',
                    NEW.number, NEW.article_id;
            END IF;
            RETURN NEW;
        """,
    )


def cited_works_stay() -> pgtrigger.Trigger:
    """A work that any draft or version cites is not deleted.

    It is refused as a foreign key would refuse it, for that is what a citation is.
    """
    return Guard(
        name="cited_works_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func="""
            IF EXISTS (SELECT FROM articles_version WHERE cited_ids @> ARRAY[OLD.id])
                OR EXISTS (SELECT FROM articles_section WHERE cited_ids @> ARRAY[OLD.id])
            THEN
                RAISE EXCEPTION 'Work % is cited by an article, and stays', OLD.id
                    USING ERRCODE = 'foreign_key_violation';
            END IF;
            RETURN OLD;
        """,
    )
