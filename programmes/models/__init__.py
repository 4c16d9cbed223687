"""Offices, who works there, the groups they open and who has joined."""

from programmes.models.cohorts import Cohort, CohortModule, CohortStaff, JoinCode
from programmes.models.counts import PastCount
from programmes.models.enrolments import Enrolment
from programmes.models.invitations import Invitation
from programmes.models.offices import Membership, Office

__all__ = ["Cohort", "CohortModule", "CohortStaff", "Enrolment", "Invitation", "JoinCode", "Membership", "Office", "PastCount"]
