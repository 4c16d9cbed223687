"""Reading the admin's pages."""

from typing import Any


def text_of(response: Any) -> str:
    return response.content.decode().replace("&quot;", '"').replace("&#x27;", "'").replace("\\u0022", '"')
