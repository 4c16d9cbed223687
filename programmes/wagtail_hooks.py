"""The way from the admin to the office's pages."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from programmes.rights import works_here


class OfficeMenuItem(MenuItem):
    """For those who work in an office."""

    def is_shown(self, request: HttpRequest) -> bool:
        return works_here(request.user, timezone.now())


@hooks.register("register_admin_menu_item")
def office() -> MenuItem:
    return OfficeMenuItem("Office", reverse_lazy("office"), name="office", icon_name="group", order=50)
