"""What is kept for repair, in the admin: its page, its place in the menu, and the reminder when something waits."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from records import staff
from records.reasons import IN_WORDS


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    views = [
        path("", staff.KeptList.as_view(), name="list"),
        path("results/", staff.KeptList.as_view(results_only=True), name="results"),
        path("again/", staff.try_all, name="try_all"),
        path("<int:pk>/", staff.KeptDetail.as_view(), name="detail"),
        path("<int:pk>/again/", staff.try_one, name="try_one"),
    ]
    return [path("reports/kept/", include((views, "kept")))]


class KeptMenuItem(MenuItem):
    """For those who may try again."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(staff.PERMISSION)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return KeptMenuItem("Kept for repair", reverse("kept:list"), name="kept-for-repair", icon_name="resubmit", order=100)


@hooks.register("register_permissions")
def permission() -> QuerySet[Permission]:
    """So that an administrator can give it to a group."""
    return Permission.objects.filter(content_type__app_label="records", codename="change_kept")


class KeptPanel(Component):
    """How much waits, and why."""

    name = "kept_for_repair"
    template_name = "wagtailadmin/home/kept_for_repair.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        counts = staff.waiting_by_reason()
        rows = [(IN_WORDS[reason], f"{reverse('kept:list')}?reason={reason}", count) for reason, count in counts.items()]
        return {"rows": rows, "count": sum(counts.values()), "url": reverse("kept:list")}


@hooks.register("construct_homepage_panels")
def remind_of_repair(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(staff.PERMISSION):
        panels.append(KeptPanel())
