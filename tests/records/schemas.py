"""Values that a JSON schema allows, as far as ours are written: a keyword that is not known here is an error."""

from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

TEXT = st.text(st.characters())  # half characters and what no database can hold, too
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
SAID_ONLY = {"description", "components"}
CHECKED = {
    "if",
    "then",
    "required",
    "maxItems",
    "type",
    "additionalProperties",
}  # made or, at the latest, sorted out at the end
MADE = {"$ref", "enum", "pattern", "items", "properties"}


def allowed_by(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema allows. Objects hold what nobody asked for too, where they may."""
    return _values(schema, schema).filter(Draft202012Validator(schema).is_valid)


def _values(schema: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    unknown = set(schema) - SAID_ONLY - CHECKED - MADE
    assert not unknown, f"{unknown} can not be made yet"
    if "$ref" in schema:
        return _values(_found(schema["$ref"], root), root)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(_of_type(name, schema, root) for name in types)


def _of_type(name: str, schema: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    if name == "null":
        return st.none()
    if name == "integer":
        return st.integers()
    if name == "string":
        return st.from_regex(schema["pattern"], fullmatch=True) if "pattern" in schema else TEXT
    if name == "array":
        return st.lists(_values(schema["items"], root), max_size=4)
    assert name == "object", f"{name} can not be made yet"
    parts = {name: _values(one, root) for name, one in schema.get("properties", {}).items()}
    needed = {name: parts.pop(name) for name in schema.get("required", ())}
    others = schema.get("additionalProperties")
    rest = st.dictionaries(TEXT, _values(others, root) if others else VALUES, max_size=2)
    return st.builds(lambda rest, known: rest | known, rest, st.fixed_dictionaries(needed, optional=parts))


def _found(ref: str, root: Any) -> Any:
    for name in ref.removeprefix("#/").split("/"):
        root = root[name]
    return root
