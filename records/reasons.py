"""Why something a phone sent could not be stored as it is."""

from enum import StrEnum


class Reason(StrEnum):
    """The word that the phone is told, and by which staff find what to repair."""

    BATCH = "batch"
    SHAPE = "shape"
    VERB = "verb"
    CONTENT = "content"
    RESPONSE = "response"
    TAKEN = "taken"
    CHOICE = "choice"


IN_WORDS = {
    Reason.BATCH: "The whole parcel could not be read",
    Reason.SHAPE: "Something is missing in it, or is of the wrong kind",
    Reason.VERB: "It says something that this version does not know",
    Reason.CONTENT: "It is about a question or lesson that was never published here",
    Reason.RESPONSE: "The answer does not fit its question",
    Reason.TAKEN: "Something else already has its number",
    Reason.CHOICE: "It chooses something that this version does not know",
}

# What staff can do about it.
TELL_MAKERS = "Nothing here can mend it. Tell the people who make Onward, and send them the text."
WHAT_TO_DO = {
    Reason.BATCH: TELL_MAKERS,
    Reason.SHAPE: TELL_MAKERS,
    Reason.VERB: "A newer Onward may know it. Update Onward, then try again.",
    Reason.CONTENT: "Publish that question or lesson, in that language and as it was. Then try again.",
    Reason.RESPONSE: TELL_MAKERS,
    Reason.TAKEN: TELL_MAKERS,
    Reason.CHOICE: "A newer Onward may know it. Update Onward, then try again.",
}
