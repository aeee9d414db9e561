"""Who stands in for whom, as the database lets it be."""

import pgtrigger

from articles.protection import Guard


def nobody_stands_in_while_away() -> pgtrigger.Trigger:
    """Among members of the board."""
    return _neither_chains_nor_circles(
        "nobody_stands_in_while_away", kind="Delegation", row="d", away="member", who="member"
    )


def nobody_covers_while_away() -> pgtrigger.Trigger:
    """Among editors whose articles another looks after."""
    return _neither_chains_nor_circles(
        "nobody_covers_while_away", kind="Cover", row="c", away="owner", who="account"
    )


def _neither_chains_nor_circles(
    name: str, *, kind: str, row: str, away: str, who: str
) -> pgtrigger.Trigger:
    """A stand-in is not away in the period, nor does whoever is away stand in for somebody then.

    What was ended stays so. The column `away` says who is away, and `who` what they are called.
    """
    return Guard(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF OLD.ended_at IS NOT NULL AND ROW(NEW.ended_at, NEW.ended_by_id)
                    IS DISTINCT FROM ROW(OLD.ended_at, OLD.ended_by_id) THEN
                    RAISE EXCEPTION '{kind} % was ended and stays so', OLD.id;
                END IF;
                RETURN NEW;
            END IF;
            IF EXISTS (
                SELECT 1 FROM editorial_{kind.lower()} {row}
                WHERE {row}.ended_at IS NULL
                    AND daterange({row}.begins_on, {row}.ends_on, '[]')
                        && daterange(NEW.begins_on, NEW.ends_on, '[]')
                    AND ({row}.{away}_id = NEW.to_id OR {row}.to_id = NEW.{away}_id)
            ) THEN
                RAISE EXCEPTION '{who.title()} % cannot stand in for {who} % then',
                    NEW.to_id, NEW.{away}_id;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 -- our own names
    )
