"""The sitemap: every public page, with its versions in other languages."""

from xml.sax.saxutils import quoteattr

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.languages import DEFAULT, LANGUAGES
from core.page_cache import public_page
from courses.destinations import DESTINATIONS
from courses.outline import Entry, outline


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """https://www.sitemaps.org/protocol.html with xhtml:link alternates."""
    site = f"{request.scheme}://{request.get_host()}"
    everywhere = [language.code for language in LANGUAGES]
    fixed = ["", "local/", *(f"local/{code}/" for code in DESTINATIONS)]
    pages = [(path, everywhere) for path in fixed]
    pages += [(entry.path, list(entry.languages)) for course in outline(DEFAULT).courses for entry in _all(course)]
    urls = "".join(_url(site, path, code, codes) for path, codes in pages for code in codes)
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n',
        content_type="application/xml; charset=utf-8",
    )


def _all(entry: Entry) -> list[Entry]:
    return [entry, *(below for child in entry.children for below in _all(child))]


def _url(site: str, path: str, code: str, codes: list[str]) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(other)} href={quoteattr(f"{site}/{other}/{path}")}/>'
        for other in codes
    )
    return f"<url><loc>{site}/{code}/{path}</loc>{links}</url>\n"
