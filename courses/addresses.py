"""From an address to its page. One query: the address says which kind of page it is and how deep it hangs."""

from typing import Any

from django.urls import reverse

from courses.models import CoursePage, HomePage, LessonPage, ModulePage

BY_DEPTH = (HomePage, CoursePage, ModulePage, LessonPage)
Found = HomePage | CoursePage | ModulePage | LessonPage


def find(path: str, language: str, *, live: bool = True) -> Found | None:
    """The page at a path like ``online-safety/safe-here/``, in exactly this language; None if there is none.

    ``live=False`` also finds what a trainer has taken off the site, for those who were in the middle of it.
    """
    slugs = [slug for slug in path.split("/") if slug]
    if len(slugs) >= len(BY_DEPTH):
        return None
    pages = _at(slugs).filter(locale__language_code=language)
    return (pages.filter(live=True) if live else pages).first()


def find_translation(path: str, language: str) -> Found | None:
    """The live page in ``language`` of what stands at this path in some other one. Two queries."""
    slugs = [slug for slug in path.split("/") if slug]
    if not 0 < len(slugs) < len(BY_DEPTH):
        return None
    keys = _at(slugs).filter(live=True).values_list("translation_key", flat=True)
    model = BY_DEPTH[len(slugs)]
    return model.objects.filter(
        translation_key__in=list(keys), locale__language_code=language, live=True, alias_of=None
    ).first()


def _at(slugs: list[str]) -> Any:
    """The pages with these slugs, one below the other, in any language."""
    pages = BY_DEPTH[len(slugs)].objects.filter(alias_of=None).select_related("locale")
    if not slugs:
        return pages
    return pages.filter(slug=slugs[-1], depth=len(slugs) + 2, url_path__endswith=f"/{'/'.join(slugs)}/")


def path_of(page: Found) -> str:
    """A page's path below its language: "/onward-fr/online-safety/…/" → "online-safety/…/"."""
    return page.url_path.split("/", 2)[2]


def address(path: str) -> str:
    """The address of a page in the active language."""
    return reverse("wagtail_serve", args=[path])
