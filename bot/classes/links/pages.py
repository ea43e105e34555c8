"""What people hear of links that others have made."""

from __future__ import annotations

from bot.chat import View, rich

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
