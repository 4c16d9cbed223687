"""StreamField blocks that lessons and quizzes share."""
from typing import Any

from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, RichTextBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from core import pictures
from core.sanitise import clean_html
from core.wagtail_widgets import IllustrationSelect


class SafeRichTextBlock(RichTextBlock):
    """Rich text that is cleaned whenever it is stored, whichever path it came by."""

    def __init__(self, **kwargs: Any):
        super().__init__(features=["bold", "italic", "ul", "ol", "link"], **kwargs)

    def get_prep_value(self, value: RichText) -> str:
        return clean_html(super().get_prep_value(value) or "")


class IllustrationBlock(ChoiceBlock):
    """One of the picture kit."""

    def __init__(self, **kwargs: Any):
        kwargs.pop("choices", None)
        kwargs.setdefault("widget", IllustrationSelect())
        super().__init__(choices=pictures.choices, **kwargs)


class PictureBlock(StructBlock):
    """A picture with its alt text: from the kit, or uploaded."""

    illustration = IllustrationBlock(required=False, help_text="From the picture kit: light, and drawn by one hand.")
    image = ImageChooserBlock(required=False, help_text="Or a photo of your own. It costs the learner more data.")
    alt = CharBlock(required=False, max_length=200, label="What it shows", help_text="Read out to those who cannot see it.")
    decorative = BooleanBlock(required=False, help_text="Tick if it says nothing that the text does not say.")
    caption = CharBlock(required=False, max_length=200)

    class Meta:
        icon = "image"
        template = "blocks/picture.html"
        label_format = "Picture: {alt}"

    def clean(self, value: Any) -> Any:
        from django.core.exceptions import ValidationError
        from wagtail.blocks.struct_block import StructBlockValidationError

        value = super().clean(value)
        errors = {}
        if bool(value["illustration"]) == bool(value["image"]):
            errors["illustration"] = ValidationError("Choose one: a picture from the kit, or an image of your own.")
        if not value["alt"] and not value["decorative"]:
            errors["alt"] = ValidationError("Say what the picture shows, or tick “decorative”.")
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value
