"""Fill in a question's form as a learner would: read from the page what it needs, and choose something for each field."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Gathers the fields of the form with class ``question``."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.select = ""
        self.hidden: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = "question" in values.get("class", "").split()
        if not self.inside:
            return
        if tag == "input" and values.get("type") == "hidden":
            self.hidden[values["name"]] = values["value"]
        elif tag == "input":
            self.choices.setdefault(values["name"], []).append(values["value"])
        elif tag == "select":
            self.select = values["name"]
            self.choices[self.select] = []
        elif tag == "option" and values.get("value"):
            self.choices[self.select].append(values["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        """An option without a value is worth its text: the numbers of steps."""
        if self.inside and self.select and self.get_starttag_text() == "<option>" and data.strip().isdigit():
            self.choices[self.select].append(data.strip())


def filled_in(page: str) -> dict[str, str]:
    """A whole answer to the question on a page. Several selects get different options, as sequencing and matching ask."""
    form = _Form()
    form.feed(page)
    if "item" not in form.hidden or not form.choices:
        raise ValueError("This page holds no question.")
    several = len(form.choices) > 1
    return form.hidden | {name: values[place if several else 0] for place, (name, values) in enumerate(form.choices.items())}
