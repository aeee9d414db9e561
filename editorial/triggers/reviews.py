"""The way of a review, as the database lets it go."""

import pgtrigger

from articles.protection import Guard
from editorial.triggers.members import IN_OFFICE, STILL_ASKED, UNCONFLICTED, WROTE_NOTHING

#: A sign-off `s` that counts towards the quorum of its review of version `v`: it approves this very
#: text and was not withdrawn, and its member is in office, still asked, unconflicted and no author.
VALID_APPROVAL = f"""
    s.verdict = 'approve'
    AND s.digest = v.digest
    AND NOT EXISTS (SELECT 1 FROM editorial_signoffwithdrawal w WHERE w.sign_off_id = s.id)
    AND {STILL_ASKED}
    AND {UNCONFLICTED}
    AND {IN_OFFICE}
    AND {WROTE_NOTHING}
"""  # noqa: S608 - constants of this package


def approval_needs_its_quorum() -> pgtrigger.Trigger:
    """No review becomes approved without enough valid approvals by distinct members.

    Where the policy asks for it, one of them is of the article's specialty.
    """
    return Guard(
        name="quorum",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__state="approved") & ~pgtrigger.Q(old__state="approved"),
        declare=[("approvals", "integer"), ("specialists", "integer")],
        func=f"""
            SELECT count(DISTINCT s.member_id), count(DISTINCT s.member_id) FILTER (
                WHERE s.signer_specialties ? (v.content ->> 'specialty_slug')
            ) INTO approvals, specialists
            FROM editorial_signoff s
            JOIN editorial_assignment a ON a.review_id = s.review_id AND a.member_id = s.member_id
            JOIN editorial_boardmember m ON m.id = s.member_id
            JOIN auth_user u ON u.id = m.user_id
            JOIN articles_version v ON v.id = NEW.version_id
            WHERE s.review_id = NEW.id AND {VALID_APPROVAL};
            IF approvals < NEW.approvals_needed THEN
                RAISE EXCEPTION 'Review % has % of % approvals needed',
                    NEW.id, approvals, NEW.approvals_needed;
            END IF;
            IF specialists = 0 AND NEW.policy -> 'needs_specialist' = 'true' THEN
                RAISE EXCEPTION 'Review % has no approval by a member of its specialty', NEW.id;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - a constant of this module
    )


def review_starts_submitted() -> pgtrigger.Trigger:
    """A review begins as submitted, for a version of its own article, under the rules in force.

    A correction needs one approval, whatever the tier.
    """
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
            IF NEW.approvals_needed < 1 OR NEW.kind <> 'correction' AND NEW.approvals_needed < (
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
