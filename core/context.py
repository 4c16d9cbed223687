"""What every template knows."""

from django.http import HttpRequest
from django.utils.translation import get_language

from core.languages import BY_CODE, DEFAULT


def language(request: HttpRequest) -> dict[str, object]:
    """``language``: the interface language of this page, as a ``core.languages.Language``."""
    return {"language": BY_CODE.get(get_language() or DEFAULT, BY_CODE[DEFAULT])}
