"""StreamField blocks that lessons and quizzes share."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import Block, BooleanBlock, CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from core import pictures
from core.sanitise import clean_html
from core.wagtail_widgets import IllustrationSelect


class PlainStructBlock(StructBlock):
    """A group of fields that says in plain words which of them is still empty."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for child in self.child_blocks.values():
            if field := vars(child).get("field"):  # some blocks make theirs later; they keep Django's words
                field.error_messages["required"] = "Please fill this in."


class PlainListBlock(ListBlock):
    """A list that begins with as many rows as it needs, and says plainly when some are missing."""

    def __init__(self, child_block: Block, **kwargs: Any):
        super().__init__(child_block, **kwargs)
        if not self._has_default:
            self.meta.default = [self.child_block.get_default() for _ in range(self.meta.min_num or 1)]
        if field := vars(self.child_block).get("field"):
            field.error_messages["required"] = "Please fill this in, or remove it."

    __init__.has_child_block_arg = True  # type: ignore[attr-defined]

    def clean(self, value: Any) -> Any:
        if self.meta.min_num and len(value) < self.meta.min_num and not self.is_deferred_validation:
            raise ListBlockValidationError(non_block_errors=[ValidationError(f"Add more: there must be {self.meta.min_num}.")])
        return super().clean(value)

    def deconstruct(self) -> Any:
        """As a plain list, so that migrations do not know this class."""
        return "wagtail.blocks.ListBlock", *super().deconstruct()[1:]

    def deconstruct_with_lookup(self, lookup: Any) -> Any:
        return "wagtail.blocks.ListBlock", *super().deconstruct_with_lookup(lookup)[1:]


class PlainStreamBlock(StreamBlock):
    """A stream that says plainly when it is empty. ``nothing_yet`` in its Meta is what to do then."""

    def clean(self, value: Any) -> Any:
        if not len(value) and self.required and not self.is_deferred_validation:
            raise StreamBlockValidationError(non_block_errors=[ValidationError(self.meta.nothing_yet)])
        return super().clean(value)

    class Meta:
        nothing_yet = "Add something here."


class SafeRichTextBlock(RichTextBlock):
    """Rich text that is cleaned whenever it is stored, whichever path it came by."""

    def __init__(self, **kwargs: Any):
        super().__init__(features=["bold", "italic", "ul", "ol", "link"], **kwargs)
        self.field_options["error_messages"] = {"required": "Please write something here."}

    def get_prep_value(self, value: RichText) -> str:
        return clean_html(super().get_prep_value(value) or "")


class IllustrationBlock(ChoiceBlock):
    """One of the picture kit."""

    def __init__(self, **kwargs: Any):
        kwargs.pop("choices", None)
        kwargs.setdefault("widget", IllustrationSelect())
        super().__init__(choices=pictures.choices, **kwargs)


class PictureBlock(PlainStructBlock):
    """A picture with its alt text: from the kit, or uploaded."""

    illustration = IllustrationBlock(
        required=False, label="Picture from our kit", help_text="Best: it is light, and drawn by one hand."
    )
    image = ImageChooserBlock(required=False, label="Or a photo of your own", help_text="It costs the learner more data.")
    alt = CharBlock(required=False, max_length=200, label="What it shows", help_text="Read out to those who cannot see it.")
    decorative = BooleanBlock(
        required=False, label="It is decoration", help_text="Tick if it says nothing that the text does not say."
    )
    caption = CharBlock(required=False, max_length=200, label="Words below it", help_text="May stay empty.")

    class Meta:
        icon = "image"
        template = "blocks/picture.html"
        description = "From our kit, or a photo of your own."
        label_format = "{alt}"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        errors = {}
        if bool(value["illustration"]) == bool(value["image"]):
            errors["illustration"] = ValidationError("Choose one: a picture from the kit, or an image of your own.")
        if not value["alt"] and not value["decorative"]:
            errors["alt"] = ValidationError("Say what the picture shows, or tick “It is decoration”.")
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value
