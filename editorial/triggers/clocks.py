"""When articles are due, and when mail may go out, as the database lets it be."""

import pgtrigger

from articles.protection import Guard

#: The one rule of when an article is due: by its interval, or by the earliest cause that is open,
#: and not before the day it was reviewed on. Every date is a day in UTC.
DUE_ON = """
    CREATE OR REPLACE FUNCTION editorial_due_on(
        article bigint, reviewed_on date, regular_due_on date
    ) RETURNS date LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT GREATEST(reviewed_on, LEAST(regular_due_on, (
            SELECT min(t.due_on) FROM editorial_duetrigger t
            WHERE t.article_id = article AND t.settled_at IS NULL
        )))
    $$
"""
#: The first moment from `moment` on at which the clocks of `zone` show one of somebody's office
#: hours. When clocks change, the hour at which they open may be left out, or come twice: then the
#: minutes before it are looked at one by one.
OFFICE_MOMENT = """
    CREATE OR REPLACE FUNCTION editorial_is_office_hour(
        there timestamp, quiet_from time, quiet_until time, working_days int[]
    ) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
        SELECT extract(isodow FROM there) = ANY(working_days) AND CASE
            WHEN quiet_from > quiet_until
                THEN there::time >= quiet_until AND there::time < quiet_from
            ELSE there::time < quiet_from OR there::time >= quiet_until
        END
    $$;
    CREATE OR REPLACE FUNCTION editorial_office_moment(
        moment timestamptz, zone text, quiet_from time, quiet_until time, working_days int[]
    ) RETURNS timestamptz LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
    DECLARE
        there timestamp = moment AT TIME ZONE zone;
        before interval = interval '3 hours';
        opens timestamp;
        opening timestamptz;
        candidate timestamptz;
    BEGIN
        IF editorial_is_office_hour(there, quiet_from, quiet_until, working_days) THEN
            RETURN moment;
        END IF;
        FOR ahead IN 0..9 LOOP
            CONTINUE WHEN extract(isodow FROM there::date + ahead) <> ALL(working_days);
            FOREACH opens IN ARRAY
                ARRAY[(there::date + ahead)::timestamp, there::date + ahead + quiet_until]
            LOOP
                opening = opens AT TIME ZONE zone;
                candidate = opening;
                IF opening AT TIME ZONE zone <> opens
                    OR (opening - before) AT TIME ZONE zone <> opens - before THEN
                    candidate = opening - before;
                END IF;
                WHILE candidate <= opening LOOP
                    IF candidate >= moment AND editorial_is_office_hour(
                        candidate AT TIME ZONE zone, quiet_from, quiet_until, working_days
                    ) THEN
                        RETURN candidate;
                    END IF;
                    candidate = candidate + interval '1 minute';
                END LOOP;
            END LOOP;
        END LOOP;
        RETURN NULL;
    END
    $$
"""
#: The first daily mail after `moment`: at this hour of a working day in `zone`, or when the quiet
#: hours of that day are over.
DAILY_MAIL = """
    CREATE OR REPLACE FUNCTION editorial_daily_mail(
        moment timestamptz, zone text, hour int,
        quiet_from time, quiet_until time, working_days int[]
    ) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT editorial_office_moment(min(mail), zone, quiet_from, quiet_until, working_days)
        FROM generate_series(0, 9) AS ahead
        CROSS JOIN LATERAL (
            SELECT (moment AT TIME ZONE zone)::date + ahead AS day
        ) AS calendar
        CROSS JOIN LATERAL (
            SELECT (day + make_time(hour, 0, 0)) AT TIME ZONE zone AS mail
        ) AS hours
        WHERE extract(isodow FROM day) = ANY(working_days) AND mail > moment
    $$
"""


def due_no_later_than_its_triggers() -> pgtrigger.Trigger:
    """A due date is no later than its interval and its open triggers say; it counts its moves."""
    return Guard(
        name="due_no_later_than_its_triggers",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
            "article_id", "reviewed_on", "regular_due_on", "due_on"
        ),
        func="""
            IF NEW.due_on
                > editorial_due_on(NEW.article_id, NEW.reviewed_on, NEW.regular_due_on) THEN
                RAISE EXCEPTION 'Article % is due before %', NEW.article_id, NEW.due_on;
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.due_on <> OLD.due_on THEN
                NEW.moves = OLD.moves + 1;
            END IF;
            RETURN NEW;
        """,
    )


def trigger_moves_its_clock() -> pgtrigger.Trigger:
    """Whoever writes down a cause, the article is due by it from then on."""
    return Guard(
        name="trigger_moves_its_clock",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            UPDATE editorial_reviewschedule AS schedule
            SET due_on = editorial_due_on(article_id, reviewed_on, regular_due_on)
            WHERE article_id = NEW.article_id
                AND due_on > editorial_due_on(article_id, reviewed_on, regular_due_on);
            RETURN NULL;
        """,
    )


def settled_triggers_stay_settled() -> pgtrigger.Trigger:
    """What settled a cause is not taken back; a new cause is a new row."""
    return Guard(
        name="settled_triggers_stay_settled",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__settled_at__isnull=False),
        func="RAISE EXCEPTION 'Trigger % was settled and stays so', OLD.id;",
    )


def time_zone_is_known() -> pgtrigger.Trigger:
    """A name that PostgreSQL does not know would stop the plan of everybody's reminders."""
    return Guard(
        name="time_zone_is_known",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NEW.time_zone <> '' THEN
                PERFORM now() AT TIME ZONE NEW.time_zone;
            END IF;
            RETURN NEW;
        """,
    )
