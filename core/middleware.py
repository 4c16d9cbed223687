"""Headers that every answer carries."""

from collections.abc import Callable

from csp.constants import SELF
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


FILE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def policies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep our answers to ourselves. Outermost: static files and refusals of Django's own carry a policy too."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Content-Security-Policy"):
            is_page = response.get("Content-Type", "").startswith("text/html")
            response["Content-Security-Policy"] = build_policy() if is_page else FILE_POLICY
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return handle


def admin_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Below /cms/, replace the learner pages' content security policy. Stands inside CSPMiddleware.

    A preview is a learner's page, under the learner's policy, but the admin may frame it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "is_dummy", False):  # so Wagtail marks the request that it previews with
            response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif request.path.startswith("/cms/"):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return handle
