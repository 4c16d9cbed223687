"""How long programmes' models are kept that hold something about a person."""

from accounts.api import keeps
from programmes.models import Invitation

keeps(
    "programmes.Enrolment",
    "Until she erases it, or it is erased with her record. 90 days after the group's end nobody is shown it any more.",
    copy="groups",
)
keeps(
    "programmes.Membership",
    "As long as the account, also when it has ended: who could see what when stays known. The log of looks stays after that.",
    copy="memberships",
)
keeps(
    "programmes.Invitation",
    "Until it is answered or taken back; 14 days at most.",
    but="Gone within two weeks. While it stands she reads it on My learning.",
    over=lambda at: Invitation.objects.filter(at__lte=at - Invitation.STANDS),
)
keeps("programmes.CohortStaff", "As long as the group, or the account.", copy="follows")
