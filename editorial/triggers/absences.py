"""Who stands in for whom, as the database lets it be."""

import pgtrigger

from articles.protection import Guard


def nobody_stands_in_while_away() -> pgtrigger.Trigger:
    """A stand-in is not away in the period, nor does whoever is away stand in for somebody then.

    So there are neither chains nor circles. What was ended stays so.
    """
    return Guard(
        name="nobody_stands_in_while_away",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF TG_OP = 'UPDATE' THEN
                IF OLD.ended_at IS NOT NULL AND ROW(NEW.ended_at, NEW.ended_by_id)
                    IS DISTINCT FROM ROW(OLD.ended_at, OLD.ended_by_id) THEN
                    RAISE EXCEPTION 'Delegation % was ended and stays so', OLD.id;
                END IF;
                RETURN NEW;
            END IF;
            IF EXISTS (
                SELECT 1 FROM editorial_delegation d
                WHERE d.ended_at IS NULL
                    AND daterange(d.begins_on, d.ends_on, '[]')
                        && daterange(NEW.begins_on, NEW.ends_on, '[]')
                    AND (d.member_id = NEW.to_id OR d.to_id = NEW.member_id)
            ) THEN
                RAISE EXCEPTION 'Member % cannot stand in for member % then',
                    NEW.to_id, NEW.member_id;
            END IF;
            RETURN NEW;
        """,
    )


def nobody_covers_while_away() -> pgtrigger.Trigger:
    """The same for editors whose articles another looks after."""
    return Guard(
        name="nobody_covers_while_away",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF TG_OP = 'UPDATE' THEN
                IF OLD.ended_at IS NOT NULL AND ROW(NEW.ended_at, NEW.ended_by_id)
                    IS DISTINCT FROM ROW(OLD.ended_at, OLD.ended_by_id) THEN
                    RAISE EXCEPTION 'Cover % was ended and stays so', OLD.id;
                END IF;
                RETURN NEW;
            END IF;
            IF EXISTS (
                SELECT 1 FROM editorial_cover c
                WHERE c.ended_at IS NULL
                    AND daterange(c.begins_on, c.ends_on, '[]')
                        && daterange(NEW.begins_on, NEW.ends_on, '[]')
                    AND (c.owner_id = NEW.to_id OR c.to_id = NEW.owner_id)
            ) THEN
                RAISE EXCEPTION 'Account % cannot stand in for account % then',
                    NEW.to_id, NEW.owner_id;
            END IF;
            RETURN NEW;
        """,
    )
