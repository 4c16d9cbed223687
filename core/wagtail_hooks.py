"""The admin as trainers find it: what the menus offer, and the scripts our policy allows."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from core.wagtail_widgets import use_no_inline_scripts

use_no_inline_scripts()

FOR_ADMINISTRATORS = {"documents", "reports", "help"}
NAMES = {"explorer": "Courses", "images": "Pictures", "media": "Voice clips"}


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """Modules, so they run when the page has been read."""
    return format_html(
        '<script type="module" src="{}"></script><script type="module" src="{}"></script>',
        static("js/admin/start.js"),
        static("js/admin/illustrations.js"),
    )


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_main_menu", order=1000)
def tidy_menu(request: HttpRequest, items: list[Any]) -> None:
    """Trainers see what they work with, under its plain name."""
    for item in items:
        item.label = NAMES.get(item.name, item.label)
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in FOR_ADMINISTRATORS]


@hooks.register("construct_homepage_summary_items", order=1000)  # after those that add to it
def tidy_summary(request: HttpRequest, items: list[Any]) -> None:
    """No counts of files: the dashboard says what to do, not how much there is."""
    items.clear()
