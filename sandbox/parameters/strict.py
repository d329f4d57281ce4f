"""JSON that fits its method or object to the letter, read in one go.

Most calls of a well-made bot need nothing brought into form: every value has its type and nothing is unknown. For these
the models are compiled once into a validator in native code. It decides nothing by itself: whatever does not fit to the
letter is for `schemas.py` to read, forgive, or refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.client.default import Default
from aiogram.types import InputFile
from pydantic import BaseModel
from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

# The largest magnitude of an integer that Telegram keeps.
INT64 = 2**63

# Takes JSON and returns the value; None when it does not fit to the letter.
StrictReader = Callable[[str | bytes], Any]

_INTEGER = core_schema.int_schema(strict=True, ge=-INT64, lt=INT64)
_PLAIN: dict[Any, CoreSchema] = {
    int: _INTEGER,
    float: core_schema.float_schema(strict=True, allow_inf_nan=False),
    bool: core_schema.bool_schema(strict=True),
    str: core_schema.str_schema(strict=True),
    datetime: _INTEGER,
    timedelta: _INTEGER,
}


def options_of(annotation: Any) -> list[Any]:
    """The types of a field's annotation, without those that stand for no value of the Bot API."""
    return [o for o in _options(annotation) if o is not type(None) and o is not Default and o is not InputFile]


def _options(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _options(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [option for part in get_args(annotation) for option in _options(part)]
    return [annotation]


class _Compiler:
    """Puts a schema together; objects refer to each other in circles and are therefore named."""

    def __init__(self) -> None:
        self.objects: dict[type[BaseModel], CoreSchema] = {}

    def value(self, annotation: Any) -> CoreSchema | None:
        """The schema of a field; None for one that can be anything."""
        options = options_of(annotation)
        if int in options and (str in options or datetime in options):
            # A number in a string is one too, but not to the letter.
            return _INTEGER
        schemas = [self._one(option) for option in dict.fromkeys(options)]
        known = [schema for schema in schemas if schema is not None]
        if not known or len(known) < len(schemas):
            return None if options else _PLAIN[str]
        return known[0] if len(known) == 1 else core_schema.union_schema(list(known), mode="left_to_right")

    def _one(self, option: Any) -> CoreSchema | None:
        if option in _PLAIN:
            return _PLAIN[option]
        origin = get_origin(option)
        if origin is list:
            item = self.value(get_args(option)[0])
            return core_schema.list_schema(item, strict=True) if item is not None else None
        if origin is Literal:
            return _literal(get_args(option))
        if isinstance(option, type) and issubclass(option, Enum):
            return _literal(tuple(option))
        if isinstance(option, type) and issubclass(option, BaseModel):
            if option not in self.objects:
                self.objects[option] = _INTEGER  # taken, so that a circle ends here
                self.objects[option] = self.object(option, ref=option.__name__)
            return core_schema.definition_reference_schema(option.__name__)
        return None

    def object(self, model: type[BaseModel], ref: str | None = None) -> CoreSchema:
        fields = {}
        for name, info in model.model_fields.items():
            schema = self.value(info.annotation)
            if schema is not None:
                fields[info.alias or name] = core_schema.typed_dict_field(schema, required=info.is_required())
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True, ref=ref)

    def compiled(self, schema: CoreSchema) -> StrictReader:
        validate = SchemaValidator(core_schema.definitions_schema(schema, list(self.objects.values()))).validate_json

        def read(text: str | bytes) -> Any:
            try:
                return validate(text)
            except ValidationError:
                return None

        return read


def _literal(values: tuple[Any, ...]) -> CoreSchema:
    return core_schema.literal_schema([value.value if isinstance(value, Enum) else value for value in values])


def strict_object_reader(model: type[BaseModel]) -> StrictReader:
    """What reads a JSON object of this model."""
    compiler = _Compiler()
    return compiler.compiled(compiler.object(model))


def strict_value_reader(annotation: Any) -> StrictReader | None:
    """What reads a field's JSON; None where anything would do."""
    compiler = _Compiler()
    schema = compiler.value(annotation)
    return compiler.compiled(schema) if schema is not None else None
