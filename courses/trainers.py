"""What trainers may do in the admin, given once and again with each release."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

TRAINERS = "Trainers"
MODELS = [("quizzes", "quiz"), ("courses", "localfact")]
PAGE_ACTIONS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"]
COLLECTION_ACTIONS = [
    f"{action}_{model}"
    for model in ("image", "document", "media")
    for action in ("add", "change", "choose")
    if not (model == "media" and action == "choose")
]


def set_up_trainers() -> Group:
    """The group of trainers with its permissions. Safe to repeat; what an administrator added stays."""
    group, _ = Group.objects.get_or_create(name=TRAINERS)
    names = ["access_admin", "submit_translation", "change_kept"]  # what is kept for repair waits for them to publish
    names += [f"{action}_{model}" for _, model in MODELS for action in ("add", "change", "delete", "publish", "view")]
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    root, pages = (
        Page.objects.get(depth=1),
        Permission.objects.filter(codename__in=PAGE_ACTIONS, content_type__app_label="wagtailcore"),
    )
    for permission in pages:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for permission in Permission.objects.filter(codename__in=COLLECTION_ACTIONS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    return group
