"""Widgets of Wagtail's admin, without inline scripts: our content security policy refuses them."""

import json
import re
from typing import Any

from django.forms import Select
from django.forms.renderers import BaseRenderer
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser

START = re.compile(r"(?:new )?(\w+)\((.*)\);")


def start_mark(script: str) -> SafeString:
    """A chooser's ``new PageChooser("id", {…});`` as a mark that ``static/js/admin/start.js`` acts on.

    Raises ValueError for a script of any other form: a new release of Wagtail has changed it.
    """
    if not (found := START.fullmatch(script)):
        raise ValueError(f"Cannot start this widget without an inline script: {script}")
    id_, options = (*json.loads(f"[{found[2]}]"), {})[:2]
    return format_html(
        '<template data-start="{}" data-id="{}" data-options="{}"></template>', found[1], id_, json.dumps(options)
    )


def render_chooser(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
) -> SafeString:
    """``BaseChooser.render``, with a mark in place of its script."""
    attrs = attrs or {}
    data = self.get_value_data(value)
    mark = start_mark(self.render_js_init(attrs["id"], name, data))
    return format_html("{}{}", self.render_html(name, data, attrs), mark)


def use_no_inline_scripts() -> None:
    """Every chooser of the admin from now on. No template decides this, so no template of ours can."""
    BaseChooser.render = render_chooser


class IllustrationSelect(Select):
    """A list of the picture kit; ``static/js/admin/illustrations.js`` shows the chosen one beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()):
        super().__init__({"data-illustrations": "", **(attrs or {})}, choices)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-picture"] = static(f"illustrations/{value}.svg")
        return option
