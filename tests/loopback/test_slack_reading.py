"""What a person reads on the loopback Slack: rich text, mrkdwn, pictures, controls, forms; and what acts."""

from __future__ import annotations

import pytest

from bot.chat import Action, Button, Entry, Field, Image, Moment, Option, Run, Select, Table
from bot.clock import SECOND, SteppedClock
from tests.contract.suite import HOSTILE, PIXEL
from tests.loopback.slack import LoopbackSlack, Message
from tests.loopback.slack.acting import acting
from tests.loopback.slack.modals import open_modal, publish, show_errors
from tests.loopback.slack.reading import external_entries, form_of, view_of

START = 1_800_000_000 * SECOND


@pytest.fixture
async def slack() -> LoopbackSlack:
    """A workspace that is not served: nothing goes over a network here."""
    return LoopbackSlack(SteppedClock(START))


def plain(text: str, **more: object) -> dict:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, **more}


def rich(*parts: dict) -> dict:
    """A rich_text block."""
    return {"type": "rich_text", "elements": list(parts)}


def section(*pieces: dict) -> dict:
    """A section of rich text."""
    return {"type": "rich_text_section", "elements": list(pieces)}


def words(text: str, **style: bool) -> dict:
    """Some words of rich text."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def marked(text: str, **more: object) -> dict:
    """A section with mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, **more}}


def shown(slack: LoopbackSlack, *blocks: dict, text: str = "", **fields: object) -> Message:
    """A message that shows these blocks."""
    world = slack.world
    return Message(world, "C1", "1.000001", text, world.with_ids(list(blocks)), fields, world.bot_user_id)


async def test_rich_text_is_read_as_runs(slack: LoopbackSlack):
    """Styles, lists, quotes and preformatted lines come out as they are read."""
    message = shown(
        slack,
        {"type": "header", "text": plain("The title")},
        rich(
            section(
                words("One "), words("bold", bold=True), words(" and "), words("italic", italic=True), words(".\n")
            ),
            {"type": "rich_text_list", "style": "ordered", "elements": [section(words("a")), section(words("b"))]},
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(words("c"))]},
            {"type": "rich_text_quote", "elements": [words("quoted")]},
            {"type": "rich_text_preformatted", "elements": [words("1  x\n2  y")]},
        ),
    )
    view = view_of(message)
    assert view.title == "The title"
    assert view.text == (
        Run("One "),
        Run("bold", "bold"),
        Run(" and "),
        Run("italic", "italic"),
        Run(".\n1. a\n2. b\n    • c\nquoted\n1  x\n2  y"),
    )
    assert acting(message) == ["list", "list", "list", "quote"]


async def test_dates_are_moments(slack: LoopbackSlack):
    """Seconds are a countdown, whose "at " belongs to it; minutes a clock; everything else a day."""

    def date(format: str) -> dict:
        return {"type": "date", "timestamp": 1_800_000_025, "format": format, "fallback": "then"}

    at = 1_800_000_025 * SECOND
    countdown = view_of(shown(slack, rich(section(words("Closes at "), date("{time_secs}"), words(".")))))
    assert countdown.text == (Run("Closes "), Moment(at, "countdown"), Run("."))
    assert view_of(shown(slack, rich(section(words("at "), date("{time_secs}"))))).text == (Moment(at),)
    assert view_of(shown(slack, rich(section(date("at {time_secs}"))))).text == (Moment(at),)
    assert view_of(shown(slack, rich(section(words("at "), date("{time}"))))).text == (Run("at "), Moment(at, "clock"))
    both = view_of(shown(slack, rich(section(date("{date_long}, {time}")))))
    assert both.text == (Moment(at, "day"), Run(", "), Moment(at, "clock"))
    mrkdwn = view_of(shown(slack, marked(f"Closes at <!date^{at // SECOND}^{{time_secs}}|then>!")))
    assert mrkdwn.text == (Run("Closes "), Moment(at), Run("!"))
    flat = view_of(shown(slack, rich(section(words("Look at that"), date("{time_secs}")))))
    assert flat.text[0] == Run("Look at that")


MRKDWN = {
    "*bold* and _italic_": ((Run("bold", "bold"), Run(" and "), Run("italic", "italic")), []),
    "snake_case_name 2*3*4": ((Run("snake_case_name 2*3*4"),), []),
    "*not bold": ((Run("*not bold"),), []),
    "_a *b* c_": ((Run("a ", "italic"), Run("b", "bold"), Run(" c", "italic")), []),
    "~gone~": ((Run("gone"),), ["strike"]),
    "`a *b*`": ((Run("a *b*"),), ["code"]),
    "```\n*x*\ny\n```\nafter": ((Run("*x*\ny\nafter"),), []),
    "&gt; said\nme": ((Run("said\nme"),), ["quote"]),
    "&lt;b&gt; &amp;amp;": ((Run("<b> &amp;"),), []),
    "<@U0000000005>!": ((Run("@Maya!"),), ["mention U0000000005"]),
    "<#C0000000006|>": ((Run("#history"),), ["channel C0000000006"]),
    "<!channel> <!here|here>": ((Run("@channel @here"),), ["broadcast channel", "broadcast here"]),
    "<https://e.org/?a=1&amp;b=2|there>": ((Run("there"),), ["link https://e.org/?a=1&b=2"]),
    "see https://e.org/a_b_c, yes": ((Run("see https://e.org/a_b_c, yes"),), ["link https://e.org/a_b_c"]),
    ":tada: at 08:00:25": ((Run(":tada: at 08:00:25"),), ["emoji :tada:"]),
    "@everyone #history": ((Run("@everyone #history"),), ["broadcast everyone", "channel history"]),
    "a@here.org": ((Run("a@here.org"),), []),
}


@pytest.mark.parametrize(("text", "read", "acts"), [(text, *rest) for text, rest in MRKDWN.items()], ids=MRKDWN)
async def test_mrkdwn_is_read_as_slack_reads_it(slack: LoopbackSlack, text: str, read: tuple, acts: list[str]):
    """Mark-up, escapes, mentions and addresses."""
    assert slack.add_user("maya", display_name="Maya") == "U0000000005"
    assert slack.add_channel("history") == "C0000000006"
    message = shown(slack, marked(text))
    assert view_of(message).text == read
    assert acting(message) == acts


async def test_verbatim_links_nothing_by_itself(slack: LoopbackSlack):
    """With `verbatim`, addresses and names stay words; what is marked still acts."""
    assert acting(shown(slack, marked("https://e.org @here #x <!here>", verbatim=True))) == ["broadcast here"]


async def test_hostile_words_act_only_where_they_can(slack: LoopbackSlack):
    """The same words are harmless in rich text, and not in mrkdwn or in an unescaped fallback."""
    assert acting(shown(slack, rich(section(words(HOSTILE, italic=True))))) == []
    in_mrkdwn = acting(shown(slack, marked(HOSTILE)))
    assert {"broadcast channel", "broadcast everyone", "mention U1", "code"} <= set(in_mrkdwn)
    assert "link https://example.org" in in_mrkdwn
    fallback = acting(shown(slack, {"type": "divider"}, text=HOSTILE))
    assert fallback == ["broadcast channel", "mention U1", "link https://example.org", "code"]
    told = acting(shown(slack, {"type": "divider"}, text=HOSTILE, parse="none", mrkdwn=False))
    assert told == ["broadcast channel", "mention U1"]
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert acting(shown(slack, {"type": "divider"}, text=escaped, parse="none", mrkdwn=False)) == []


async def test_emoji_act_in_plain_text_too(slack: LoopbackSlack):
    """Titles, labels and options turn names into emoji, unless they say otherwise."""
    button = {"type": "button", "action_id": "a", "text": plain("Go :fire:"), "url": "https://e.org"}
    option = {"text": plain(":one: first", emoji=False), "value": "1", "description": plain(":two:")}
    select = {"type": "static_select", "action_id": "b", "placeholder": plain(":three:"), "options": [option]}
    blocks = ({"type": "header", "text": plain(":tada:")}, {"type": "actions", "elements": [button, select]})
    found = acting(shown(slack, *blocks))
    assert found == ["emoji :tada:", "link https://e.org", "emoji :fire:", "emoji :two:", "emoji :three:"]


async def test_rich_text_acts_where_it_says_so(slack: LoopbackSlack):
    """Mentions, links, emoji and further styles are all found; a room is only named."""
    pieces = (
        words("x", strike=True, code=True),
        {"type": "user", "user_id": "U9"},
        {"type": "broadcast", "range": "channel"},
        {"type": "link", "url": "https://e.org"},
        {"type": "emoji", "name": "tada"},
        {"type": "channel", "channel_id": "C9"},
        {"type": "usergroup", "usergroup_id": "S9"},
        {"type": "color", "value": "#ffffff"},
    )
    message = shown(slack, rich(section(*pieces)))
    assert acting(message) == [
        *("code", "strike", "mention U9", "broadcast channel", "link https://e.org"),
        *("emoji :tada:", "mention S9", "colour #ffffff"),
    ]
    assert view_of(message).text == (Run("x@U9@channelhttps://e.org:tada:#C9@S9#ffffff"),)


async def test_fields_pictures_and_controls(slack: LoopbackSlack):
    """A whole message comes back as the view that it is."""
    file = slack.attach(slack.add_user("maya"), "board.png", PIXEL)
    fields = [{"type": "mrkdwn", "text": "*Place*\n1st of *9*"}, plain("just words")]
    option = {"text": plain("First"), "value": "1", "description": plain("the first")}
    message = shown(
        slack,
        {"type": "section", "fields": fields},
        {"type": "image", "alt_text": "A board", "slack_file": {"id": file}},
        {"type": "context", "elements": [plain("small"), {"type": "mrkdwn", "text": "_print_"}]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "go:1", "text": plain("Go"), "style": "primary"},
                {"type": "button", "action_id": "stop", "text": plain("Stop"), "style": "danger"},
                {"type": "button", "action_id": "wait", "text": plain("Wait")},
                {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick"), "options": [option]},
            ],
        },
        {
            "type": "section",
            "text": plain("Several"),
            "accessory": {"type": "multi_static_select", "action_id": "many", "options": [option, option]},
        },
        text="In short",
    )
    view = view_of(message)
    assert view.fields == (Field("Place", (Run("1st of "), Run("9", "bold"))), Field("", (Run("just words"),)))
    assert view.image == Image("board", PIXEL, "A board")
    assert view.text == (Run("small "), Run("print", "italic"), Run("\nSeveral"))
    read = Option("First", "1", "the first")
    assert view.controls == (
        Button("Go", Action("go:1"), "main"),
        Button("Stop", Action("stop"), "danger"),
        Button("Wait", Action("wait")),
        Select("Pick", Action("pick"), (read,)),
        Select("", Action("many"), (read, read), 1, 2),
    )
    assert view.fallback == "In short"


async def test_a_picture_is_called_by_its_title(slack: LoopbackSlack):
    """The title of an image block is its name."""
    file = slack.attach(slack.add_user("maya"), "x.png", PIXEL)
    block = {"type": "image", "alt_text": "A", "title": plain("board"), "slack_file": {"id": file}}
    assert view_of(shown(slack, block)).image == Image("board", PIXEL, "A")


async def test_tables_are_read(slack: LoopbackSlack):
    """A table's first row is its headings."""
    rows = [[{"type": "raw_text", "text": "a"}, rich(section(words("b")))], [{"type": "raw_number", "value": 1}] * 2]
    message = shown(slack, {"type": "table", "rows": rows})
    assert view_of(message).table == Table(("a", "b"), (("1", "1"),))


async def test_a_message_without_blocks_is_its_text(slack: LoopbackSlack):
    """Where there are no blocks, people read the text with its mark-up."""
    assert view_of(shown(slack, text="*Hi* &lt;you&gt;")).text == (Run("Hi", "bold"), Run(" <you>"))
    assert view_of(shown(slack, text="*Hi*", mrkdwn=False)).text == (Run("*Hi*"),)


def entry(name: str, element: dict, **more: object) -> dict:
    """An input block."""
    given = {"action_id": name, **element}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": given, **more}


async def test_a_modal_is_read_as_a_form(slack: LoopbackSlack):
    """Every entry comes back with its label, hint, value, limits and options."""
    maya = slack.add_user("maya")
    options = [{"text": plain(name), "value": name} for name in ("yes", "no")]
    text = {"type": "plain_text_input", "multiline": True, "max_length": 500, "initial_value": "So far"}
    view = {
        "type": "modal",
        "title": plain("Your answer"),
        "submit": plain("Send"),
        "callback_id": "round.write:7f3a",
        "blocks": [
            marked("Some words"),
            entry("answer", text, hint=plain("In a sentence")),
            entry("sure", {"type": "static_select", "options": options, "initial_option": options[1]}, optional=True),
            entry("who", {"type": "users_select", "initial_user": maya}),
            entry("topic", {"type": "external_select", "min_query_length": 0}),
        ],
    }
    modal = open_modal(slack.world, maya, view)
    form = form_of(modal)
    assert (form.title, form.submit, form.action) == ("Your answer", "Send", Action("round.write:7f3a"))
    assert form.entries == (
        Entry("answer", "Answer", "So far", "In a sentence", long=True, most=500),
        Entry("sure", "Sure", "no", required=False, most=3000, options=(Option("yes", "yes"), Option("no", "no"))),
        Entry("who", "Who", maya, person=True, most=3000),
        Entry("topic", "Topic", most=3000),
    )
    assert external_entries(modal) == ("topic",)
    assert view_of(modal).text == (Run("Some words"),)
    show_errors(slack.world, modal, {"answer": "No."})
    assert slack.modal(maya).errors == {"answer": "No."}


async def test_a_home_page_is_read_as_a_view(slack: LoopbackSlack):
    """A home page reads like a message."""
    maya = slack.add_user("maya")
    blocks = slack.world.with_ids([{"type": "header", "text": plain("Home")}, rich(section(words("Hello")))])
    home = publish(slack.world, maya, {"type": "home", "blocks": blocks}, "")
    assert (view_of(home).title, view_of(home).text) == ("Home", (Run("Hello"),))
    assert acting(home) == []
