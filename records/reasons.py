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


IN_WORDS = {
    Reason.BATCH: "The whole parcel could not be read",
    Reason.SHAPE: "Something is missing in it, or is of the wrong kind",
    Reason.VERB: "It says something that this version does not know",
    Reason.CONTENT: "It is about a question or lesson that was never published here",
    Reason.RESPONSE: "The answer does not fit its question",
    Reason.TAKEN: "Something else already has its number",
}
