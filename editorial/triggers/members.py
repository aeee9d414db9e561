"""What signing asks of a member, in SQL: `editorial.eligibility` says the same in words.

The tests in `tests/editorial/test_triggers.py` hold both to the same cases.
"""

#: Today, as every rule of the board counts days.
TODAY = "(now() AT TIME ZONE 'UTC')::date"

#: Member `m` with account `u` is in office today, and no credential needed for signing ran out.
IN_OFFICE = f"""
    m.deactivated_at IS NULL
    AND u.is_active
    AND m.term_from <= {TODAY}
    AND (m.term_to IS NULL OR m.term_to >= {TODAY})
    AND NOT EXISTS (
        SELECT 1 FROM editorial_credential c
        WHERE c.member_id = m.id AND c.is_required AND c.expires_on < {TODAY}
    )
"""  # noqa: S608 - a constant of this module

#: Assignment `a` of member `m` was neither declined nor handed back.
STILL_ASKED = "a.response <> 'declined' AND a.released_at IS NULL"

#: Without a conflict of interest, or with one that somebody else, a managing editor, waived.
UNCONFLICTED = """
    (a.conflict = 'none'
        OR a.conflict = 'declared' AND a.waived_at IS NOT NULL AND a.waived_by_id <> m.user_id)
"""

#: Member `m` wrote no part of version `v`.
WROTE_NOTHING = """
    NOT v.content -> 'authors' @> jsonb_build_array(jsonb_build_object('id', m.user_id))
"""
