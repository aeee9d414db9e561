"""What the database does by itself, or refuses, on the tables of the library."""

import pgtrigger

from references.protection import Guard, LegalMoves


def standing_change_is_recorded() -> pgtrigger.Trigger:
    """Whatever changes a work's standing, by whatever hand, leaves a row for the editors.

    A work that enters the library under a notice counts as a change; one that nobody has asked
    about does not. Rows merged into another record stand as that record does: only it is told of,
    but for the moment of the merge, which puts whoever cites the row under that record's notice.
    """
    return Guard(
        name="standing_change_is_recorded",
        when=pgtrigger.After,
        # Not "of" the columns: what another trigger changes is not among those an UPDATE names.
        operation=pgtrigger.Insert | pgtrigger.Update,
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
            ELSIF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id THEN
                INSERT INTO references_standingchange (reference_id, before, after, "on")
                SELECT NEW.id, OLD.retraction, lead.retraction, lead.retracted_on
                FROM references_reference AS lead
                WHERE lead.id = NEW.merged_into_id
                    AND lead.retraction NOT IN ('unchecked', 'none')
                    AND (lead.retraction, lead.retracted_on)
                        IS DISTINCT FROM (OLD.retraction, OLD.retracted_on);
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


def acceptance_ends_with_its_notice() -> pgtrigger.Trigger:
    """Who accepted a source despite one notice has not accepted it despite another."""
    return Guard(
        name="acceptance_ends_with_its_notice",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__accepted_at__isnull=False),
        func="""
            IF (NEW.retraction, NEW.retracted_on)
                    IS DISTINCT FROM (OLD.retraction, OLD.retracted_on)
                AND NEW.accepted_at IS NOT DISTINCT FROM OLD.accepted_at
            THEN
                NEW.accepted_at := NULL;
                NEW.accepted_by_id := NULL;
                NEW.accepted_because := '';
            END IF;
            RETURN NEW;
        """,
    )


def check_ends_with_its_identifiers() -> pgtrigger.Trigger:
    """What was answered about one DOI or PubMed number says nothing about another."""
    return Guard(
        name="check_ends_with_its_identifiers",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("csl"),  # type: ignore[no-untyped-call]
        func="""
            IF (NEW.csl ->> 'DOI', NEW.csl ->> 'PMID')
                IS DISTINCT FROM (OLD.csl ->> 'DOI', OLD.csl ->> 'PMID')
            THEN
                IF NEW.retraction = 'none' THEN
                    NEW.retraction := 'unchecked';
                END IF;
                IF OLD.last_checked IS NOT NULL THEN
                    NEW.unchecked_since := coalesce(OLD.unchecked_since, OLD.last_checked);
                    NEW.unchecked_because := 'its DOI or PubMed number was changed';
                END IF;
                NEW.last_checked := NULL;
                DELETE FROM references_nextcheck WHERE reference_id = NEW.id;
            END IF;
            RETURN NEW;
        """,
    )


def upload_moves_on() -> pgtrigger.Trigger:
    """Nothing is added twice, and nothing that was not read and confirmed."""
    return LegalMoves(
        name="upload_moves_on",
        field="state",
        transitions=[
            ("waiting", "reading"),
            ("reading", "waiting"),
            ("reading", "ready"),
            ("reading", "refused"),
            ("ready", "adding"),
            ("adding", "done"),
        ],
    )
