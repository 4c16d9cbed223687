"""What a lesson is made of. Each block's template is ``templates/blocks/<name>.html``."""

from typing import Any

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmedia.blocks import AudioChooserBlock

from core.blocks import PictureBlock, PlainListBlock, PlainStreamBlock, PlainStructBlock, SafeRichTextBlock


class ParagraphBlock(PlainStructBlock):
    """One idea."""

    heading = blocks.CharBlock(required=False, max_length=80, help_text="May stay empty.")
    text = SafeRichTextBlock(
        help_text="One idea, about 40 words. {fact:emergency} shows the number of the learner's country; "
        "the list of Local facts says what else you can write."
    )

    class Meta:
        icon = "pilcrow"
        template = "blocks/paragraph.html"
        description = "One idea in a few short sentences."
        label_format = "{heading}"


class VoiceBlock(PlainStructBlock):
    """A recorded voice, and its words for those who cannot hear it or save data."""

    clip = AudioChooserBlock(help_text="16 to 24 kbit/s Opus is clear and light: about 2 to 3 kB a second.")
    transcript = blocks.TextBlock(rows=4, help_text="Everything that is said.")

    class Meta:
        icon = "media"
        template = "blocks/voice.html"
        label = "Voice clip"
        description = "A recorded voice, with its words."


class CalloutBlock(PlainStructBlock):
    """Something to notice."""

    kind = blocks.ChoiceBlock(choices=[("tip", "Tip"), ("warning", "Careful"), ("emergency", "Emergency")], default="tip")
    text = SafeRichTextBlock()

    class Meta:
        icon = "warning"
        template = "blocks/callout.html"
        label = "Box"
        description = "A tip, a warning, or what to do in danger."
        label_format = "{kind}"


class StepsBlock(PlainStructBlock):
    """Things to do, in order."""

    heading = blocks.CharBlock(max_length=80)
    steps = PlainListBlock(blocks.CharBlock(max_length=160), min_num=1)

    class Meta:
        icon = "list-ol"
        template = "blocks/steps.html"
        description = "Things to do, one after the other."
        label_format = "{heading}"


class ChecklistBlock(StepsBlock):
    """Things to tick. The ticks stay on the page and are not saved."""

    class Meta:
        icon = "tasks"
        template = "blocks/checklist.html"
        description = "Things to tick. Ticks are not saved."
        label_format = "{heading}"


class TryBlock(StepsBlock):
    """Something to do on the phone now."""

    class Meta:
        icon = "mobile-alt"
        label = "Try it on your phone"
        template = "blocks/try.html"
        description = "Something to do on the phone now."
        label_format = "{heading}"


class ReflectionBlock(PlainStructBlock):
    """A thought. Nothing is written down or sent."""

    question = blocks.CharBlock(max_length=200)

    class Meta:
        icon = "help"
        template = "blocks/reflection.html"
        label = "A moment to think"
        description = "A question to oneself. Nothing is saved."
        label_format = "{question}"


class QuizBlock(SnippetChooserBlock):
    """Where the quiz is offered. Any language of it will do: the page offers the quiz in its own."""

    def __init__(self, **kwargs: Any):
        super().__init__("quizzes.Quiz", **kwargs)

    class Meta:
        icon = "form"
        template = "blocks/quiz.html"
        description = "Where the lesson's quiz begins."


class BodyBlock(PlainStreamBlock):
    """A lesson's body."""

    paragraph = ParagraphBlock()
    picture = PictureBlock()
    voice = VoiceBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    try_it = TryBlock()
    reflection = ReflectionBlock()
    quiz = QuizBlock()

    class Meta:
        nothing_yet = "Add at least one part, for example a paragraph."
        block_counts = {"quiz": {"max_num": 1}}
