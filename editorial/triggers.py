"""What PostgreSQL refuses, whoever asks: code, bulk updates or a person at a SQL prompt.

These repeat, in SQL, the rules of `editorial.eligibility` and `editorial.states`; the tests in
`tests/editorial/test_triggers.py` hold both to the same cases.
"""

import pgtrigger

from articles.protection import Guard

#: The name of the account in which the site acts itself. No person's can hold a space.
SOURCE_WATCH = "source watch"

#: A sign-off that counts towards the quorum of the review `review_id` of version `v`: it approves
#: this very text, its member is active today, was asked, has stated that there is no conflict, and
#: wrote no part of the text.
_VALID_APPROVAL = """
    s.verdict = 'approve'
    AND s.digest = v.digest
    AND a.conflict = 'none'
    AND m.deactivated_at IS NULL
    AND u.is_active
    AND m.term_from <= (now() AT TIME ZONE 'UTC')::date
    AND (m.term_to IS NULL OR m.term_to >= (now() AT TIME ZONE 'UTC')::date)
    AND NOT v.content -> 'authors' @> jsonb_build_array(jsonb_build_object('id', m.user_id))
"""


def approval_needs_its_quorum() -> pgtrigger.Trigger:
    """No review becomes approved without enough valid approvals by distinct members."""
    return Guard(
        name="quorum",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__state="approved") & ~pgtrigger.Q(old__state="approved"),
        declare=[("approvals", "integer")],
        func=f"""
            SELECT count(DISTINCT s.member_id) INTO approvals
            FROM editorial_signoff s
            JOIN editorial_assignment a ON a.review_id = s.review_id AND a.member_id = s.member_id
            JOIN editorial_boardmember m ON m.id = s.member_id
            JOIN auth_user u ON u.id = m.user_id
            JOIN articles_version v ON v.id = NEW.version_id
            WHERE s.review_id = NEW.id AND {_VALID_APPROVAL};
            IF approvals < NEW.approvals_needed THEN
                RAISE EXCEPTION 'Review % has % of % approvals needed',
                    NEW.id, approvals, NEW.approvals_needed;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - a constant of this module
    )


def review_starts_submitted() -> pgtrigger.Trigger:
    """A review begins as submitted, for a version of its own article, under the rules in force."""
    return Guard(
        name="starts_submitted",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NEW.state <> 'submitted' THEN
                RAISE EXCEPTION 'A review starts as submitted, not as %', NEW.state;
            END IF;
            IF NOT EXISTS (
                SELECT 1 FROM articles_version
                WHERE id = NEW.version_id AND article_id = NEW.article_id
            ) THEN
                RAISE EXCEPTION 'Version % is not of article %', NEW.version_id, NEW.article_id;
            END IF;
            IF NEW.approvals_needed < (
                SELECT p.approvals_needed FROM editorial_policy p
                JOIN articles_version v ON p.tier = v.content ->> 'risk_tier'
                WHERE v.id = NEW.version_id
            ) THEN
                RAISE EXCEPTION 'Version % needs more than % approvals',
                    NEW.version_id, NEW.approvals_needed;
            END IF;
            RETURN NEW;
        """,
    )


def steps_stand() -> pgtrigger.Trigger:
    """Who began and who ended a review, when and why, is written with the step and stays."""
    return Guard(
        name="steps_stand",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF NEW.state = OLD.state AND ROW(
                NEW.begun_at, NEW.begun_by_id, NEW.closed_at, NEW.closed_by_id, NEW.reason
            ) IS DISTINCT FROM ROW(
                OLD.begun_at, OLD.begun_by_id, OLD.closed_at, OLD.closed_by_id, OLD.reason
            ) OR NEW.state <> 'under_review' AND ROW(NEW.begun_at, NEW.begun_by_id)
                IS DISTINCT FROM ROW(OLD.begun_at, OLD.begun_by_id)
            THEN
                RAISE EXCEPTION 'The steps of review % stay as they were taken', NEW.id;
            END IF;
            RETURN NEW;
        """,
    )


def sign_off_is_valid() -> pgtrigger.Trigger:
    """A signature is by the member's own account, asked for, on the version under review.

    It bears the member's name and credentials of that moment.
    """
    return Guard(
        name="valid_signature",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT 1
                FROM editorial_review r
                JOIN articles_version v ON v.id = r.version_id
                JOIN editorial_assignment a
                    ON a.review_id = r.id AND a.member_id = NEW.member_id
                JOIN editorial_boardmember m ON m.id = NEW.member_id
                JOIN auth_user u ON u.id = m.user_id
                WHERE r.id = NEW.review_id
                    AND r.state = 'under_review'
                    AND v.digest = NEW.digest
                    AND m.user_id = NEW.signed_by_id
                    AND m.name = NEW.signer_name
                    AND m.credentials = NEW.signer_credentials
                    AND m.deactivated_at IS NULL
                    AND u.is_active
                    AND m.term_from <= (now() AT TIME ZONE 'UTC')::date
                    AND (m.term_to IS NULL OR m.term_to >= (now() AT TIME ZONE 'UTC')::date)
                    AND (
                        (NEW.verdict = 'recuse' AND a.conflict <> 'unanswered')
                        OR (
                            a.conflict = 'none'
                            AND NOT v.content -> 'authors'
                                @> jsonb_build_array(jsonb_build_object('id', m.user_id))
                        )
                    )
            ) THEN
                RAISE EXCEPTION 'Member % cannot sign review % with this text',
                    NEW.member_id, NEW.review_id;
            END IF;
            RETURN NEW;
        """,
    )


def answer_stands_once_signed() -> pgtrigger.Trigger:
    """Members answer for themselves, while the review is open, and not under a signature."""
    return Guard(
        name="answer_stands_once_signed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF TG_OP = 'UPDATE' AND ROW(NEW.review_id, NEW.member_id, NEW.assigned_at,
                    NEW.assigned_by_id)
                IS DISTINCT FROM ROW(OLD.review_id, OLD.member_id, OLD.assigned_at,
                    OLD.assigned_by_id) THEN
                RAISE EXCEPTION 'An assignment stays with its review and member';
            END IF;
            IF NOT EXISTS (
                SELECT 1 FROM editorial_review
                WHERE id = NEW.review_id AND state IN ('submitted', 'under_review')
            ) THEN
                RAISE EXCEPTION 'Review % is closed', NEW.review_id;
            END IF;
            IF NEW.conflict_answered_by_id <> (
                SELECT user_id FROM editorial_boardmember WHERE id = NEW.member_id
            ) THEN
                RAISE EXCEPTION 'Member % answers for themselves only', NEW.member_id;
            END IF;
            IF TG_OP = 'UPDATE' AND ROW(NEW.conflict, NEW.conflict_statement,
                    NEW.conflict_answered_at, NEW.conflict_answered_by_id)
                IS DISTINCT FROM ROW(OLD.conflict, OLD.conflict_statement,
                    OLD.conflict_answered_at, OLD.conflict_answered_by_id)
                AND EXISTS (
                    SELECT 1 FROM editorial_signoff
                    WHERE review_id = OLD.review_id AND member_id = OLD.member_id
                ) THEN
                RAISE EXCEPTION 'Member % has signed review %', OLD.member_id, OLD.review_id;
            END IF;
            RETURN NEW;
        """,
    )


def schedule_rests_on_an_approval() -> pgtrigger.Trigger:
    """The clocks of an article name the approved review of that article that set them."""
    return Guard(
        name="schedule_rests_on_an_approval",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM editorial_review
                WHERE id = NEW.review_id AND article_id = NEW.article_id AND state = 'approved'
            ) THEN
                RAISE EXCEPTION 'Review % is no approval of article %',
                    NEW.review_id, NEW.article_id;
            END IF;
            RETURN NEW;
        """,
    )


def live_version_is_approved() -> pgtrigger.Trigger:
    """What readers get is a published version of this article, and never an older one."""
    return Guard(
        name="live_version_is_approved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF TG_OP = 'INSERT' THEN
                IF NEW.live_version_id IS NOT NULL THEN
                    RAISE EXCEPTION 'A new article has no live version';
                END IF;
                RETURN NEW;
            END IF;
            IF NEW.live_version_id IS NOT DISTINCT FROM OLD.live_version_id THEN
                RETURN NEW;
            END IF;
            IF NEW.live_version_id IS NULL THEN
                RAISE EXCEPTION 'A live article is retired, its live version is not removed';
            END IF;
            IF NOT EXISTS (
                SELECT 1
                FROM articles_version v
                JOIN articles_publication p ON p.version_id = v.id
                JOIN editorial_review r ON r.version_id = v.id AND r.state = 'approved'
                WHERE v.id = NEW.live_version_id
                    AND v.article_id = NEW.id
                    AND v.number >= COALESCE(
                        (SELECT number FROM articles_version WHERE id = OLD.live_version_id), 0
                    )
            ) THEN
                RAISE EXCEPTION 'Version % is not an approved version of article %',
                    NEW.live_version_id, NEW.id;
            END IF;
            RETURN NEW;
        """,
    )


def publication_is_approved() -> pgtrigger.Trigger:
    """Nothing is recorded as published before a review approved it."""
    return Guard(
        name="publication_is_approved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM editorial_review
                WHERE version_id = NEW.version_id AND state = 'approved'
            ) THEN
                RAISE EXCEPTION 'Version % has no approved review', NEW.version_id;
            END IF;
            RETURN NEW;
        """,
    )


def source_watch_is_nobody() -> pgtrigger.Trigger:
    """Nobody logs in as the site, gives it rights, has its mail, or takes its name."""
    return Guard(
        name="source_watch_is_nobody",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' AND (OLD.username = '{SOURCE_WATCH}')
                IS DISTINCT FROM (NEW.username = '{SOURCE_WATCH}')
            THEN
                RAISE EXCEPTION 'The account of the site keeps its name, and no other gets it';
            END IF;
            IF NEW.username = '{SOURCE_WATCH}' AND (
                NEW.is_active OR NEW.is_staff OR NEW.is_superuser
                OR NEW.email <> '' OR left(NEW.password, 1) <> '!'
            ) THEN
                RAISE EXCEPTION 'The account of the site is closed, and stays so';
            END IF;
            RETURN NEW;
        """,
    )
