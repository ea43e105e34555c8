"""The kinds of field that an author writes, with what each takes."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints
from pydantic import WithJsonSchema as Schema

from bot.bank.dates import ISO_DATE, day_of_some_year, days_that_are


class Entry(BaseModel):
    """Anything an author writes down."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _whole_number_as_text(value: object) -> object:
    """Let an author write `1928` for the text "1928"; a fraction stays a mistake, for YAML may have rounded it."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _or_a_number(schema: dict[str, Any]) -> None:
    """Tell editors what `_whole_number_as_text` allows."""
    schema["type"] = ["string", "integer"]


PRINTED = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=PRINTED)]
"""Prose of an author: never empty."""
_ONE_LINE = r"^[^\x00-\x08\x0a-\x1f\x7f-\x9f]*$"
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_ONE_LINE),
    BeforeValidator(_whole_number_as_text),
    Field(json_schema_extra=_or_a_number),
]
"""One line: an option, a title, an answer."""
Short = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=75, pattern=_ONE_LINE),
    BeforeValidator(_whole_number_as_text),
    Field(json_schema_extra=_or_a_number),
]
"""A line that fits into a list to choose from, on every platform."""
Brief = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=_ONE_LINE),
    BeforeValidator(_whole_number_as_text),
    Field(json_schema_extra=_or_a_number),
]
"""A line that fits on a button, or above an entry of a form."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A name in addresses and commands: lower-case letters, digits and hyphens."""
Label = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*|true_false)$", max_length=60)]
"""What a claim is good for."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
TopicPath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$", max_length=80)]
"""A topic, or one part of it: `collectivisation`, `collectivisation/famine`."""
SpecificationPath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=80)]
"""An area of a specification that pack.yaml lists: `aqa-1h/economy`."""
ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-\d{3}$")]
Day = Annotated[
    str,
    StringConstraints(pattern=f"^{ISO_DATE}$"),
    BeforeValidator(_whole_number_as_text),
    AfterValidator(days_that_are),
    Field(json_schema_extra=_or_a_number),
]
"""A date as exactly as it is known: a year, a month or a day."""
CalendarDay = Annotated[
    str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"), AfterValidator(day_of_some_year)
]
"""A day of any year, `MM-DD`."""


def _figure(value: object) -> int | float:
    """A number as YAML gives it; words, signs and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a number belongs here; write digits only, without commas, units or quotes")
    return value


def figure_of(written: str) -> int | float | None:
    """The number that somebody wrote in digits, perhaps with commas between thousands; none where it is no such."""
    if not re.fullmatch(r"[-−]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,9})?", written.strip()):
        return None
    digits = written.strip().replace(",", "").replace("−", "-")
    return float(digits) if "." in digits else int(digits)


def _tolerance(value: object) -> int | float | str:
    """A number that is not negative, or a share such as `5%`."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})? ?%", value.strip()):
        return value.replace(" ", "")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError("this is no tolerance; write a number such as 500, or a share such as 5%")
    return value


Figure = Annotated[int | float, PlainValidator(_figure), Schema({"type": "number"})]
"""A number, whole or not."""
Tolerance = Annotated[
    int | float | str,
    PlainValidator(_tolerance),
    Schema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9.]+ ?%$"}]}),
]
"""How far from the key is still right: a number in the key's own unit, or a share of the key."""
