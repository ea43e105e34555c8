"""Notes that answer what was done on a page: a page lies over every message, so they are pages themselves."""

from __future__ import annotations

import logging

from adapters.slack.forms import page_modal_of
from adapters.slack.limits import TooMuch
from adapters.slack.origins import Origin
from adapters.slack.rich import Json
from bot.chat import View, cut, paragraphs, plain, rich

log = logging.getLogger(__name__)

LONGEST = 80
"""Characters of what waits under Messages."""


def page_of_note(view: View, origin: Origin, picture: str) -> Json | None:
    """The note as a modal; nothing, where it has to be a message.

    What is open to be answered is one: it stays when a page is wiped off a phone's screen, and Slack lets all pages of
    a workspace be changed some hundred times a minute, which is less than a class answers.
    """
    if view.tone == "live":
        return None
    try:
        return page_modal_of(view, origin, picture)
    except TooMuch as error:
        log.info("a note fits no page: %s", error)
        return None


def page_that_leads(view: View, origin: Origin) -> Json:
    """A modal that says where a note is that had to be a message."""
    what = cut(next((line for line in (view.title, *plain(view.text).split("\n")) if line.strip()), ""), LONGEST)
    where = rich("It waits for you under **Messages**, beside *Home* at the top of Swot's page.")
    return page_modal_of(View(paragraphs(rich("**{}**", what) if what else (), where)), origin)
