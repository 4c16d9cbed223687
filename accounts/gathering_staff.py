"""What the admin knows of somebody who works here or once did: what she wrote there, and when."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import registry as logs
from wagtail.models import Comment, CommentReply, Revision, TaskState, WorkflowState
from wagtail.users.models import UserProfile
from wagtailmedia.models import get_media_model

from accounts.gathering import Chapter, Fact, chapter, fact
from accounts.person import Person
from accounts.signals import gathering


@receiver(gathering)
def what_the_admin_knows(sender: type, person: Person, **kwargs: Any) -> list[Chapter]:
    """Empty for learners, who never come there."""
    users = person.users
    profiles = UserProfile.objects.filter(user__in=users)
    return [
        chapter("admin_profile", _("What you chose for the pages of staff"), map(_profile, profiles)),
        chapter("admin_comments", _("What you wrote about lessons"), _comments(users)),
        chapter("admin_work", _("What you did with lessons"), _work(users)),
        chapter("admin_files", _("Files that you uploaded"), _files(users)),
    ]


def _profile(one: UserProfile) -> list[Fact]:
    return [
        fact("language", _("Language"), one.preferred_language),
        fact("time_zone", _("Time zone"), one.current_time_zone),
        fact("picture", _("Picture"), one.avatar.name if one.avatar else ""),
    ]


def _comments(users: Any) -> Iterable[list[Fact]]:
    for model in (Comment, CommentReply):
        for one in model.objects.filter(user__in=users):
            yield [fact("at", _("When"), one.created_at), fact("text", _("What"), one.text)]
    for one in TaskState.objects.filter(finished_by__in=users):
        yield [fact("at", _("When"), one.finished_at), fact("text", _("What"), one.comment)]


def _work(users: Any) -> Iterable[list[Fact]]:
    for one in Revision.objects.filter(user__in=users).defer("content"):
        yield [fact("at", _("When"), one.created_at), fact("about", _("What"), one.object_str)]
    for one in WorkflowState.objects.filter(requested_by__in=users):
        yield [fact("at", _("When"), one.created_at), fact("action", _("What"), "submit")]
    for model in logs.get_log_entry_models():
        for one in model.objects.filter(user__in=users).select_related(None):
            yield [
                fact("at", _("When"), one.timestamp),
                fact("about", _("What"), one.label),
                fact("action", _("How"), one.action),
            ]


def _files(users: Any) -> Iterable[list[Fact]]:
    for model in (get_document_model(), get_image_model(), get_media_model()):
        for one in model.objects.filter(uploaded_by_user__in=users):
            yield [fact("at", _("When"), one.created_at), fact("title", _("What"), one.title)]
