"""Marks that a teacher settles or changes, within a transaction of the caller's."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.bank.model import Extended
from bot.errors import UserError
from bot.exams.marking import store
from bot.exams.marking.model import Script, View, both_comments, level_of
from bot.exams.paper import Item
from bot.responses.model import points


def settle(tx: Connection, script: Script, item: Item, earned: int, person: str, at: int) -> Script:
    """Settle what two markers differ on. Raises `UserError` where there is nothing to settle any more."""
    views = store.views_of(tx, script)
    if script.earned is not None or len(views) < 2:  # noqa: PLR2004 - two markers
        raise UserError("There is nothing to settle there any more. /mock mark shows what is left.")
    least, most = sorted(view.earned for view in views)
    reason = f"settled between {points(least)} and {points(most)}"
    settled = replace(
        script,
        earned=earned,
        level=level_in(item, earned),
        comment=comment_on(views, earned),
        marker=person,
        reason=reason,
        at=at,
        claimed_by="",
        claimed_until=0,
    )
    store.save(tx, settled)
    return settled


def change(tx: Connection, script: Script, item: Item, earned: int, reason: str, person: str, at: int) -> Script:
    """Give an answer another mark, whoever or whatever gave it the one that it has. Raises `UserError`."""
    if script.earned == earned:
        raise UserError(f"It has {points(earned)} already; write another mark.")
    changed = replace(
        script,
        earned=earned,
        level=level_in(item, earned),
        marker=person,
        reason=reason,
        at=at,
        claimed_by="",
        claimed_until=0,
    )
    store.save(tx, changed)
    return changed


def level_in(item: Item, earned: int) -> int:
    """The level of response that a mark falls into; 0 where the question has no levels."""
    return level_of(item.question.bands, earned) if isinstance(item.question, Extended) else 0


def comment_on(views: list[View], earned: int) -> str:
    """What is said of a settled mark: by the marker whose mark it is, or else by both."""
    theirs = [view for view in views if view.earned == earned]
    return both_comments(theirs or views)
