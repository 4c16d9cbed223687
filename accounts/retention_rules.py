"""How long accounts' models are kept, and those of the libraries that accounts and the admin are built on."""

from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, Comment, ModelLogEntry, PageLogEntry, Revision, TaskState, UploadedFile, WorkflowState

from accounts.merging import UNDOABLE
from accounts.models import LockedPhone, Notice, Preference, SignIn
from accounts.retention import keeps

SEEN, NEVER_SEEN = timedelta(days=90), timedelta(days=730)
OLD_CHOICE = timedelta(days=365)  # a phone that was off for so long may send an old choice again: then it must not count anew
STAFF_WORK = timedelta(days=730)  # who changed what in a lesson can be asked about it for so long
COMMENT = timedelta(days=365)
DRAFT = timedelta(days=30)
TOKEN = timedelta(days=90)
LETTER = timedelta(days=3)
UPLOAD = timedelta(days=1)
LEFT_LYING = timedelta(days=365)
MERGE = UNDOABLE + timedelta(days=1)

HERS = "Until she erases it, or it is erased with her account: it is hers."
WITH_ACCOUNT = "As long as the account: it is part of it."
WITH_CONTENT = "As long as the lesson or file that it is about. Her name goes from it when her account does."

keeps("accounts.Preference", f"{HERS} What a newer choice has replaced: a year.", copy="choices", over=lambda at: _replaced(at))
keeps("accounts.LearningCard", f"{HERS} Replaced ones too, so that an old card can say that it is old.", copy="ways_in")
keeps("accounts.Consent", f"{HERS} It proves that others saw her learning by her own will only.", copy="consents")
keeps("accounts.Merge", f"{HERS} For 30 days it lets two records be parted again.", copy="put_together")
keeps("accounts.Phone", "Until she takes it away, or with her account.", copy="ways_in")
keeps(
    "accounts.Look",
    "For good: a chain that loses a link proves nothing. It says no more whose record it was once that is erased.",
    copy="looks",
)
keeps(
    "accounts.Tombstone",
    "For good: an old phone or an old backup may turn up at any time.",
    but="It is there only for who has no copy any more.",
)
keeps("accounts.SignIn", "As long as the session.", copy="signed_in", over=lambda at: _without_session(at))
keeps(
    "accounts.Notice",
    "90 days after she has seen it; two years if she never does.",
    copy="notices",
    over=lambda at: Notice.objects.filter(Q(seen_at__lt=at - SEEN) | Q(at__lt=at - NEVER_SEEN, seen_at=None)),
)
keeps(
    "accounts.LockedPhone",
    "Until she takes it away, or it was not opened for a year.",
    copy="locked_phones",
    over=lambda at: LockedPhone.objects.filter(opened_on__lt=(at - LEFT_LYING).date()),
)
keeps("accounts.SecretPictures", "Until she takes them away, or with her record.", copy="ways_in")
keeps(
    "accounts.EarlierVisit",
    f"{HERS} What she said of a visit on a shared phone holds for what that phone sends later.",
    but="Only that two records met on one phone. What she took as hers stands under what was put together.",
)
keeps("accounts.NewCard", f"{HERS} It proves who gave her card to whom, and who agreed.", copy="new_cards")
keeps("accounts.User_groups", WITH_ACCOUNT, copy="account")
keeps("accounts.User_user_permissions", WITH_ACCOUNT, but="Rights of staff. They come by groups, which are in the copy.")

keeps(
    "sessions.Session",
    "90 days, of staff 12 hours; unfinished doors 15 minutes.",
    but="Keys that open her account. Where she is signed in is in the copy.",
    over=lambda at: Session.objects.filter(expire_date__lt=at),
)
keeps("account.EmailAddress", "Until she takes it away, or with her account.", copy="ways_in")
keeps(
    "account.EmailConfirmation",
    "Three days. We send codes instead, so there are none.",
    but="A key that opens a door for three days.",
    over=lambda at: EmailConfirmation.objects.filter(created__lt=at - LETTER),
)
keeps("mfa.Authenticator", "Until she takes it away, or with her account.", copy="ways_in")

keeps("wagtailusers.UserProfile", WITH_ACCOUNT, copy="admin_profile")
keeps(
    "wagtailadmin.EditingSession",
    "An hour: it tells others who writes in the same page now.",
    but="Gone within the day.",
    over=lambda at: EditingSession.objects.filter(last_seen_at__lt=at - timedelta(hours=1)),
)
keeps(
    "wagtailadmin.FormState",
    "30 days: a form that she did not send yet.",
    but="A draft of a lesson, not about her.",
    over=lambda at: FormState.objects.filter(last_updated_at__lt=at - DRAFT),
)
keeps(
    "wagtailcore.APIToken",
    "90 days after it was ended.",
    but="A key of a program.",
    over=lambda at: APIToken.objects.filter(revoked_at__lt=at - TOKEN),
)
keeps(
    "wagtailcore.PageLogEntry",
    "Two years: who changed a lesson can be asked about it.",
    copy="admin_work",
    over=lambda at: PageLogEntry.objects.filter(timestamp__lt=at - STAFF_WORK),
)
keeps(
    "wagtailcore.ModelLogEntry",
    "Two years, as for pages.",
    copy="admin_work",
    over=lambda at: ModelLogEntry.objects.filter(timestamp__lt=at - STAFF_WORK),
)
keeps(
    "wagtailcore.Revision",
    "As long as the page; the name of who wrote it for two years.",
    copy="admin_work",
    over=lambda at: Revision.objects.filter(created_at__lt=at - STAFF_WORK).exclude(user=None),
    end=lambda rows: _without_name(rows),
)
keeps(
    "wagtailcore.WorkflowState",
    "Two years after it came to its end.",
    copy="admin_work",
    over=lambda at: WorkflowState.objects.filter(created_at__lt=at - STAFF_WORK).exclude(status="in_progress"),
)
keeps(
    "wagtailcore.TaskState",
    "Two years after it came to its end.",
    copy="admin_comments",
    over=lambda at: TaskState.objects.filter(finished_at__lt=at - STAFF_WORK),
)
keeps(
    "wagtailcore.Comment",
    "A year after it was settled.",
    copy="admin_comments",
    over=lambda at: Comment.objects.filter(resolved_at__lt=at - COMMENT),
)
keeps("wagtailcore.CommentReply", "As long as the comment.", copy="admin_comments")
keeps("wagtailcore.PageSubscription", WITH_ACCOUNT, but="Which pages she wants letters about: a setting of the admin.")
keeps("wagtailcore.Page", WITH_CONTENT, but="Who made a page stands in what she did with lessons.")
keeps("wagtaildocs.Document", WITH_CONTENT, copy="admin_files")
keeps("wagtailimages.Image", WITH_CONTENT, copy="admin_files")
keeps("wagtailmedia.Media", WITH_CONTENT, copy="admin_files")
keeps(
    "wagtailcore.UploadedFile",
    "A day: a file on its way to becoming a picture or document.",
    but="Gone within the day.",
    over=lambda at: UploadedFile.objects.filter(pk__in=_left_lying(at)),
    end=lambda rows: _with_file(rows),
)

# Models that hold nothing about anybody: what is taught, how the site is set up, and who may do what as a group.
OF_NOBODY = frozenset(
    [
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "contenttypes.ContentType",
        "simple_translation.SimpleTranslation",
        "taggit.Tag",
        "taggit.TaggedItem",
        "wagtailadmin.Admin",
        "wagtailcore.Collection",
        "wagtailcore.CollectionViewRestriction",
        "wagtailcore.CollectionViewRestriction_groups",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.GroupSitePermission",
        "wagtailcore.Locale",
        "wagtailcore.PageViewRestriction",
        "wagtailcore.PageViewRestriction_groups",
        "wagtailcore.ReferenceIndex",
        "wagtailcore.Site",
        "wagtailcore.Task",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowTask",
        "wagtailimages.Rendition",
        "wagtailredirects.Redirect",
        "wagtailsearch.IndexEntry",
        "wagtailsearch.SQLiteFTSIndexEntry",
    ]
)


def _replaced(at: datetime) -> QuerySet[Preference]:
    newer = Preference.objects.filter(learner=OuterRef("learner"), name=OuterRef("name"), pk__gt=OuterRef("pk"))
    return Preference.objects.filter(Exists(newer), stored__lt=at - OLD_CHOICE)


def _without_session(at: datetime) -> QuerySet[SignIn]:
    going_on = Session.objects.filter(pk=OuterRef("session_key"), expire_date__gt=at)
    return SignIn.objects.filter(~Exists(going_on))


def _without_name(rows: QuerySet) -> None:
    rows.update(user=None)


def _left_lying(at: datetime) -> list[int]:
    """Uploads have no date of their own; their files have."""
    return [one.pk for one in UploadedFile.objects.all() if not one.file or _is_old(one.file.name, at)]


def _is_old(name: str, at: datetime) -> bool:
    try:
        moment = default_storage.get_modified_time(name)
    except OSError:
        return True
    return (moment if timezone.is_aware(moment) else timezone.make_aware(moment)) < at - UPLOAD


def _with_file(rows: QuerySet) -> None:
    for one in rows:
        one.file.delete(save=False)
        one.delete()
