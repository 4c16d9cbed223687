"""From an address to its page. One query: the address says which kind of page it is and how deep it hangs."""

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
    pages = BY_DEPTH[len(slugs)].objects.filter(locale__language_code=language, alias_of=None).select_related("locale")
    if live:
        pages = pages.filter(live=True)
    if slugs:
        pages = pages.filter(slug=slugs[-1], depth=len(slugs) + 2, url_path__endswith=f"/{'/'.join(slugs)}/")
    return pages.first()


def address(path: str) -> str:
    """The address of a page in the active language."""
    return reverse("wagtail_serve", args=[path])
