"""Plain-language figures for a text: how long its sentences are, and how hard its words.

Pure rules, no Django. They follow the editor's checklist in ``content/README.md``. English school-grade formulas mean
nothing in Arabic or Amharic, so only counts that carry over are used: words per sentence, words per card, and LIX
(words per sentence + share of long words; C.-H. Björnsson, 1968).
"""

import re
from dataclasses import dataclass

SENTENCE_END = re.compile(r"(?<=[.!?؟።۔।:])\s+|\n+")
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\-][^\W\d_]+)*")
LONG_WORD = 7  # letters and more, as LIX counts
FACT = re.compile(r"\{fact:[a-z_]+\}")
LONG_NUMBER = re.compile(r"\d{3,}")
MARKS = re.compile(r"[\u064b-\u065f\u0670]")  # Arabic vowel signs stand inside words and are no letters


@dataclass(frozen=True)
class Limits:
    """The most a starter lesson may have, for one language: words in a sentence, their mean, words on a card, LIX."""

    longest: int = 15
    mean: float = 10.0
    card: int = 45
    lix: float = 35.0


# French needs small words where others inflect; Ukrainian and Arabic build longer words from the same ideas.
LIMITS = {
    "en": Limits(),
    "fr": Limits(longest=18, mean=12.0, card=55, lix=40.0),
    "ar": Limits(longest=15, mean=10.0, card=45, lix=35.0),
    "uk": Limits(longest=15, mean=10.0, card=45, lix=50.0),
}


@dataclass(frozen=True)
class Figures:
    """What was counted in one text."""

    words: int
    sentences: int
    longest: int
    longest_sentence: str
    lix: float

    @property
    def mean(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line break ends one, and so does a colon."""
    plain = _plain(text)
    return [part.strip() for part in SENTENCE_END.split(plain) if WORD.search(part)]


def measure(text: str) -> Figures:
    """Count a text. An empty text has zero of everything."""
    counted = [(len(WORD.findall(sentence)), sentence) for sentence in sentences(text)]
    words = WORD.findall(_plain(text))
    longest, longest_sentence = max(counted, default=(0, ""))
    long_words = sum(len(word) >= LONG_WORD for word in words)
    lix = len(words) / len(counted) + 100 * long_words / len(words) if words else 0.0
    return Figures(len(words), len(counted), longest, longest_sentence, lix)


def _plain(text: str) -> str:
    return MARKS.sub("", FACT.sub("fact", text.replace("**", "")))


def too_hard(text: str, language: str) -> list[str]:
    """Why one card's text is too hard, in words an editor can act on; empty when it is plain enough."""
    limits, figures = LIMITS.get(language, Limits()), measure(text)
    reasons = []
    if figures.longest > limits.longest:
        reasons.append(f"a sentence has {figures.longest} words, at most {limits.longest}: “{figures.longest_sentence}”")
    if figures.words > limits.card:
        reasons.append(f"the card has {figures.words} words, at most {limits.card}")
    if LONG_NUMBER.search(FACT.sub("", text)):
        reasons.append("a number of three digits or more: numbers that are true in one country only belong in {fact:…}")
    return reasons


def too_hard_as_a_whole(text: str, language: str) -> list[str]:
    """Why a whole lesson is too hard: its mean sentence and its LIX."""
    limits, figures = LIMITS.get(language, Limits()), measure(text)
    reasons = []
    if figures.mean > limits.mean:
        reasons.append(f"{figures.mean:.1f} words per sentence, at most {limits.mean:g}")
    if figures.lix > limits.lix:
        reasons.append(f"LIX {figures.lix:.0f}, at most {limits.lix:g}: use shorter words")
    return reasons
