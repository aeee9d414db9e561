"""Pages that are withdrawn until they are reviewed, as the database lets them be."""

import pgtrigger

from articles.protection import Guard


def withdrawn_until_reviewed() -> pgtrigger.Trigger:
    """Only a page whose review is overdue is withdrawn for it; it returns with its limit lifted.

    To stay away for good, it is retired anew.
    """
    return Guard(
        name="withdrawn_until_reviewed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__returns_when_reviewed=True)
        | pgtrigger.Q(new__returns_when_reviewed=True),
        func="""
            IF NEW.returns_when_reviewed AND NOT OLD.returns_when_reviewed THEN
                IF OLD.retired_at IS NOT NULL OR NOT EXISTS (
                    SELECT FROM editorial_reviewschedule s
                    WHERE s.article_id = NEW.id
                        AND s.limit_met_for = s.due_on
                        AND s.due_on < (NEW.retired_at AT TIME ZONE 'UTC')::date
                ) THEN
                    RAISE EXCEPTION 'Article % is not withdrawn: its review is not overdue', NEW.id;
                END IF;
            ELSIF NEW.returns_when_reviewed THEN
                IF ROW(NEW.retired_at, NEW.retired_by_id, NEW.retirement_reason)
                    IS DISTINCT FROM ROW(OLD.retired_at, OLD.retired_by_id, OLD.retirement_reason)
                THEN
                    RAISE EXCEPTION 'Article % is withdrawn already', NEW.id;
                END IF;
            ELSIF NEW.retired_at IS NULL THEN
                IF EXISTS (
                    SELECT FROM editorial_reviewschedule s
                    WHERE s.article_id = NEW.id AND s.limit_met_for IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'Article % is withdrawn until a full review of it is approved',
                        NEW.id;
                END IF;
            ELSIF NEW.retired_at IS NOT DISTINCT FROM OLD.retired_at THEN
                RAISE EXCEPTION 'Article % is retired for good by a retirement only', NEW.id;
            END IF;
            RETURN NEW;
        """,
    )


def limit_is_lifted_for_a_cause() -> pgtrigger.Trigger:
    """Over a withdrawn page the limit is lifted by an approval, or by a snooze of the managers.

    The approval is told by its review, never by a time: so no clock that was wrong for a while
    stands in the way of one.
    """
    return Guard(
        name="limit_is_lifted_for_a_cause",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__limit_met_for__isnull=False, new__limit_met_for__isnull=True),
        func="""
            IF NEW.review_id = OLD.review_id AND EXISTS (
                SELECT FROM articles_article a
                WHERE a.id = NEW.article_id AND a.returns_when_reviewed
            ) AND NOT EXISTS (
                SELECT FROM editorial_snooze z
                WHERE z.article_id = NEW.article_id
                    AND z.due_on = NEW.due_on
                    AND z.is_for_all
                    AND z.ended_at IS NULL
            ) THEN
                RAISE EXCEPTION 'Article % is withdrawn until a full review of it is approved',
                    NEW.article_id;
            END IF;
            RETURN NEW;
        """,
    )


def new_limits_are_looked_at() -> pgtrigger.Trigger:
    """Pages dealt with under another hard limit, or another consequence, are looked at again.

    What is withdrawn stays so: it comes back with its review.
    """
    return Guard(
        name="new_limits_are_looked_at",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__hard_limit_days__df=pgtrigger.F("new__hard_limit_days"))
        | pgtrigger.Q(old__at_hard_limit__df=pgtrigger.F("new__at_hard_limit")),
        func="""
            UPDATE editorial_reviewschedule AS schedule SET limit_met_for = NULL
            FROM editorial_review AS review, articles_article AS article
            WHERE review.id = schedule.review_id
                AND review.policy ->> 'tier' = NEW.tier
                AND article.id = schedule.article_id
                AND NOT article.returns_when_reviewed
                AND schedule.limit_met_for IS NOT NULL;
            RETURN NULL;
        """,
    )
