"""Nobody's words act: what is written comes back as it was, from a reader that knows nothing of the writer."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord.markdown import code_block, escaped, heading, markdown
from adapters.discord.render import render
from adapters.harmless import harmless
from bot.chat import Field, Moment, Place, Run, Table, Text, View, plain, rich
from bot.chat.text import Style
from bot.clock import SECOND
from tests.loopback.discord import acting, view_of
from tests.loopback.discord.markdown import read

AT = 1_795_647_500 * SECOND
PIECES = (
    *("*", "**", "***", "_", "__", "~~", "||", "`", "``", "```", "```py\n", "\\", "\\\\", ">", ">>>", "> ", ">>> "),
    *("#", "# ", "## ", "### ", "#### ", "-# ", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "- - ", "1", ".", "-", " #"),
    *("<@1>", "<@!1>", "<@&1>", "<#1>", "</quiz round:1>", "<id:guide>", "@everyone", "@here", "@", "<t:5:R>", "<t:5>"),
    *("[x](https://x.org)", "[", "](", ")", "<https://x.org>", "https://x.org/a_b_c", "http:", "//x", "steam://x/y"),
    *("discord.gg/abc", "discord", ".gg/abc", "discordapp.com/invite/a", "<mailto:a@x.org>", "<tel:1>", "<+491234567>"),
    *(":smile:", ":+1:", ":-1:", ":100:", ":8ball:", "<a:owl:1>", "<:owl:1>", ":", "::skin-tone-1:", ":wave:", "+1:"),
    *(
        "|a|b|\n|-|-|\n|1|2|",
        "---",
        "===",
        "\n",
        "\n\n",
        " ",
        "   ",
        "    x",
        "\t",
        "a",
        "word",
        "é",
        "日本",
        "😀",
        "👩‍👩‍👧",
    ),
    *(
        "\r",
        "\r\n",
        "\x0b",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\u00a0",
        "\u200b",
        "\u200d",
        "\u202e",
        "\ufeff",
        "\x1b[31m",
    ),
)
STYLES: tuple[Style, ...] = ("plain", "bold", "italic")
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=7).map("".join)
TEXTS = st.lists(
    st.builds(Run, WORDS, st.sampled_from(STYLES))
    | st.builds(Moment, st.just(AT), st.sampled_from(("clock", "day")))
    | st.just(Place("discord:5")),
    max_size=6,
).map(tuple)


def seen(text: Text) -> str:
    """The characters that are to be seen."""
    return harmless(plain(text))


def inked(text: Text) -> list[tuple[str, Style] | Moment | Place]:
    """Every character that leaves a mark, with its style: a space looks the same in all."""
    found: list[tuple[str, Style] | Moment | Place] = []
    for part in text:
        if not isinstance(part, Run):
            found.append(part)
        else:
            found += [(char, part.style) for char in harmless(part.text) if not char.isspace()]
    return found


@settings(max_examples=600)
@given(TEXTS)
@example((Run("a", "bold"), Run("", "plain"), Run("b", "bold")))
@example((Run("a", "bold"), Run("b", "italic"), Run("*c", "plain")))
@example((Run("\u202ea", "italic"),))
@example((Run("x:"), Run("smile:")))
@example((Run("discord"), Run(".gg/abc")))
@example((Run("\x1c", "bold"), Run("x")))
@example((Run("a\\", "bold"), Run("\\*b", "italic")))
def test_any_text_in_any_style_is_seen_as_it_was_written(text: Text):
    """Every character stands there once, in its run's style, on its line, and none of it acts."""
    read_back, acts = read(markdown(text), everyone=True)
    assert acts == []
    assert plain(read_back) == seen(text)
    assert inked(read_back) == inked(text)


@given(WORDS, WORDS)
def test_nothing_acts_at_the_beginning_of_a_line(before: str, words: str):
    """Headings, lists, quotes and small print begin a line; so does what is filled in after a line break."""
    for text in (rich("{}\n{}", before, words), rich("**{}**\n*{}*", before, words), rich("{}\n\n {}", before, words)):
        read_back, acts = read(markdown(text))
        assert acts == []
        assert plain(read_back) == seen(text)


@given(WORDS)
def test_a_heading_shows_its_words(words: str):
    """On one line, with nothing swallowed at either end."""
    line = " ".join(harmless(words).split())
    if line:
        read_back, acts = read(heading(words), everyone=True)
        assert acts == []
        assert plain(read_back) == line
        assert {run.style for run in read_back if isinstance(run, Run)} == {"bold"}


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_a_block_of_code_holds_whatever_is_in_it(lines: list[str]):
    """A fence within does not end it."""
    told = [line.replace("\n", " ") for line in lines]
    if any(harmless(line).strip() for line in told):
        read_back, acts = read(code_block(["First", *told]), everyone=True)
        assert acts == []
        assert plain(read_back) == "\n".join(["First", *map(harmless, told)]).rstrip("\n")


@settings(max_examples=200)
@given(WORDS, WORDS)
def test_nothing_acts_anywhere_in_a_message(words: str, more: str):
    """In title, text, field labels and values, and in a table."""
    view = View(
        rich("So: **{}**, *{}*\n{}", words, more, words),
        title=f"T {words}",
        fields=(Field(f"L{words}", rich("{}", more)), Field(more, rich("{}\n{}", words, more))),
        table=Table(("Place", words), (("1", more),)),
    )
    body = render(view).body
    message = {"id": "1", "content": "", "attachments": [], **body}
    assert acting(message) == []
    shown = view_of(message)
    assert shown.title == f"T {' '.join(harmless(words).split())}".strip()
    assert f"So: {harmless(words)}, {harmless(more)}\n{harmless(words)}" in plain(shown.text)


@pytest.mark.parametrize(
    ("show", "written"),
    [("countdown", "<t:1795647500:R>"), ("clock", "<t:1795647500:t>"), ("day", "<t:1795647500:D>")],
)
def test_moments_are_shown_in_the_readers_own_way(show: str, written: str):
    """Discord's timestamps take whole seconds; a part of one is cut."""
    assert markdown((Moment(AT + SECOND - 1, show),)) == written  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (rich("A **bold** and an *italic* word."), "A **bold** and an *italic* word."),
        (rich("**{}**: {}", "Topic", "1 < 2"), r"**Topic**: 1 \< 2"),
        (rich("**{}**", " two\nlines "), " **two**\n**lines** "),
        (rich("**a***b*"), "**a**\u200b*b*"),
        ((Run("a", "bold"), Run("b", "bold")), "**ab**"),
        (rich("{}", "# x\n- y\n1. z\n-# w\n> v"), "\\# x\n\\- y\n1\\. z\n\\-# w\n\\> v"),
        (rich("10:30, see: this"), "10\\:30, see: this"),
        (rich("C# and 2 - 1 + 3. Yes."), "C# and 2 - 1 + 3. Yes."),
    ],
)
def test_what_is_written(text: Text, written: str):
    """Only what could act is escaped: escapes count towards the length of a message."""
    assert markdown(text) == written


@given(st.text())
def test_only_what_can_be_seen_is_shown(words: str):
    """Control characters and those that hide or turn round what follows become spaces; lines stay lines."""
    shown = harmless(words)
    assert len(shown) == len(words)
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert all(char.isprintable() or char == "\n" for char in escaped(words))


def test_a_room_is_named_where_it_is():
    """One of Discord's as its mention; one of another platform, which has no name here, in words."""
    assert markdown(rich("in {}", Place("discord:5"))) == "in <#5>"
    assert markdown(rich("in {}", Place("slack:T1.C2"))) == "in a room on Slack"
