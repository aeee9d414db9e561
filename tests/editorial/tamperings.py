"""What somebody with every right over the database might change. Each is one or more statements.

Names in `%(…)s` are those of `Sample.names`. Foreign keys and triggers do not stand in the way;
CHECK and UNIQUE constraints do, as they would for them.
"""

from collections.abc import Mapping

_COPY = (
    "INSERT INTO editorial_signoff (review_id, member_id, verdict, reason, digest, meaning,"
    " signer_name, signer_credentials, signer_affiliation, signer_specialties, stands_in_for_id,"
    " answers, used_second_factor, seal, sealed_with, signed_at, signed_by_id)"
    " SELECT {review}, {member}, verdict, reason, {digest}, meaning, signer_name,"
    " signer_credentials, signer_affiliation, signer_specialties, stands_in_for_id, answers,"
    " used_second_factor, seal, sealed_with, signed_at, {account}"
    " FROM editorial_signoff WHERE id = %(signature)s"
)


def _copy(
    review: str = "review_id",
    member: str = "member_id",
    digest: str = "digest",
    account: str = "signed_by_id",
) -> str:
    return _COPY.format(review=review, member=member, digest=digest, account=account)


def _updates(table: str, which: str, changes: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{table}: {name}": f"UPDATE {table} SET {change} WHERE id = {which}"  # noqa: S608
        for name, change in changes.items()
    }


SIGNATURES = _updates(
    "editorial_signoff",
    "%(signature)s",
    {
        "verdict": "verdict = 'request_changes', reason = 'x'",
        "reason": "reason = 'Another reason.'",
        "digest": "digest = repeat('0', 64)",
        "digest of another version": "digest = %(other_digest)s",
        "meaning": "meaning = 'I approve of everything.'",
        "name": "signer_name = 'Somebody Else'",
        "credentials": "signer_credentials = 'PhD'",
        "affiliation": "signer_affiliation = 'Elsewhere'",
        "specialties": "signer_specialties = '[\"dermatology\"]'",
        "in whose place": "stands_in_for_id = %(second)s",
        "answer": "answers = jsonb_set(answers, '{0,answer}', '\"No.\"')",
        "question": "answers = jsonb_set(answers, '{0,question}', '\"Is it short?\"')",
        "no answers": "answers = '[]'",
        "second factor": "used_second_factor = NOT used_second_factor",
        "later by a microsecond": "signed_at = signed_at + interval '1 microsecond'",
        "a day earlier": "signed_at = signed_at - interval '1 day'",
        "account": "signed_by_id = %(editor)s",
        "member": "member_id = %(fifth)s",
        "member and account": "member_id = %(fifth)s, signed_by_id = %(fifth_account)s",
        "seal": "seal = repeat('0', 64)",
        "key": "sealed_with = repeat('0', 16)",
        "seal of another signature": "seal = (SELECT seal FROM editorial_signoff"
        " WHERE id = %(second_signature)s)",
        "row": "id = id + 1000",
        "moved to another review": "review_id = %(other)s",
        "moved with the digest": "review_id = %(other)s, digest = %(other_digest)s",
    },
) | {
    "signature: deleted": "DELETE FROM editorial_signoff WHERE id = %(signature)s",
    "signature: deleted with its event": "DELETE FROM editorial_auditevent"
    " WHERE (details ->> 'sign_off')::bigint = %(signature)s;"
    "DELETE FROM editorial_signoff WHERE id = %(signature)s",
    "signatures: all of a review": "DELETE FROM editorial_signoff WHERE review_id = %(approved)s",
    "signature: copied to another version": _copy(review="%(other)s", digest="%(other_digest)s"),
    "signature: copied to the next version": _copy(
        review="%(open)s",
        digest="%(open_digest)s",
        member="%(fifth)s",
        account="%(fifth_account)s",
    ),
    "signature: copied to another member": _copy(member="%(fifth)s", account="%(fifth_account)s"),
    "signature: copied with the account kept": _copy(member="%(fifth)s"),
    "signatures: two swapped": "UPDATE editorial_signoff SET member_id = -1"
    " WHERE id = %(signature)s;"
    "UPDATE editorial_signoff SET member_id = %(first)s WHERE id = %(second_signature)s;"
    "UPDATE editorial_signoff SET member_id = %(second)s WHERE id = %(signature)s",
    "signature: an objection made an approval": "UPDATE editorial_signoff"
    " SET verdict = 'approve', reason = '' WHERE id = %(objection)s",
}

WITHDRAWALS = _updates(
    "editorial_signoffwithdrawal",
    "%(withdrawal)s",
    {
        "reason": "reason = 'Another reason.'",
        "time": "withdrawn_at = withdrawn_at + interval '1 microsecond'",
        "account": "withdrawn_by_id = %(editor)s",
        "of another signature": "sign_off_id = %(objection)s",
    },
) | {
    "withdrawal: removed": "DELETE FROM editorial_signoffwithdrawal",
    "withdrawal: its event removed": "DELETE FROM editorial_auditevent"
    " WHERE action = 'withdraw-sign-off'",
    "withdrawal: made up": "INSERT INTO editorial_signoffwithdrawal"
    " (sign_off_id, reason, withdrawn_at, withdrawn_by_id)"
    " VALUES (%(objection)s, 'x', now(), %(second_account)s)",
    "withdrawal: of a signature that counted": "INSERT INTO editorial_signoffwithdrawal"
    " (sign_off_id, reason, withdrawn_at, withdrawn_by_id)"
    " VALUES (%(signature)s, 'x', now(), %(first_account)s)",
}

EVENTS = _updates(
    "editorial_auditevent",
    "%(event)s",
    {
        "actor": "actor_id = %(editor)s",
        "name": "actor_name = 'Somebody Else'",
        "action": "action = 'withdraw'",
        "time": "at = at + interval '1 microsecond'",
        "review": "review_id = %(other)s",
        "state before": "from_state = 'submitted'",
        "state after": "to_state = 'withdrawn'",
        "digest": "version_digest = %(other_digest)s",
        "reason": "reason = 'Another reason.'",
        "details": 'details = details || \'{"verdict": "recuse"}\'',
        "hash": "hash = repeat('0', 64)",
        "hash before": "previous_hash = repeat('0', 64)",
        "place": "sequence = sequence + 1000",
        "chain": "chain = %(other_article)s, article_id = %(other_article)s, sequence = 1000",
    },
) | {
    "event: deleted": "DELETE FROM editorial_auditevent WHERE id = %(event)s",
    "event: of the approval, the last of its chain": "DELETE FROM editorial_auditevent"
    " WHERE action = 'approve' AND review_id = %(other)s",
    # By way of places that are free.
    "events: two swapped": "UPDATE editorial_auditevent SET sequence = sequence + 1000"
    " WHERE chain = %(other_article)s AND sequence IN (2, 3);"
    "UPDATE editorial_auditevent SET sequence = 1005 - sequence"
    " WHERE chain = %(other_article)s AND sequence > 1000",
    "event: repeated": "INSERT INTO editorial_auditevent (chain, sequence, action, at, actor_id,"
    " actor_name, article_id, review_id, from_state, to_state, version_digest, reason, details,"
    " previous_hash, hash) SELECT chain, sequence + 1, action, at, actor_id, actor_name,"
    " article_id, review_id, from_state, to_state, version_digest, reason, details,"
    " previous_hash, hash FROM editorial_auditevent"
    " WHERE action = 'approve' AND review_id = %(other)s",
    "events: of a whole review": "DELETE FROM editorial_auditevent WHERE review_id = %(other)s",
}
VERSIONS = _updates(
    "articles_version",
    "%(version)s",
    {
        "title": "content = jsonb_set(content, '{title}', '\"Another question?\"')",
        "a dose in the text": "content = jsonb_set(content, '{sections,0,body}',"
        " '\"<p>9 g.</p>\"')",
        "authors": "content = jsonb_set(content, '{authors}', '[]')",
        "risk tier": "content = jsonb_set(content, '{risk_tier}', '\"background\"')",
        "what professionals read": "clinical_html = clinical_html || ' '",
        "what patients read": "plain_html = clinical_html || ' '",
        "digest": "digest = repeat('0', 64)",
        "number": "number = 99",
        "article": "article_id = %(other_article)s, number = 99",
        "words that a search finds": "words = 'miracle'",
    },
) | {
    "version: deleted": "DELETE FROM articles_version WHERE id = %(version)s",
    "version: text and digest": "UPDATE articles_version SET content = other.content,"
    " digest = other.digest, clinical_html = other.clinical_html, plain_html = other.plain_html,"
    " words = other.words FROM articles_version other"
    " WHERE articles_version.id = %(version)s AND other.digest = %(other_digest)s",
}

REVIEWS = _updates(
    "editorial_review",
    "%(approved)s",
    {
        "state": "state = 'withdrawn', reason = 'x'",
        "kind": "kind = 'correction'",
        "policy": "policy = policy || '{\"needs_specialist\": true}'",
        "questions": "policy = policy || '{\"questions\": []}'",
        "approvals needed": "approvals_needed = 1",
        "more approvals needed": "approvals_needed = 3",
        "note": "note = 'Another note.'",
        "urgency": "is_urgent = true",
        "submitted when": "submitted_at = submitted_at - interval '1 day'",
        "submitted by": "submitted_by_id = %(first_account)s",
        "begun when": "begun_at = begun_at + interval '1 second'",
        "begun by": "begun_by_id = %(editor)s",
        "closed when": "closed_at = closed_at + interval '1 second'",
        "closed by": "closed_by_id = %(editor)s",
        "reason": "reason = 'x'",
        "version": "version_id = (SELECT version_id FROM editorial_review WHERE id = %(other)s)",
        "article": "article_id = %(other_article)s",
    },
) | {
    "review: approved by hand": "UPDATE editorial_review SET state = 'approved',"
    " closed_at = now(), closed_by_id = %(editor)s WHERE id = %(open)s",
    "review: returned ones reason": "UPDATE editorial_review SET reason = 'x'"
    " WHERE id = %(returned)s",
    "review: deleted": "DELETE FROM editorial_review WHERE id = %(open)s",
}

ASSIGNMENTS = (
    _updates(
        "editorial_assignment",
        "%(waived)s",
        {
            "conflict taken back": "conflict = 'none', conflict_statement = '', waived_at = NULL,"
            " waived_by_id = NULL, waiver_reason = ''",
            "statement": "conflict_statement = 'A trifle.'",
            "answered when": "conflict_answered_at = conflict_answered_at - interval '1 day'",
            "answered by": "conflict_answered_by_id = %(editor)s",
            "waiver removed": "waived_at = NULL, waived_by_id = NULL, waiver_reason = ''",
            "waiver's reason": "waiver_reason = 'x'",
            "waived by": "waived_by_id = %(second_account)s",
            "waived when": "waived_at = waived_at - interval '1 day'",
            "asked when": "assigned_at = assigned_at - interval '1 day'",
            "asked by": "assigned_by_id = %(first_account)s",
            "in whose place": "in_place_of_id = %(fifth)s",
            "accepted when": "responded_at = responded_at - interval '1 day'",
            "not accepted": "response = 'unanswered', responded_at = NULL, responded_by_id = NULL",
            "member": "member_id = %(fifth)s + 1000",
            "review": "review_id = review_id + 1000",
        },
    )
    | _updates(
        "editorial_assignment",
        "%(declined)s",
        {
            "accepted after all": "response = 'accepted', response_reason = ''",
            "why declined": "response_reason = 'x'",
            "declined when": "responded_at = responded_at - interval '1 day'",
            "declined by": "responded_by_id = %(editor)s",
        },
    )
    | _updates(
        "editorial_assignment",
        "%(released)s",
        {
            "release undone": "released_at = NULL, released_by_id = NULL, release_reason = ''",
            "why released": "release_reason = 'x'",
            "released when": "released_at = released_at - interval '1 day'",
            "released by": "released_by_id = %(first_account)s",
            "sign by": "sign_by = sign_by + 30",
        },
    )
    | {
        "assignment: a conflict made up": "UPDATE editorial_assignment SET conflict = 'declared',"
        " conflict_statement = 'x' WHERE id = %(signed)s",
        "assignment: a conflict made up and waived": "UPDATE editorial_assignment"
        " SET conflict = 'declared', conflict_statement = 'x', waived_at = now(),"
        " waived_by_id = %(editor)s, waiver_reason = 'x' WHERE id = %(signed)s",
        "assignment: answered for the member": "UPDATE editorial_assignment SET conflict = 'none',"
        " conflict_answered_at = now(), conflict_answered_by_id = %(fifth_account)s"
        " WHERE id = %(unanswered)s",
        "assignment: declined for the member": "UPDATE editorial_assignment"
        " SET response = 'declined', response_reason = 'x', responded_at = now(),"
        " responded_by_id = %(fifth_account)s WHERE id = %(unanswered)s",
        "assignment: handed back for the member": "UPDATE editorial_assignment"
        " SET released_at = now(), released_by_id = %(editor)s, release_reason = 'x'"
        " WHERE id = %(unanswered)s",
        "assignment: deleted": "DELETE FROM editorial_assignment WHERE id = %(unanswered)s",
        "assignment: deleted under a signature": "DELETE FROM editorial_assignment"
        " WHERE id = %(signed)s",
        "assignment: made up": "INSERT INTO editorial_assignment (review_id, member_id, respond_by,"
        " sign_by, assigned_at, assigned_by_id, conflict, conflict_statement)"
        " VALUES (%(other)s, %(fifth)s, now(), now(), now(), %(editor)s, 'unanswered', '')",
    }
)

READERS = {
    "live: an unapproved version": "UPDATE articles_article SET live_version_id = %(open_version)s"
    " WHERE id = %(article)s",
    "live: another article's": "UPDATE articles_article SET live_version_id = %(version)s"
    " WHERE id = %(other_article)s",
    "live: nothing": "UPDATE articles_article SET live_version_id = NULL WHERE id = %(article)s",
    "publication: deleted": "DELETE FROM articles_publication WHERE version_id = %(version)s",
    "publication: when": "UPDATE articles_publication"
    " SET published_at = published_at - interval '1 day' WHERE version_id = %(version)s",
    "publication: made up": "INSERT INTO articles_publication"
    " (version_id, published_at, published_by_id) VALUES (%(open_version)s, now(), %(editor)s)",
    "retirement: undone": "UPDATE articles_article SET retired_at = NULL, retired_by_id = NULL,"
    " retirement_reason = '' WHERE retired_at > '2000-01-01'",
    "retirement: reason": "UPDATE articles_article SET retirement_reason = 'x'"
    " WHERE retired_at > '2000-01-01'",
    "retirement: when": "UPDATE articles_article SET retired_at = retired_at - interval '1 day'"
    " WHERE retired_at > '2000-01-01'",
    "retirement: by hand": "UPDATE articles_article SET retired_at = now(),"
    " retired_by_id = %(editor)s, retirement_reason = 'x' WHERE id = %(other_article)s",
}

CLOCKS = (
    {
        f"clocks: {name}": f"UPDATE editorial_reviewschedule SET {change}"  # noqa: S608
        " WHERE article_id = %(article)s"
        for name, change in {
            "next due, later": "due_on = due_on + 365",
            "next due, earlier": "due_on = due_on - 1",
            "next due by the interval": "regular_due_on = regular_due_on + 1",
            "next due, both": "regular_due_on = regular_due_on + 1, due_on = due_on + 1",
            "interval": "interval_months = interval_months + 12",
            "last reviewed": "reviewed_on = reviewed_on - 1",
            "review": "review_id = %(other)s",
        }.items()
    }
    | {
        "clocks: deleted": "DELETE FROM editorial_reviewschedule WHERE article_id = %(article)s",
        "clocks: a cause and the date it gives": "UPDATE editorial_reviewschedule"
        " SET due_on = regular_due_on WHERE article_id = %(due_article)s;"
        "DELETE FROM editorial_duetrigger WHERE id = %(cause)s",
    }
    | _updates(
        "editorial_interval",
        "%(interval)s",
        {
            "months": "months = months + 1",
            "reason": "reason = 'x'",
            "when": "set_at = set_at - interval '1 day'",
            "by whom": "set_by_id = %(first_account)s",
            "of another article": "article_id = %(other_article)s",
            "ended": "ended_at = now(), ended_by_id = %(editor)s",
        },
    )
    | _updates(
        "editorial_interval",
        "%(ended_interval)s",
        {
            "ended when": "ended_at = ended_at + interval '1 second'",
            "ended by": "ended_by_id = %(first_account)s",
        },
    )
    | {
        "interval: deleted": "DELETE FROM editorial_interval WHERE id = %(ended_interval)s",
        "interval: made up": "INSERT INTO editorial_interval"
        " (article_id, months, reason, set_at, set_by_id)"
        " VALUES (%(other_article)s, 60, 'x', now(), %(editor)s)",
    }
    | _updates(
        "editorial_duetrigger",
        "%(cause)s",
        {
            "kind": "kind = 'reader-reports'",
            "key": "key = 'x'",
            "day": "due_on = due_on + 30",
            "details": "details = '{}'",
            "reason": "reason = 'x'",
            "raised when": "raised_at = raised_at - interval '1 day'",
            "raised by": "raised_by_id = %(first_account)s",
            "of another article": "article_id = %(article)s",
            "dismissed": "settlement = 'dismissed', settlement_reason = 'x', settled_at = now(),"
            " settled_by_id = %(editor)s",
            "no longer": "settlement = 'no-longer', settled_at = now(), settled_by_id = %(editor)s",
            "reviewed": "settlement = 'reviewed', settled_by_review_id = %(other)s,"
            " settled_at = now(), settled_by_id = %(editor)s",
        },
    )
    | _updates(
        "editorial_duetrigger",
        "%(dismissed_cause)s",
        {
            "open again": "settlement = '', settlement_reason = '', settled_at = NULL,"
            " settled_by_id = NULL",
            "settled otherwise": "settlement = 'no-longer', settlement_reason = ''",
            "why dismissed": "settlement_reason = 'x'",
            "dismissed when": "settled_at = settled_at + interval '1 second'",
            "dismissed by": "settled_by_id = %(first_account)s",
        },
    )
    | {
        "cause: deleted": "DELETE FROM editorial_duetrigger WHERE id = %(dismissed_cause)s",
        "cause: made up": "INSERT INTO editorial_duetrigger"
        " (article_id, kind, key, due_on, details, raised_at, raised_by_id)"
        " VALUES (%(article)s, 'reader-reports', 'x', '2030-01-01', '{}', now(), %(editor)s)",
    }
)

#: Every one, by a name that says what was done.
ALL = SIGNATURES | WITHDRAWALS | EVENTS | VERSIONS | REVIEWS | ASSIGNMENTS | READERS | CLOCKS
