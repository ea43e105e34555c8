"""A verdict on a typed answer, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal


@dataclass(frozen=True, slots=True)
class Judgement:
    """Accepted, rejected or asked back; why, in a few words; and what to ask."""

    verdict: Literal["accept", "reject", "prompt"]
    why: str = ""
    ask: str = ""

    @property
    def accepts(self) -> bool:
        """Whether the answer is right."""
        return self.verdict == "accept"


EXACT = Judgement("accept")
NOTHING = Judgement("reject", "nothing was answered")
OTHER = Judgement("reject", "something else")
ANOTHER_TERM = Judgement("reject", "another thing with a name like it")
PART = Judgement("reject", "part of what is asked")
QUESTION = Judgement("reject", "the question again")
DENIED = Judgement("reject", "it says what it is not")
MENTIONED = Judgement("reject", "it is mentioned, but is not the answer")
WILDCARD = Judgement("reject", "a wildcard names nothing")
SEVERAL = Judgement("reject", "more than one answer")
"""Worth asking back where there is time for another try."""


@lru_cache(maxsize=1000)
def accepted(why: str = "") -> Judgement:
    """It is right."""
    return Judgement("accept", why)


@lru_cache(maxsize=1000)
def rejected(why: str) -> Judgement:
    """It is wrong."""
    return Judgement("reject", why)


@lru_cache(maxsize=1000)
def asked_back(why: str, ask: str) -> Judgement:
    """It is nearly right."""
    return Judgement("prompt", why, ask)
