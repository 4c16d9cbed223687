"""What our own code never does, read from the code itself; and what the site never hands out."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from core.checks import OURS as APPS

FILES = sorted(
    path for app in (*APPS, "config") for path in (settings.BASE_DIR / app).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
SCRIPTS = sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))
OUTSIDE = {
    "subprocess",
    "requests",
    "httpx",
    "urllib.request",
    "pickle",
    "marshal",
    "shelve",
    "xml",
    "lxml",
    "telnetlib",
    "ftplib",
}


def imports(tree: ast.AST) -> set[str]:
    found = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_text_is_run_as_code():
    found = {
        (path.relative_to(settings.BASE_DIR).as_posix(), call.func.id)
        for path in FILES
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert not found
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert not re.search(r"\beval\(|new Function\(|document\.write\(|\.outerHTML\s*=|insertAdjacentHTML", scripts)


def test_no_program_is_started_nothing_fetched_and_nothing_unpacked_that_came_from_outside():
    used = {(path.relative_to(settings.BASE_DIR).as_posix(), module) for path in FILES for module in imports(tree(path))}
    assert {(path, module) for path, module in used if module.split(".")[0] in OUTSIDE or module in OUTSIDE} <= {
        ("core/management/commands/gather_messages.py", "subprocess"),  # gettext's own programs, by a developer
        ("courses/views/sitemap.py", "xml.sax.saxutils"),  # writes XML, reads none
    }
    loads = [
        path
        for path in FILES
        if re.search(r"yaml\.(?:unsafe_|full_)?load\(|yaml\.UnsafeLoader", path.read_text(encoding="utf-8"))
    ]
    assert [path.name for path in loads] in ([], ["content_nodes.py"])  # our own course's files, by a loader of plain data


def test_no_query_is_put_together_from_texts():
    """Our own SQL is few lines, each of them one text."""
    faults = [
        (path.name, call.lineno)
        for path in FILES
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and name(call) in {"execute", "raw", "extra", "RawSQL"}
        and call.args
        and not isinstance(call.args[0], ast.Constant | ast.Name)
    ]
    assert not faults


def test_templates_come_from_files_only():
    assert not [path for path in FILES if re.search(r"\bTemplate\(|from_string\(", path.read_text(encoding="utf-8"))]


def test_templates_escape_what_they_show():
    shown = {
        (path.relative_to(settings.BASE_DIR / "templates").as_posix(), found)
        for path in TEMPLATES
        for found in re.findall(r"\|\s*safe\b|autoescape off|\|\s*safeseq", path.read_text(encoding="utf-8"))
    }
    ours = {("mfa/totp/activate_form.html", "|safe"), ("core/measures.html", "|safe")}  # a square that we drew, a style of ours
    assert shown <= ours


WORKSHOP = (
    "/.git/HEAD /.git/config /.env /manage.py /config/settings.py /var/onward.sqlite3 /media/../onward.sqlite3 /media/ /static/"
)
WORKSHOP += (
    " /media/%2e%2e/onward.sqlite3 /media/..%2fonward.sqlite3 /static/../config/settings.py /static/%2e%2e/manage.py /debug/"
)
WORKSHOP += " /server-status /__debug__/ /admin/ /pyproject.toml /requirements.txt"


@pytest.mark.django_db
@pytest.mark.parametrize("path", WORKSHOP.split())
def test_nothing_of_the_workshop_is_handed_out(path):
    answer = Client().get(path, follow=True)
    assert answer.status_code in (400, 404) and "SECRET" not in answer.text


def test_passwords_may_be_pasted_and_kept_by_the_browser():
    from django.template.loader import get_template

    from accounts.forms import LoginForm, NewPasswordForm, SignupForm

    assert get_template("account/login.html")
    for form, field in ((LoginForm(), "password"), (SignupForm(), "password1")):
        attributes = form.fields[field].widget.attrs
        assert attributes["autocomplete"] in ("current-password", "new-password") and not [
            name for name in attributes if name.startswith("on")
        ]
    assert NewPasswordForm.base_fields["password"].widget.attrs["autocomplete"] == "new-password"
    assert not [path for path in SCRIPTS if re.search(r"[\"']paste[\"']", path.read_text(encoding="utf-8"))]


def test_a_password_is_long_uncommon_and_nothing_else():
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    for refused in ("1234567", "password", "iloveyou", "12345678", "qwertyuiop"):
        with pytest.raises(ValidationError):
            validate_password(refused)
    for good in ("river goat lamp", "aaaaaaaaaaaaz", "ወንዝ ፍየል መብራት", "🦜🦜🦜🦜🦜🦜🦜🦜", "x" * 128):
        validate_password(good)
