"""What the database says of merging: once, into a record that counts, and for good."""

import pgtrigger

from references.protection import Guard


def merged_records_stay_merged() -> pgtrigger.Trigger:
    """Into a record that was merged itself nothing is merged; what was merged neither comes back
    nor changes what it says.

    The record that is kept is locked, so that it cannot be merged elsewhere at the same moment. A
    merged record may only follow the one that stood for it. Its standing goes on changing: it is
    that of the record that was kept.
    """
    return Guard(
        name="merged_records_stay_merged",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("beyond", "bigint")],
        func="""
            IF NEW.merged_into_id IS NOT NULL
                AND (TG_OP = 'INSERT' OR OLD.merged_into_id IS NULL)
            THEN
                SELECT merged_into_id INTO beyond FROM references_reference
                    WHERE id = NEW.merged_into_id FOR SHARE;
                IF beyond IS NOT NULL THEN
                    RAISE EXCEPTION 'Work % was itself merged into another', NEW.merged_into_id
                        USING ERRCODE = 'check_violation';
                END IF;
            ELSIF TG_OP = 'UPDATE' AND OLD.merged_into_id IS NOT NULL THEN
                IF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id
                    AND NOT EXISTS (
                        SELECT FROM references_reference
                        WHERE id = OLD.merged_into_id AND merged_into_id = NEW.merged_into_id
                    )
                THEN
                    RAISE EXCEPTION 'Work % was merged, for good', NEW.id
                        USING ERRCODE = 'check_violation';
                END IF;
                IF (
                    NEW.kind, NEW.csl, NEW.evidence_level, NEW.certainty, NEW.issuing_body,
                    NEW.valid_from, NEW.valid_until, NEW.merged_at, NEW.merged_by_id
                ) IS DISTINCT FROM (
                    OLD.kind, OLD.csl, OLD.evidence_level, OLD.certainty, OLD.issuing_body,
                    OLD.valid_from, OLD.valid_until, OLD.merged_at, OLD.merged_by_id
                ) THEN
                    RAISE EXCEPTION 'Work % was merged, and is no longer edited', NEW.id
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,
    )


def merged_records_follow() -> pgtrigger.Trigger:
    """What was merged into a record that is now merged too belongs to the one that is kept."""
    return Guard(
        name="merged_records_follow",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("merged_into_id"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Q(old__merged_into__isnull=True, new__merged_into__isnull=False),
        func="""
            UPDATE references_reference SET merged_into_id = NEW.merged_into_id
                WHERE merged_into_id = NEW.id;
            RETURN NULL;
        """,
    )
