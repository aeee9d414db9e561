"""What the database does by itself, or refuses, on the tables of the library."""

import pgtrigger

from references.protection import Guard


def standing_change_is_recorded() -> pgtrigger.Trigger:
    """Whatever changes a work's standing, by whatever hand, leaves a row for the editors.

    A work that enters the library under a notice counts as a change; one that nobody has asked
    about does not. Rows merged into another record stand as that record does: only it is told of.
    """
    return Guard(
        name="standing_change_is_recorded",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("retraction", "retracted_on"),  # type: ignore[no-untyped-call]
        func="""
            IF TG_OP = 'INSERT' THEN
                IF NEW.retraction NOT IN ('unchecked', 'none') THEN
                    INSERT INTO references_standingchange (reference_id, before, after, "on")
                    VALUES (NEW.id, '', NEW.retraction, NEW.retracted_on);
                END IF;
            ELSIF NEW.merged_into_id IS NULL
                AND (NEW.retraction, NEW.retracted_on)
                    IS DISTINCT FROM (OLD.retraction, OLD.retracted_on)
            THEN
                INSERT INTO references_standingchange (reference_id, before, after, "on")
                VALUES (NEW.id, OLD.retraction, NEW.retraction, NEW.retracted_on);
            END IF;
            RETURN NULL;
        """,
    )
