"""What people read: Discord's markdown as its apps show it, and what in it acts."""

from __future__ import annotations

import time

import pytest

from bot.chat import Action, Button, Image, Moment, Option, Place, Run, Select, plain
from tests.loopback.discord import acting, form_of, view_of
from tests.loopback.discord.markdown import read
from tests.loopback.discord.trying import FORM, button, page, row

SECOND = 1_000_000


def message(*parts, **more) -> dict:
    """A message of the new kind, as it stands."""
    return {"id": "1", "content": "", "attachments": [], **page(*parts), **more}


def shown(source: str) -> str:
    """The characters that a person sees."""
    return plain(read(source)[0])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", (Run("plain"),)),
        ("**bold** and *italic*", (Run("bold", "bold"), Run(" and "), Run("italic", "italic"))),
        ("_italic_ snake_case_name", (Run("italic", "italic"), Run(" snake_case_name"))),
        (r"\*not italic\* and \\", (Run("*not italic* and \\"),)),
        (r"**2 \* 3**", (Run("2 * 3", "bold"),)),
        ("2 * 3 * 4", (Run("2 * 3 * 4"),)),
        ("**open", (Run("**open"),)),
        ("a\u200bb", (Run("ab"),)),
        ("### Heading\nbelow", (Run("Heading", "bold"), Run("\nbelow"))),
        ("#hashtag", (Run("#hashtag"),)),
        ("a # b", (Run("a # b"),)),
        ("```\na  *b*\nc\n```", (Run("a  *b*\nc"),)),
        ("above\n```py\ncode\n```below", (Run("above\ncode\nbelow"),)),
        ("<t:25:R>", (Moment(25 * SECOND, "countdown"),)),
        ("at <t:25:t>, <t:25:D>", (Run("at "), Moment(25 * SECOND, "clock"), Run(", "), Moment(25 * SECOND, "day"))),
        ("in <#123>", (Run("in "), Place("discord:123"))),
        ("1 < 2 > 0 && :( 10:30:45", (Run("1 < 2 > 0 && :( 10:30:45"),)),
        ("@everyone <@x>", (Run("@everyone <@x>"),)),
        (r"\# no heading", (Run("# no heading"),)),
        (r"1\. no list", (Run("1. no list"),)),
        (r"\- no list" + "\n" + r"\> no quote", (Run("- no list\n> no quote"),)),
        (r"https\://example.org", (Run("https://example.org"),)),
        (r"\<@1> \<t:5:R>", (Run("<@1> <t:5:R>"),)),
    ],
)
def test_markdown_is_read_as_it_is_shown(source, text):
    """Runs and moments; and none of this acts."""
    assert read(source) == (text, [])


@pytest.mark.parametrize(
    ("source", "kind", "seen"),
    [
        ("<@123>", "mention", "<@123>"),
        ("<@!123>", "mention", "<@!123>"),
        ("<@&123>", "mention", "<@&123>"),
        ("</quiz round:123>", "mention", "</quiz round:123>"),
        ("<id:customize>", "mention", "<id:customize>"),
        ("https://example.org/x).", "link", "https://example.org/x)."),
        ("seehttps://example.org", "link", "seehttps://example.org"),
        ("discord.gg/abc", "link", "discord.gg/abc"),
        ("<https://example.org>", "link", "https://example.org"),
        ("[here](https://example.org)", "link", "here"),
        ("[here](<https://example.org> 'title')", "link", "here"),
        ("<:owl:123>", "emoji", "<:owl:123>"),
        (":smile:", "emoji", ":smile:"),
        ("__under__", "underline", "under"),
        ("~~struck~~", "strike", "struck"),
        ("||hidden||", "spoiler", "hidden"),
        ("`code`", "code", "code"),
        ("***both***", "bold italic", "both"),
        ("> quoted", "quote", "quoted"),
        (">>> quoted\nmore", "quote", "quoted\nmore"),
        ("- item", "list", "• item"),
        ("* item", "list", "• item"),
        ("a\n1. item", "list", "a\n1. item"),
        ("-# small", "subtext", "small"),
        ("<t:25:F>", "timestamp", ""),
    ],
)
def test_what_acts_is_reported(source, kind, seen):
    """Everything that is clicked, told, hidden or styled as our own text never is."""
    text, acts = read(source)
    assert [act.partition(":")[0] for act in acts] == [kind]
    assert plain(text) == seen
    assert acting(message(source)) == acts


def test_a_link_that_is_none_is_only_words():
    """What leads nowhere stands there as it is written."""
    assert read("[a](b) [](https://)")[0] == (Run("[a](b) [](https://)"),)


def test_everyone_is_a_mention_where_the_message_says_so():
    """The words act only if they were let through."""
    words = "@everyone"
    assert acting(message(words)) == []
    found = acting(message(words, mention_everyone=True, mentions=[{"id": "5"}], mention_roles=["6"]))
    assert len(found) == 4
    assert all(act.startswith("mention") for act in found)


def test_a_page_becomes_a_view():
    """Title, text, picture and controls, each in its place."""
    select = {
        "type": 3,
        "custom_id": "pick",
        "placeholder": "Pick one",
        "min_values": 0,
        "max_values": 2,
        "options": [{"label": "A", "value": "a", "description": "first"}, {"label": "B", "value": "b"}],
    }
    picture = {"type": 12, "items": [{"media": {"url": "u", "attachment_id": "9"}, "description": "A dot"}]}
    buttons = row(button("a", "Main"), button("b", "Plain", 2), button("c", "Stop", 4))
    page_of_all = message(r"### A \*title\*", "**Text**", "More", picture, buttons, row(select))
    page_of_all["attachments"] = [{"id": "9", "filename": "dot.png"}]
    view = view_of(page_of_all, {"9": b"png"})
    assert view.title == "A *title*"
    assert view.text == (Run("Text", "bold"), Run("\nMore"))
    assert view.image == Image("dot", b"png", "A dot")
    options = (Option("A", "a", "first"), Option("B", "b"))
    assert view.controls == (
        Button("Main", Action("a"), "main"),
        Button("Plain", Action("b")),
        Button("Stop", Action("c"), "danger"),
        Select("Pick one", Action("pick"), options, 0, 2),
    )
    assert acting(page_of_all) == []


def test_what_stands_in_containers_and_sections_is_read_too():
    """Nothing of a page is overlooked, however deep it stands."""
    link = {"type": 2, "style": 5, "label": "Out", "url": "https://example.org"}
    section = {"type": 9, "components": [{"type": 10, "content": "In a section"}], "accessory": link}
    inner = {"type": 17, "components": [section, {"type": 10, "content": "In a container"}]}
    assert view_of(message("### Title\nand more", inner)).title == ""
    assert plain(view_of(message(inner)).text) == "In a section\nIn a container"
    assert acting(message(inner)) == ["button: https://example.org"]


def test_old_messages_are_read_with_their_embeds():
    """Content, embed and fields."""
    embed = {"title": "Title", "description": "**Bold**", "fields": [{"name": "Label", "value": "*value*"}]}
    view = view_of({"content": "", "embeds": [embed], "components": [row(button("a"))]})
    assert view.title == "Title"
    assert view.text == (Run("Bold", "bold"),)
    assert view.fields[0].label == "Label"
    assert view.fields[0].text == (Run("value", "italic"),)
    assert len(view.controls) == 1


def test_a_form_is_read():
    """Labels, descriptions, what stands there already, limits and options."""
    form = form_of(FORM)
    assert (form.title, form.action) == ("An essay", Action("essay:1"))
    answer, level = form.entries
    assert (answer.label, answer.about, answer.value) == ("Answer", "In your own words", "Draft")
    assert (answer.long, answer.required, answer.most) == (True, True, 300)
    assert (level.required, level.value, level.options) == (False, "2", (Option("Easy", "1"), Option("Hard", "2")))
    old = {"type": 4, "custom_id": "words", "label": "Words", "style": 1}
    person = {"type": 18, "label": "Who", "component": {"type": 5, "custom_id": "who"}}
    entries = form_of({**FORM, "components": [row(old), person]}).entries
    assert [(entry.label, entry.long, entry.person) for entry in entries] == [
        ("Words", False, False),
        ("Who", False, True),
    ]


@pytest.mark.parametrize(
    "source", ["*" * 3000, "_" * 3000, "[" * 1500 + "](" * 700, "||" * 1500, "`" * 3000, "> " * 900]
)
def test_hostile_marks_are_read_in_no_time(source):
    """Marks without end do not keep the reader busy."""
    began = time.process_time()
    shown(source)
    assert time.process_time() - began < 2
