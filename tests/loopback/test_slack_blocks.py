"""The loopback Slack takes Block Kit as it is documented, and nothing else."""

from __future__ import annotations

import pytest

from tests.contract.suite import PIXEL
from tests.loopback.slack.blocks import check_message, check_view, too_large
from tests.loopback.slack.files import StoredFile
from tests.loopback.slack.manifest import problems

FILES = {
    "F1": StoredFile("F1", "dot.png", len(PIXEL), "U1", data=PIXEL, ready_at=0),
    "F2": StoredFile("F2", "later.png", len(PIXEL), "U1", data=PIXEL, ready_at=10),
}


def plain(text: str, **more: object) -> dict:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str, **more: object) -> dict:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text, **more}


def option(value: str = "v", text: str = "t", **more: object) -> dict:
    """An option."""
    return {"text": plain(text), "value": value, **more}


def button(action_id: str = "a", text: str = "Press", **more: object) -> dict:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def actions(*elements: dict, **more: object) -> dict:
    """An actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def select(kind: str = "static_select", **more: object) -> dict:
    """A select with one option."""
    return {"type": kind, "action_id": "s", "options": [option()], **more}


def section(**fields: object) -> dict:
    """A section."""
    return {"type": "section", **fields}


def rich(*pieces: dict, part: str = "rich_text_section", **more: object) -> dict:
    """A rich_text block with one part."""
    return {"type": "rich_text", "elements": [{"type": part, "elements": list(pieces), **more}]}


def words(text: str = "w", **style: bool) -> dict:
    """Some words of rich text."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def entry(element: dict, label: str = "Label", **more: object) -> dict:
    """An input block."""
    return {"type": "input", "label": plain(label), "element": element, **more}


def table(*rows: list[dict], **more: object) -> dict:
    """A table."""
    return {"type": "table", "rows": list(rows), **more}


def cell(text: str) -> dict:
    """A table's cell."""
    return {"type": "raw_text", "text": text}


def date(format: str = "{time}", timestamp: object = 1, **more: object) -> dict:
    """A date in rich text."""
    return {"type": "date", "timestamp": timestamp, "format": format, **more}


RIGHT = {
    "header": {"type": "header", "text": plain("x" * 150)},
    "section": section(text=mrkdwn("x" * 3000), accessory=select("multi_static_select")),
    "fields": section(fields=[mrkdwn("x" * 1000)] * 10, expand=True),
    "context": {"type": "context", "elements": [mrkdwn("a", verbatim=True), plain("b", emoji=False)]},
    "divider": {"type": "divider", "block_id": "x" * 255},
    "button": actions(button("x" * 255, "x" * 75, value="x" * 2000, style="primary")),
    "25 buttons": actions(*(button(str(number)) for number in range(25))),
    "100 options": actions(select(options=[option("x" * 150, "x" * 75)] * 100, placeholder=plain("x" * 150))),
    "initial": actions(select(initial_option=option())),
    "groups": actions(
        {"type": "static_select", "action_id": "g", "option_groups": [{"label": plain("g"), "options": [option()]}]}
    ),
    "confirm": actions(
        button(confirm={"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")})
    ),
    "people": actions({"type": "users_select", "action_id": "u"}),
    "picture": {"type": "image", "alt_text": "x" * 2000, "slack_file": {"id": "F1"}, "title": plain("Dot")},
    "picture by url": {"type": "image", "alt_text": "x", "image_url": "https://example.org/a.png"},
    "rich text": rich(
        words("a", bold=True, italic=True),
        {"type": "emoji", "name": "tada"},
        {"type": "link", "url": "https://example.org", "text": "there"},
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "broadcast", "range": "here"},
        {"type": "color", "value": "#a0b1c2"},
        date("at {time_secs} on {date_long}", fallback="then"),
    ),
    "preformatted": rich(words("a\nb"), part="rich_text_preformatted", border=0),
    "quote": rich(words(), part="rich_text_quote"),
    "list": rich(
        {"type": "rich_text_section", "elements": [words()]}, part="rich_text_list", style="ordered", indent=8
    ),
    "table": table([cell("a"), rich(words())], [cell("1"), cell("2")], column_settings=[None, {"align": "right"}]),
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "input": entry({"type": "plain_text_input", "action_id": "a", "max_length": 3000, "multiline": True}),
    "card": {"type": "card", "title": plain("A card")},
}


@pytest.mark.parametrize("block", RIGHT.values(), ids=RIGHT)
def test_what_is_documented_is_taken(block: dict):
    """Each block at the edge of its limits is right."""
    assert check_message([block], FILES, 0) == ("", ())


WRONG = {
    "unknown block": ({"type": "shout"}, "unsupported type: shout", "/blocks/0/type"),
    "alert in a message": ({"type": "alert", "text": plain("x")}, "unsupported type in a message", "/blocks/0/type"),
    "unknown field": ({"type": "divider", "color": "red"}, "invalid additional property", "/blocks/0/color"),
    "header too long": ({"type": "header", "text": plain("x" * 151)}, "less than 151", "/blocks/0/text/text"),
    "header in mrkdwn": ({"type": "header", "text": mrkdwn("x")}, "must be plain_text", "/blocks/0/text/type"),
    "header empty": ({"type": "header", "text": plain("")}, "more than 0", "/blocks/0/text/text"),
    "section empty": (section(), "missing required field", "/blocks/0"),
    "section too long": (section(text=plain("x" * 3001)), "less than 3001", "/blocks/0/text/text"),
    "field too long": (section(fields=[plain("x" * 2001)]), "less than 2001", "/blocks/0/fields/0/text"),
    "11 fields": (section(fields=[plain("x")] * 11), "no more than 10", "/blocks/0/fields"),
    "emoji in mrkdwn": (section(text=mrkdwn("x", emoji=True)), "invalid additional", "/blocks/0/text/emoji"),
    "verbatim in plain": (section(text=plain("x", verbatim=True)), "invalid additional", "/blocks/0/text/verbatim"),
    "no elements": (actions(), "no fewer than 1", "/blocks/0/elements"),
    "26 buttons": (actions(*(button(str(n)) for n in range(26))), "no more than 25", "/blocks/0/elements"),
    "same action": (actions(button("a"), button("a")), "action_id already exists", "/blocks/0/elements/1/action_id"),
    "label too long": (actions(button("a", "x" * 76)), "less than 76", "/blocks/0/elements/0/text/text"),
    "label empty": (actions(button("a", "")), "more than 0", "/blocks/0/elements/0/text/text"),
    "action too long": (actions(button("x" * 256)), "less than 256", "/blocks/0/elements/0/action_id"),
    "value too long": (actions(button(value="x" * 2001)), "less than 2001", "/blocks/0/elements/0/value"),
    "style": (actions(button(style="success")), "valid enum", "/blocks/0/elements/0/style"),
    "multi-select in actions": (actions(select("multi_static_select")), "multiselect", "/blocks/0/elements/0"),
    "text input in actions": (actions({"type": "plain_text_input"}), "unsupported element", "/blocks/0/elements/0"),
    "no options": (actions(select(options=[])), "no fewer than 1", "/blocks/0/elements/0/options"),
    "101 options": (actions(select(options=[option()] * 101)), "no more than 100", "/blocks/0/elements/0/options"),
    "neither options": (actions(select(options=None)), "exactly one of options", "/blocks/0/elements/0"),
    "option too long": (
        actions(select(options=[option("v", "x" * 76)])),
        "less than 76",
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "option value": (
        actions(select(options=[option("x" * 151)])),
        "less than 151",
        "/blocks/0/elements/0/options/0/value",
    ),
    "option in mrkdwn": (
        actions(select(options=[{"text": mrkdwn("x"), "value": "v"}])),
        "must be plain_text",
        "/blocks/0/elements/0/options/0/text/type",
    ),
    "initial elsewhere": (
        actions(select(initial_option=option("other"))),
        "exactly match",
        "/blocks/0/elements/0/initial_option",
    ),
    "placeholder": (
        actions(select(placeholder=plain("x" * 151))),
        "less than 151",
        "/blocks/0/elements/0/placeholder/text",
    ),
    "11 checkboxes": (
        actions(select("checkboxes", options=[option()] * 11)),
        "no more than 10",
        "/blocks/0/elements/0/options",
    ),
    "confirm": (
        actions(button(confirm={"title": plain("t"), "text": plain("x"), "confirm": plain("y")})),
        "missing required field: deny",
        "/blocks/0/elements/0/confirm",
    ),
    "no alt text": ({"type": "image", "image_url": "https://e.org/a"}, "missing required field: alt", "/blocks/0"),
    "no picture": ({"type": "image", "alt_text": "x"}, "exactly one of image_url", "/blocks/0"),
    "unknown file": (
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F0"}},
        "invalid slack file",
        "/blocks/0/slack_file.id/slack_file",
    ),
    "file not ready": (
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F2"}},
        "invalid slack file",
        "/blocks/0/slack_file.id/slack_file",
    ),
    "rich text empty": (rich(words("")), "more than 0", "/blocks/0/elements/0/elements/0/text"),
    "rich text piece": (rich({"type": "button"}), "unsupported type", "/blocks/0/elements/0/elements/0/type"),
    "rich text style": (
        rich({"type": "text", "text": "x", "style": {"loud": True}}),
        "invalid additional",
        "/blocks/0/elements/0/elements/0/style/loud",
    ),
    "rich text part": (rich(part="rich_text_table"), "unsupported type", "/blocks/0/elements/0/type"),
    "user in preformatted": (
        rich({"type": "user", "user_id": "U1"}, part="rich_text_preformatted"),
        "unsupported type",
        "/blocks/0/elements/0/elements/0/type",
    ),
    "list of words": (
        rich(words(), part="rich_text_list", style="bullet"),
        "rich_text_section",
        "/blocks/0/elements/0/elements/0/type",
    ),
    "list without style": (rich(part="rich_text_list"), "missing required field: style", "/blocks/0/elements/0"),
    "date format": (rich(date("{week}")), "invalid date format", "/blocks/0/elements/0/elements/0/format"),
    "date without token": (rich(date("soon")), "invalid date format", "/blocks/0/elements/0/elements/0/format"),
    "date in words": (rich(date(timestamp="1")), "must be a number", "/blocks/0/elements/0/elements/0/timestamp"),
    "101 rows": (table(*[[cell("x")]] * 101), "no more than 100", "/blocks/0/rows"),
    "21 columns": (table([cell("x")] * 21), "no more than 20", "/blocks/0/rows/0"),
    "cell empty": (table([cell("")]), "more than 0", "/blocks/0/rows/0/0/text"),
    "table too long": (table(*[[cell("x" * 2001)]] * 5), "less than 10001", "/blocks/0/rows"),
    "ragged": (table([cell("a")], [cell("a"), cell("b")]), "same number of cells", "/blocks/0/rows"),
    "markdown too long": ({"type": "markdown", "text": "x" * 12_001}, "less than 12001", "/blocks/0/text"),
    "block_id": ({"type": "divider", "block_id": "x" * 256}, "less than 256", "/blocks/0/block_id"),
    "file input": (entry({"type": "file_input"}), "unsupported element: file_input", "/blocks/0/element"),
    "initial text": (
        entry({"type": "plain_text_input", "max_length": 3, "initial_value": "four"}),
        "less than 4",
        "/blocks/0/element/initial_value",
    ),
    "card too long": ({"type": "card", "title": plain("x" * 151)}, "150", "/blocks/0"),
}


@pytest.mark.parametrize(("block", "why", "at"), WRONG.values(), ids=WRONG)
def test_what_is_not_documented_is_refused(block: dict, why: str, at: str):
    """Each mistake is named where it is, and it is the only one named."""
    error, found = check_message([block], FILES, 0)
    assert error == "invalid_blocks"
    assert len(found) == 1
    assert why in found[0]
    assert found[0].endswith(f"[json-pointer:{at}]")


def test_a_message_as_a_whole_has_limits():
    """Fifty blocks, ids of their own, one table, and not too much text."""
    assert "no more than 50" in check_message([{"type": "divider"}] * 51, FILES, 0)[1][0]
    twice = [{"type": "divider", "block_id": "x"}] * 2
    assert "block_id already exists" in check_message(twice, FILES, 0)[1][0]
    assert "only_one_table_allowed" in check_message([table([cell("x")])] * 2, FILES, 0)[1][0]
    assert check_message([section(text=plain("x" * 2700))] * 5, FILES, 0) == ("msg_blocks_too_long", ())


def test_files_become_ready():
    """A file can be shown from its instant on."""
    block = {"type": "image", "alt_text": "x", "slack_file": {"id": "F2"}}
    assert check_message([block], FILES, 10) == ("", ())


def modal(*blocks: dict, **more: object) -> dict:
    """A modal."""
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


TEXT = {"type": "plain_text_input", "action_id": "a"}
WRONG_VIEWS = {
    "home": ({"type": "home", "blocks": []}, "must be modal"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title"),
    "title": (modal(title=plain("x" * 25)), "less than 25"),
    "submit": (modal(submit=plain("x" * 25)), "less than 25"),
    "close": (modal(close=plain("x" * 25)), "less than 25"),
    "title in mrkdwn": (modal(title=mrkdwn("x")), "must be plain_text"),
    "metadata": (modal(private_metadata="x" * 3001), "less than 3001"),
    "callback": (modal(callback_id="x" * 256), "less than 256"),
    "unknown field": (modal(colour="red"), "invalid additional property: colour"),
    "input without submit": (modal(entry(TEXT)), "missing required field: submit"),
    "table": (modal(table([cell("x")])), "unsupported type in a modal"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100"),
    "label": (modal(entry(TEXT, "x" * 2001), submit=plain("s")), "less than 2001"),
    "hint in mrkdwn": (modal(entry(TEXT, hint=mrkdwn("x")), submit=plain("s")), "must be plain_text"),
    "button as input": (modal(entry(button()), submit=plain("s")), "unsupported element: button"),
    "two with focus": (
        modal(*[entry({**TEXT, "focus_on_load": True})] * 2, submit=plain("s")),
        "only one element may have focus_on_load",
    ),
}


@pytest.mark.parametrize(("view", "why"), WRONG_VIEWS.values(), ids=WRONG_VIEWS)
def test_wrong_modals_are_refused(view: dict, why: str):
    """Each mistake in a modal is named, and it is the only one named."""
    found = check_view(view, "modal", FILES, 0)
    assert len(found) == 1
    assert why in found[0]


def test_right_views_are_taken():
    """A modal at the edge of its limits, an alert in it, and a home page."""
    blocks = [entry(TEXT, hint=plain("h"), optional=True), {"type": "alert", "text": plain("x"), "level": "warning"}]
    edge = {"submit": plain("x" * 24), "close": plain("x" * 24), "private_metadata": "x" * 3000}
    assert check_view(modal(*blocks, **edge, callback_id="x" * 255), "modal", FILES, 0) == ()
    assert check_view({"type": "home", "blocks": [{"type": "divider"}] * 100}, "home", FILES, 0) == ()


def test_a_view_has_a_size():
    """250 kB are the most."""
    assert not too_large(modal(section(text=plain("x" * 3000))))
    assert too_large(modal(*[section(text=plain("x" * 2600))] * 100))


MANIFEST = {
    "display_information": {"name": "Swot"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Swot"},
        "slash_commands": [{"command": "/quiz", "description": "Quizzes", "should_escape": True}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {"socket_mode_enabled": True, "event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


def with_commands(*commands: dict) -> dict:
    """The manifest with other commands."""
    return {**MANIFEST, "features": {**MANIFEST["features"], "slash_commands": list(commands)}}


def with_shortcuts(*shortcuts: dict) -> dict:
    """The manifest with shortcuts, and interactivity for them."""
    settings = {**MANIFEST["settings"], "interactivity": {"is_enabled": True}}
    return {**MANIFEST, "features": {**MANIFEST["features"], "shortcuts": list(shortcuts)}, "settings": settings}


SHORTCUT = {"name": "Start", "type": "global", "callback_id": "start", "description": "x"}
WRONG_MANIFESTS = {
    "6 shortcuts": (with_shortcuts(*[SHORTCUT] * 6), "6 shortcuts, and 5 are allowed"),
    "shortcut name": (with_shortcuts({**SHORTCUT, "name": "x" * 25}), "shortcut's name"),
    "shortcut description": (with_shortcuts({**SHORTCUT, "description": ""}), "shortcut's description"),
    "shortcut type": (with_shortcuts({**SHORTCUT, "type": "room"}), "global or of a message"),
    "shortcut alone": ({**with_shortcuts(SHORTCUT), "settings": MANIFEST["settings"]}, "need interactivity"),
    "51 commands": (
        with_commands(*({"command": f"/q{n}", "description": "x"} for n in range(51))),
        "51 commands, and 50 are allowed",
    ),
    "name": (with_commands({"command": "/" + "q" * 32, "description": "x"}), "33 characters"),
    "capitals": (with_commands({"command": "/Quiz", "description": "x"}), "no command"),
    "description": (with_commands({"command": "/quiz", "description": "x" * 141}), "description"),
    "twice": (with_commands(*[{"command": "/quiz", "description": "x"}] * 2), "there twice"),
    "no socket mode": ({**MANIFEST, "settings": {}}, "needs a url"),
    "scope": ({**MANIFEST, "oauth_config": {}}, "`commands`"),
    "home": ({**MANIFEST, "features": {}}, "home tab"),
    "app name": ({**MANIFEST, "display_information": {"name": "x" * 36}}, "35 are allowed"),
    "nameless": ({**MANIFEST, "display_information": {}}, "name is missing"),
}


def test_a_right_manifest_has_no_problems():
    """A manifest within the limits is taken."""
    assert problems(MANIFEST) == []
    assert problems(with_shortcuts(SHORTCUT)) == []


@pytest.mark.parametrize(("manifest", "why"), WRONG_MANIFESTS.values(), ids=WRONG_MANIFESTS)
def test_wrong_manifests_have_problems(manifest: dict, why: str):
    """Each mistake in a manifest is named."""
    assert any(why in problem for problem in problems(manifest))
