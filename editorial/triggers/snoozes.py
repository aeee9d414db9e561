"""How long reminders may be silent, as the database lets them be."""

import pgtrigger

from articles.protection import Guard


def snooze_is_bounded() -> pgtrigger.Trigger:
    """The days of one due date, taken together, are no more than the policy of its tier allows.

    Days are those of UTC; one that was ended early counts until the day of its end. No two are in
    force at a time, and what was ended stays so. The article is held, so that two of them at once
    do not each find room for themselves.
    """
    return Guard(
        name="snooze_is_bounded",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("most", "integer"), ("taken", "integer")],
        func="""
            IF TG_OP = 'UPDATE' THEN
                IF OLD.ended_at IS NOT NULL AND ROW(NEW.ended_at, NEW.ended_by_id)
                    IS DISTINCT FROM ROW(OLD.ended_at, OLD.ended_by_id) THEN
                    RAISE EXCEPTION 'Snooze % was ended and stays so', OLD.id;
                END IF;
                RETURN NEW;
            END IF;
            SELECT policy.snooze_most_days INTO most
            FROM articles_article AS article
            JOIN editorial_policy AS policy ON policy.tier = article.risk_tier
            WHERE article.id = NEW.article_id
            FOR NO KEY UPDATE OF article;
            IF NEW.until <= (NEW.made_at AT TIME ZONE 'UTC')::date THEN
                RAISE EXCEPTION 'A snooze of article % ends before it begins', NEW.article_id;
            END IF;
            SELECT COALESCE(sum(
                LEAST(s.until, (s.ended_at AT TIME ZONE 'UTC')::date)
                    - (s.made_at AT TIME ZONE 'UTC')::date
            ), 0) INTO taken
            FROM editorial_snooze AS s
            WHERE s.article_id = NEW.article_id AND s.due_on = NEW.due_on;
            IF taken + (NEW.until - (NEW.made_at AT TIME ZONE 'UTC')::date) > COALESCE(most, 0) THEN
                RAISE EXCEPTION 'Reminders of article % are silent for % days at most',
                    NEW.article_id, most;
            END IF;
            IF EXISTS (
                SELECT FROM editorial_snooze AS s
                WHERE s.article_id = NEW.article_id AND s.due_on = NEW.due_on
                    AND s.ended_at IS NULL AND s.until > (NEW.made_at AT TIME ZONE 'UTC')::date
            ) THEN
                RAISE EXCEPTION 'Reminders of article % are silent already', NEW.article_id;
            END IF;
            RETURN NEW;
        """,
    )
