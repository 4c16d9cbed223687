"""What makes a phone keep Onward and open it without a network: the worker and the manifest."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core import sealing
from core.languages import BY_CODE

# Names and pictures that someone can choose for her home screen. Only the first says what it is.
LOOKS = {"onward": "Onward", "notes": _("Notes"), "recipes": _("Recipes")}
SIZES = (192, 512)


STYLES = ("css/components.css", "css/card.css", "icons.svg", "card-pictures.svg", "icon.svg")
# Scripts of the worker itself, of the admin, and of pages that are nothing without a network.
ONLINE = ("card", "erased", "join", "leave", "passkey", "pictures", "print", "save")
NOT_KEPT = ("js/admin/", "js/worker/", "js/lock/away", *(f"js/{name}.js" for name in ONLINE))


@cache
def files() -> list[str]:
    """Every style, script and sign of ours that works without a network, as phones fetch them."""
    root = settings.BASE_DIR / "static"
    scripts = sorted(path.relative_to(root).as_posix() for path in (root / "js").rglob("*.js"))
    return [staticfiles_storage.url(name) for name in (*STYLES, *(name for name in scripts if not name.startswith(NOT_KEPT)))]


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its text changes with each file it keeps, so a browser sees a new release by it."""
    languages = list(BY_CODE)
    context = {"app": {"files": files(), "languages": languages, "seal": sealing.public_key()}}
    return render(request, "sw.js", context, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest, language: str, look: str) -> JsonResponse:
    """What the phone shows on its home screen, by the name and picture that were chosen."""
    if language not in BY_CODE or look not in LOOKS:
        raise Http404
    with override(language):
        said: dict[str, Any] = {
            "id": "/",
            "name": str(LOOKS[look]),
            "short_name": str(LOOKS[look]),
            "description": ""
            if look != "onward"
            else gettext("Short lessons for people who move to another country. Free, in your language."),
            "lang": language,
            "dir": BY_CODE[language].direction,
        }
    icons = [
        {
            "src": staticfiles_storage.url(f"looks/{look}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in SIZES
    ]
    said |= {"start_url": "/", "scope": "/", "display": "standalone", "icons": icons}
    said |= {"background_color": "#faf6ef", "theme_color": "#faf6ef"}
    return JsonResponse(said, content_type="application/manifest+json")
