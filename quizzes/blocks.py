"""The forms in which trainers write quiz items. A block's id is the item's id, the same in every language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from core.blocks import IllustrationBlock, PlainListBlock, PlainStreamBlock, PlainStructBlock
from quizzes import items


class ChoiceBlock(PlainStructBlock):
    """One choice."""

    text = blocks.CharBlock(max_length=160, label="Words on the button")
    right = blocks.BooleanBlock(required=False, label="This is right")
    feedback = blocks.CharBlock(
        required=False,
        max_length=240,
        label="Say to who chose it",
        help_text="May stay empty. What the question says is shown too.",
    )
    picture = IllustrationBlock(
        required=False, help_text="May stay empty. If one choice has a picture, give each one: it helps people who read little."
    )

    class Meta:
        label_format = "{text}"


class StepBlock(PlainStructBlock):
    """One step of a sequence."""

    text = blocks.CharBlock(max_length=160, label="Step")

    class Meta:
        label_format = "{text}"


class PairBlock(PlainStructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(max_length=120, label="This")
    right = blocks.CharBlock(max_length=120, label="belongs to this")

    class Meta:
        label_format = "{left} – {right}"


class ItemBlock(PlainStructBlock):
    """What every item has. Subclasses add the answer between the prompt and the feedback."""

    prompt = blocks.CharBlock(max_length=240, label="Question", help_text="One short sentence. No trick, no “not”.")
    picture = IllustrationBlock(required=False, help_text="May stay empty.")
    alt = blocks.CharBlock(
        required=False,
        max_length=200,
        label="What the picture shows",
        help_text="Only with a picture: read out to those who cannot see it.",
    )
    when_right = blocks.TextBlock(
        rows=2, label="Say when the answer is right", help_text="Say why. It is what people remember."
    )
    when_wrong = blocks.TextBlock(
        rows=2, label="Say when it is not quite right", help_text="Teach, kindly. No “wrong”, no “fail”."
    )

    interaction_type = ""

    def get_form_layout(self) -> BlockGroup:
        """A subclass's own fields stand before the feedback."""
        last = ["when_right", "when_wrong"]
        return BlockGroup([*(name for name in self.child_blocks if name not in last), *last])

    def to_item(self, id: str, value: Any) -> items.Item:
        """The block's value as data."""
        common: dict[str, Any] = {name: value[name] or "" for name in ("prompt", "picture", "alt", "when_right", "when_wrong")}
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
            errors["alt"] = ValidationError("Say in a few words what the picture shows.")
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value


class TrueFalseBlock(ItemBlock):
    """A sentence that is true or not."""

    interaction_type = items.TRUE_FALSE
    prompt = blocks.CharBlock(max_length=240, label="Sentence", help_text="Short, and clearly true or clearly not.")
    answer = blocks.ChoiceBlock(choices=[("true", "True"), ("false", "Not true")], default="true", label="The sentence is")

    class Meta:
        icon = "check"
        label = "True or not true"
        description = "A sentence. People say whether it is true."
        label_format = "{prompt}"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {"answer": value["answer"] == "true"}


class SingleChoiceBlock(ItemBlock):
    """One right choice."""

    interaction_type = items.CHOICE
    choices = PlainListBlock(ChoiceBlock(), min_num=2, max_num=4)

    class Meta:
        icon = "radio-full"
        label = "One right choice"
        description = "Two to four choices. One is right."
        label_format = "{prompt}"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {
            "parts": tuple(
                items.Part(
                    child.id,
                    child.value["text"],
                    child.value["picture"] or "",
                    right=bool(child.value["right"]),
                    feedback=child.value["feedback"] or "",
                )
                for child in value["choices"].bound_blocks
            )
        }

    def faults(self, value: Any) -> dict[str, ValidationError]:
        right = sum(bool(choice["right"]) for choice in value["choices"])
        if right != 1:
            now = f"{right} are" if right else "none is"
            return {"choices": ValidationError(f"Mark exactly one choice as right. Now {now}.")}
        return _twice(value["choices"], "text", "choices")


class MultipleChoiceBlock(SingleChoiceBlock):
    """All that are right, and no other."""

    interaction_type = items.MULTIPLE_CHOICE
    choices = PlainListBlock(ChoiceBlock(), min_num=2, max_num=5)

    class Meta:
        icon = "list-ul"
        label = "Several right choices"
        description = "Two to five choices. People choose all that are right."
        label_format = "{prompt}"

    def faults(self, value: Any) -> dict[str, ValidationError]:
        right = any(choice["right"] for choice in value["choices"])
        if not right:
            return {"choices": ValidationError("Mark each choice that is right. Now none is.")}
        return _twice(value["choices"], "text", "choices")


class SequencingBlock(ItemBlock):
    """Steps to put in order."""

    interaction_type = items.SEQUENCING
    steps = PlainListBlock(StepBlock(), min_num=2, max_num=5, help_text="Write them in the right order. The page mixes them.")

    class Meta:
        icon = "order"
        label = "Put in order"
        description = "Two to five steps. People find their order."
        label_format = "{prompt}"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {"parts": tuple(items.Part(child.id, child.value["text"]) for child in value["steps"].bound_blocks)}

    def faults(self, value: Any) -> dict[str, ValidationError]:
        return _twice(value["steps"], "text", "steps")


class MatchingBlock(ItemBlock):
    """Pairs to find."""

    interaction_type = items.MATCHING
    pairs = PlainListBlock(PairBlock(), min_num=2, max_num=4, help_text="Write what belongs together. The page mixes them.")

    class Meta:
        icon = "link"
        label = "Match pairs"
        description = "Two to four pairs. People find what belongs together."
        label_format = "{prompt}"

    def answer_of(self, value: Any) -> dict[str, Any]:
        return {
            "parts": tuple(
                items.Part(child.id, child.value["left"], match=child.value["right"], option=_option(child.id))
                for child in value["pairs"].bound_blocks
            )
        }

    def faults(self, value: Any) -> dict[str, ValidationError]:
        return _twice(value["pairs"], "left", "pairs")


def _option(pair: str) -> str:
    """A right side's id: the same in every language, and no clue to its pair for who does not know our secret."""
    return salted_hmac("quizzes.option", pair).hexdigest()[:12]


def _twice(parts: Any, name: str, field: str) -> dict[str, ValidationError]:
    """A fault if two parts read the same: nobody could tell them apart."""
    texts = [part[name].strip() for part in parts]
    twice = next((text for text in texts if texts.count(text) > 1), None)
    return {field: ValidationError(f"“{twice}” is there twice. Change one of them.")} if twice else {}


class ItemsBlock(PlainStreamBlock):
    """The items of a quiz, in order."""

    true_false = TrueFalseBlock()
    choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    sequencing = SequencingBlock()
    matching = MatchingBlock()

    class Meta:
        max_num = 8
        collapsed = True
        nothing_yet = "Add at least one question."
