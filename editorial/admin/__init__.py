"""The editors' side of the workflow: facts, lists, and buttons that call one verb each."""

from editorial.admin.accounts import PeopleAdmin
from editorial.admin.articles import WorkflowArticleAdmin
from editorial.admin.board import BoardMemberAdmin
from editorial.admin.policies import PolicyAdmin
from editorial.admin.records import (
    AssignmentAdmin,
    AuditEventAdmin,
    NotificationAdmin,
    SignOffAdmin,
)
from editorial.admin.references import WorkflowReferenceAdmin
from editorial.admin.reviews import ReviewAdmin

__all__ = [
    "AssignmentAdmin",
    "AuditEventAdmin",
    "BoardMemberAdmin",
    "NotificationAdmin",
    "PeopleAdmin",
    "PolicyAdmin",
    "ReviewAdmin",
    "SignOffAdmin",
    "WorkflowArticleAdmin",
    "WorkflowReferenceAdmin",
]
