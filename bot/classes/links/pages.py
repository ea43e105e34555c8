"""What people are asked before they link something, and hear of links that others have made."""

from __future__ import annotations

from bot.chat import Action, Button, View, counted, rich
from bot.classes.links.model import Belongings

NAMES = {"discord": "Discord", "slack": "Slack", "terminal": "the terminal"}
"""What platforms are called."""


def platform_name(platform: str) -> str:
    """What a platform is called."""
    return NAMES.get(platform, platform)


class LinkPages:
    """What others hear."""

    def class_joined(self, name: str, platform: str) -> View:
        """To whoever asked for the code."""
        return View(rich("**{}** is on {} too now. /class unlink parts them again.", name, platform_name(platform)))

    def account_linked(self, name: str, platform: str) -> View:
        """To a human's first account."""
        told = rich("The account **{}** on {} counts as yours now.", name, platform_name(platform))
        return View((*told, *rich(" If that was not you: /account unlink")))


def asked_to_join(name: str, belongings: Belongings, join: Action, keep: Action) -> View:
    """Whether a room's class, which has these belongings, shall become part of the one of this name."""
    has = [counted(belongings.learners, "learner"), counted(belongings.answers, "answer")]
    if belongings.posts:
        has.append(f"{belongings.posts} posted by itself")
    told = rich(
        "This room's class, **{}** ({}), becomes part of **{}** for good. Name, zone and calendar are those of **{}**.",
        belongings.name,
        ", ".join(has),
        name,
        name,
    )
    return View(told, controls=(Button("Join them", join, "main"), Button("Leave it", keep)), tone="careful")
