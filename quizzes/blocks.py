"""The forms in which trainers write quiz items. A block's id is the item's id, the same in every language."""
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from core.blocks import IllustrationBlock
from quizzes import items


class ChoiceBlock(blocks.StructBlock):
    """One choice."""

    text = blocks.CharBlock(max_length=160)
    picture = IllustrationBlock(required=False)
    right = blocks.BooleanBlock(required=False, label="This is right")
    feedback = blocks.CharBlock(required=False, max_length=240, help_text="Shown to who chose it.")

    class Meta:
        label_format = "{text}"


class StepBlock(blocks.StructBlock):
    """One step of a sequence."""

    text = blocks.CharBlock(max_length=160)

    class Meta:
        label_format = "{text}"


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(max_length=120)
    right = blocks.CharBlock(max_length=120)

    class Meta:
        label_format = "{left} – {right}"


class ItemBlock(blocks.StructBlock):
    """What every item has. Subclasses add the answer between the prompt and the feedback."""

    prompt = blocks.CharBlock(max_length=240, label="Question")
    picture = IllustrationBlock(required=False)
    alt = blocks.CharBlock(required=False, max_length=200, label="What the picture shows")
    when_right = blocks.TextBlock(rows=2, label="Say when right", help_text="Say why. It is what people remember.")
    when_wrong = blocks.TextBlock(rows=2, label="Say when not quite", help_text="Teach, kindly. No “wrong”, no “fail”.")

    interaction_type = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("when_right", "when_wrong"):  # a subclass's own fields stand before the feedback
            self.child_blocks[name] = self.child_blocks.pop(name)

    def to_item(self, id: str, value: Any) -> items.Item:
        """The block's value as data."""
        common = {name: value[name] or "" for name in ("prompt", "picture", "alt", "when_right", "when_wrong")}
        return items.Item(id=id, interaction_type=self.interaction_type, **common, **self.answer_of(value))

    def answer_of(self, value: Any) -> dict[str, Any]:
        raise TypeError("Each kind of item says what its answer is.")

    def faults(self, value: Any) -> dict[str, ValidationError]:
        """What makes the item unanswerable, by field."""
        return {}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        errors = self.faults(value)
        if value["picture"] and not value["alt"]:
            errors["alt"] = ValidationError("Say what the picture shows.")
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value



class TrueFalseBlock(ItemBlock):
    """A sentence that is true or not."""

    interaction_type = items.TRUE_FALSE
    answer = blocks.ChoiceBlock(choices=[("true", "True"), ("false", "Not true")], label="The sentence is")

    class Meta:
        icon = "check"
        label = "True or not true"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {"answer": value["answer"] == "true"}


class SingleChoiceBlock(ItemBlock):
    """One right choice."""

    interaction_type = items.CHOICE
    choices = blocks.ListBlock(ChoiceBlock(), min_num=2, max_num=4)

    class Meta:
        icon = "radio-full"
        label = "One right choice"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {
            "parts": tuple(
                items.Part(child.id, child.value["text"], child.value["picture"] or "", right=bool(child.value["right"]),
                           feedback=child.value["feedback"] or "")
                for child in value["choices"].bound_blocks
            )
        }

    def faults(self, value: Any) -> dict[str, ValidationError]:
        right = sum(bool(choice["right"]) for choice in value["choices"])
        return {} if right == 1 else {"choices": ValidationError(f"Mark exactly one choice as right. Now {right} are.")}


class MultipleChoiceBlock(SingleChoiceBlock):
    """All that are right, and no other."""

    interaction_type = items.MULTIPLE_CHOICE
    choices = blocks.ListBlock(ChoiceBlock(), min_num=2, max_num=5)

    class Meta:
        icon = "list-ul"
        label = "Several right choices"

    def faults(self, value: Any) -> dict[str, ValidationError]:
        right = any(choice["right"] for choice in value["choices"])
        return {} if right else {"choices": ValidationError("Mark at least one choice as right.")}


class SequencingBlock(ItemBlock):
    """Steps to put in order."""

    interaction_type = items.SEQUENCING
    steps = blocks.ListBlock(StepBlock(), min_num=2, max_num=5, help_text="Write them in the right order. The page mixes them.")

    class Meta:
        icon = "order"
        label = "Put in order"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {"parts": tuple(items.Part(child.id, child.value["text"]) for child in value["steps"].bound_blocks)}


class MatchingBlock(ItemBlock):
    """Pairs to find."""

    interaction_type = items.MATCHING
    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=4, help_text="Write what belongs together. The page mixes them.")

    class Meta:
        icon = "link"
        label = "Match pairs"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {
            "parts": tuple(
                items.Part(child.id, child.value["left"], match=child.value["right"]) for child in value["pairs"].bound_blocks
            )
        }


class ItemsBlock(blocks.StreamBlock):
    """The items of a quiz, in order."""

    true_false = TrueFalseBlock()
    choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    sequencing = SequencingBlock()
    matching = MatchingBlock()

    class Meta:
        min_num = 1
        max_num = 8
