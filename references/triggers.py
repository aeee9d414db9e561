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


def never_superseded_in_a_circle() -> pgtrigger.Trigger:
    """A work is never superseded by itself, over however many others; merged rows are followed.

    One at a time: two transactions that each write half of a circle would not see each other.
    """
    return Guard(
        name="never_superseded_in_a_circle",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("superseded_by_id"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Q(new__superseded_by__isnull=False),
        func="""
            PERFORM pg_advisory_xact_lock(hashtext('references.superseded_by'));
            IF NEW.id IN (
                WITH RECURSIVE newer (id) AS (
                    SELECT NEW.superseded_by_id
                    UNION
                    SELECT coalesce(work.merged_into_id, work.superseded_by_id)
                    FROM references_reference AS work JOIN newer ON work.id = newer.id
                )
                SELECT id FROM newer WHERE id IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'Work % would be superseded by itself', NEW.id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )
