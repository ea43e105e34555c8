"""Messages on the loopback: what is taken, what is refused, and what everybody then sees."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.suite import PIXEL
from tests.loopback.discord.trying import NEW, NOTE, School, button, page, row

OPTION = {"label": "A", "value": "a"}


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school


def select(**more) -> dict:
    """A select with one option."""
    return row({"type": 3, "custom_id": "pick", "options": [OPTION], **more})


def picture(name: str = "dot.png", **more) -> dict:
    """A gallery of one uploaded picture."""
    return {"type": 12, "items": [{"media": {"url": f"attachment://{name}"}, **more}]}


async def test_a_message_has_what_clients_read(school: School):
    """Ids, author, times, flags, and components with their own ids filled in."""
    message = (await school.post(page("### Title", {"type": 14}, row(button("a"), button("b"))))).body
    assert [one["id"] for one in message["components"]] == [1, 2, 3]
    assert [one["id"] for one in message["components"][2]["components"]] == [4, 5]
    assert message["author"]["id"] == school.discord.application_id
    assert message["flags"] == NEW
    assert message["content"] == ""
    assert message["timestamp"] == "2026-11-30T00:53:20.000000+00:00"
    fetched = await school.ask("GET", f"/channels/{school.channel}/messages/{message['id']}")
    assert fetched.body == message


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"content": "x" * 2001}, ("content",)),
        ({"content": 5}, ("content",)),
        ({"content": "x", "nonce": "n" * 26}, ("nonce",)),
        ({"content": "x", "components": [row(button("a"))] * 6}, ("components",)),
        ({"content": "x", "components": [{"type": 10, "content": "x"}]}, ("components", 0, "type")),
        ({"content": "x", "embeds": [{"title": "x" * 257}]}, ("embeds", 0, "title")),
        ({"embeds": [{"description": "x" * 4000}] * 2}, ("embeds",)),
        ({"content": "x", "allowed_mentions": {"parse": ["people"]}}, ("allowed_mentions", "parse", 0)),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, ("allowed_mentions",)),
        (page("x") | {"content": "x"}, ("content",)),
        (page("x") | {"embeds": [{"title": "x"}]}, ("embeds",)),
        (page("x" * 4001), ("components", 0, "content")),
        (page("x" * 2001, "x" * 2000), ("components",)),
        (page(""), ("components", 0, "content")),
        (page(*["x"] * 41), ("components",)),
        (page("x", {"type": 17, "components": page(*["x"] * 39)["components"]}), ("components",)),
        (page("x", row(button("a"), button("a"))), ("components", 1, "components", 1, "custom_id")),
        (page("x", row(button("x" * 101))), ("components", 1, "components", 0, "custom_id")),
        (page("x", row(button(""))), ("components", 1, "components", 0, "custom_id")),
        (page("x", row(button("a", "x" * 81))), ("components", 1, "components", 0, "label")),
        (page("x", row(button("a", ""))), ("components", 1, "components", 0)),
        (page("x", row(button("a", style=9))), ("components", 1, "components", 0, "style")),
        (page("x", row(*(button(str(one)) for one in range(6)))), ("components", 1, "components")),
        (page("x", row()), ("components", 1, "components")),
        (page("x", button("a")), ("components", 1, "type")),
        (page("x", select(placeholder="x" * 151)), ("components", 1, "components", 0, "placeholder")),
        (page("x", select(options=[])), ("components", 1, "components", 0, "options")),
        (page("x", select(options=[OPTION] * 2)), ("components", 1, "components", 0, "options", 1, "value")),
        (page("x", select(max_values=2)), ("components", 1, "components", 0, "max_values")),
        (
            page("x", select(options=[{"label": str(one), "value": str(one)} for one in range(26)])),
            ("components", 1, "components", 0, "options"),
        ),
        (page("x", picture()), ("components", 1, "items", 0, "media", "url")),
        (page("x", {"type": 17, "components": [{"type": 17}]}), ("components", 1, "components", 0, "type")),
        (page("x", {"type": 9, "components": [{"type": 10, "content": "x"}]}), ("components", 1, "accessory")),
    ],
)
async def test_what_is_over_a_limit_or_amiss_is_refused(school: School, body, path):
    """50035, with what is wrong at the place where it is wrong; and nothing is posted."""
    answered = await school.post(body)
    assert (answered.status, answered.code) == (400, 50035), answered.body
    assert answered.wrong(*path), answered.body
    assert school.discord.messages(school.channel) == []


async def test_what_is_just_inside_the_limits_is_taken(school: School):
    """The largest message there can be."""
    rows = [row(*(button(f"{line}.{one}", "x" * 80) for one in range(5))) for line in range(6)]
    body = page("x" * 2000, "x" * 2000, *rows)
    assert (await school.post(body)).status == 200
    assert (await school.post({"content": "x" * 2000, "nonce": "n" * 25})).status == 200
    assert school.discord.violations == []


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": " \n "}, {"flags": NEW, "components": []}])
async def test_an_empty_message_is_refused(school: School, body):
    """50006."""
    answered = await school.post(body)
    assert (answered.status, answered.code) == (400, 50006)


async def test_an_edit_puts_the_new_in_place_of_the_old(school: School):
    """Components are replaced, the flag stays for good, and words of the old kind can't come back."""
    message = (await school.post(page("Before", row(button("a"))))).body
    path = f"/channels/{school.channel}/messages/{message['id']}"
    school.wait(5)
    edited = await school.ask("PATCH", path, {"components": [{"type": 10, "content": "After"}]})
    assert [one["content"] for one in edited.body["components"]] == ["After"]
    assert edited.body["flags"] == NEW
    assert edited.body["edited_timestamp"] == "2026-11-30T00:53:25.000000+00:00"
    assert (await school.ask("PATCH", path, {"content": "Words"})).wrong("content")
    assert (await school.ask("PATCH", path, {"components": []})).code == 50006
    assert [seen.kind for seen in school.seen] == ["post", "edit"]


async def test_an_old_message_becomes_new_only_without_its_words(school: School):
    """The flag can be set by an edit, if the content is taken away with it."""
    message = (await school.post({"content": "Words"})).body
    path = f"/channels/{school.channel}/messages/{message['id']}"
    assert (await school.ask("PATCH", path, page("Page"))).wrong("content")
    edited = await school.ask("PATCH", path, page("Page") | {"content": None})
    assert edited.status == 200
    assert edited.body["content"] == ""


async def test_the_same_nonce_is_the_same_message_for_two_minutes(school: School):
    """Under `enforce_nonce`, a repeated post gives back what is there; without it, or later, it is a new one."""
    body = page("Once") | {"nonce": "n1", "enforce_nonce": True}
    first, again = await school.post(body), await school.post(body)
    assert first.body["id"] == again.body["id"]
    other = school.discord.add_channel(school.guild, "other")
    assert (await school.post(body, other)).body["channel_id"] == school.channel
    assert (await school.post(page("Once") | {"nonce": "n1"})).body["id"] != first.body["id"]
    school.wait(120)
    assert (await school.post(body)).body["id"] != first.body["id"]
    assert len(school.discord.messages(school.channel)) == 3
    assert school.discord.messages(other) == []


async def test_mentions_are_those_that_are_let_through(school: School):
    """Whom the words name is told, unless `allowed_mentions` says otherwise; in both kinds of message."""
    words = f"<@{school.maya}> <@!{school.teacher}> <@&123> @everyone <@999>"
    free = (await school.post(page(words))).body
    assert [user["id"] for user in free["mentions"]] == [school.maya, school.teacher]
    assert (free["mention_roles"], free["mention_everyone"]) == (["123"], True)
    held = (await school.post({"content": words, "allowed_mentions": {"parse": []}})).body
    assert (held["mentions"], held["mention_roles"], held["mention_everyone"]) == ([], [], False)
    some = (await school.post(page(words) | {"allowed_mentions": {"users": [school.maya]}})).body
    assert [user["id"] for user in some["mentions"]] == [school.maya]
    assert not some["mention_everyone"]


async def test_where_the_bot_may_not_write(school: School):
    """Each obstacle has its own code."""
    hidden, gone = (school.discord.add_channel(school.guild, name) for name in ("hidden", "gone"))
    message = (await school.post(page("x"))).body
    school.discord.forbid(school.channel)
    school.discord.forbid(hidden, hidden=True)
    school.discord.delete_channel(gone, silently=True)
    school.discord.refuse_messages(school.maya)
    desk = (await school.ask("POST", "/users/@me/channels", {"recipient_id": school.maya})).body["id"]
    refused = {channel: await school.post(page("x"), channel) for channel in (school.channel, hidden, gone, desk)}
    told = {channel: (answered.status, answered.code) for channel, answered in refused.items()}
    assert told == {school.channel: (403, 50013), hidden: (403, 50001), gone: (404, 10003), desk: (403, 50007)}
    path = f"/channels/{school.channel}/messages/{message['id']}"
    assert (await school.ask("PATCH", path, page("y"))).status == 200
    assert (await school.ask("PATCH", f"{path[:-3]}000", page("y"))).code == 10008


async def test_who_is_there(school: School):
    """People and members can be looked up; nobody can't."""
    assert (await school.ask("GET", f"/users/{school.maya}")).body["global_name"] == "Maya"
    member = await school.ask("GET", f"/guilds/{school.guild}/members/{school.maya}")
    assert member.body["nick"] == "May"
    stranger = school.discord.add_user("stranger")
    told = {
        "/users/12345": (404, 10013),
        "/users/nobody-at-all": (400, 50035),
        f"/guilds/{school.guild}/members/{stranger}": (404, 10007),
        "/guilds/12345": (404, 10004),
        "/nothing": (404, 0),
    }
    for path, expected in told.items():
        answered = await school.ask("GET", path)
        assert (answered.status, answered.code) == expected
    assert (await school.ask("POST", "/users/@me/channels", {"recipient_id": "12345"})).code == 50033
    assert (await school.ask("GET", "/users/@me", token=False)).status == 401


async def test_a_note_is_not_to_be_had_by_its_id(school: School):
    """A private answer can be read and changed only through its token."""
    it = await school.command()
    await school.respond(it, 4, page("A note", flags=NOTE))
    path = f"/channels/{school.channel}/messages/{it.original['id']}"
    assert (await school.ask("GET", path)).code == 10008
    assert (await school.ask("PATCH", path, page("Changed"))).code == 10008
    assert (await school.ask("GET", f"/channels/{school.channel}/messages")).body == []


async def test_pictures_are_kept_replaced_and_taken_away(school: School):
    """An edit keeps the attachments that it names, or all if it names none, and adds what it brings."""
    body = page("Look", picture(description="A dot")) | {
        "attachments": [{"id": 0, "filename": "dot.png", "description": "A dot"}]
    }
    message = (await school.post(body, files=(("upload.bin", PIXEL),))).body
    [attachment] = message["attachments"]
    assert (attachment["filename"], attachment["width"], attachment["height"]) == ("dot.png", 1, 1)
    assert message["components"][1]["items"][0]["media"]["attachment_id"] == attachment["id"]
    path = f"/channels/{school.channel}/messages/{message['id']}"
    kept = (await school.ask("PATCH", path, page("Look again", picture()))).body
    assert kept["attachments"] == [attachment]
    swapped = page("New", picture("new.png")) | {"attachments": [{"id": "0"}]}
    replaced = (await school.ask("PATCH", path, swapped, files=(("new.png", b"new"),))).body
    assert [one["filename"] for one in replaced["attachments"]] == ["new.png"]
    assert (await school.ask("PATCH", path, page("Without") | {"attachments": []})).body["attachments"] == []
    assert school.discord.violations == []


async def test_files_have_their_limits(school: School):
    """More than 10 MiB a file is refused, and so is an eleventh."""
    big = await school.post({"content": "x"}, files=(("big.bin", b"x" * ((10 << 20) + 1)),))
    assert (big.status, big.code) == (413, 40005)
    many = await school.post({"content": "x"}, files=tuple((f"{one}.txt", b"x") for one in range(11)))
    assert many.code == 50035


async def test_what_can_not_be_meant_is_noted(school: School):
    """Discord lets it pass: a private flag on a post, a file that no component shows. The test is told."""
    await school.post(page("x", flags=NOTE))
    await school.post(page("x"), files=(("lost.png", PIXEL),))
    assert [told.split(" ")[0] for told in school.discord.violations] == ["flags", "nobody"]


async def test_what_is_refused_is_noted_too(school: School):
    """A body that Discord turns down is a violation, told once; a nonsensical id in a path is none."""
    await school.post(page("x" * 2001, "x" * 2000))
    await school.post({})
    await school.post({"content": "x" * 5000})
    await school.ask("GET", "/users/nobody-at-all")
    assert len(school.discord.violations) == 3


async def test_a_fault_of_the_loopback_shows(school: School):
    """It is told as a violation, and answered so that no client tries again."""
    school.discord.board.clock = None
    assert (await school.post(page("x"))).status == 400
    assert "loopback itself failed" in school.discord.violations[0]


async def test_direct_messages_can_be_allowed_again(school: School):
    """Who refused them may change their mind."""
    desk = school.discord.direct(school.maya)
    school.discord.refuse_messages(school.maya)
    assert (await school.post(page("x"), desk)).code == 50007
    school.discord.accept_messages(school.maya)
    assert (await school.post(page("x"), desk)).status == 200


async def test_history_comes_newest_first(school: School):
    """The bot can look its own messages up."""
    for one in range(3):
        await school.post(page(str(one)))
    told = (await school.ask("GET", f"/channels/{school.channel}/messages?limit=2")).body
    assert [message["components"][0]["content"] for message in told] == ["2", "1"]


async def test_history_is_told_page_by_page(school: School):
    """After a message come the next ones; of a nonce nothing is told any more."""
    ids = [(await school.post(page(str(one)) | {"nonce": f"n{one}"})).body["id"] for one in range(4)]
    told = (await school.ask("GET", f"/channels/{school.channel}/messages?after={ids[0]}&limit=2")).body
    assert [message["id"] for message in told] == [ids[2], ids[1]]
    assert not any("nonce" in message for message in told)
    for limit in (0, 101):
        assert (await school.ask("GET", f"/channels/{school.channel}/messages?limit={limit}")).code == 50035
    school.discord.violations.clear()


async def test_history_that_may_not_be_read_looks_empty(school: School):
    """Only whoever may not even see the channel is refused."""
    await school.post(page("x"))
    school.discord.seal(school.channel)
    told = await school.ask("GET", f"/channels/{school.channel}/messages")
    assert (told.status, told.body) == (200, [])
    assert (await school.post(page("x"))).status == 200
    school.discord.forbid(school.channel, hidden=True)
    assert (await school.ask("GET", f"/channels/{school.channel}/messages")).code == 50001


async def test_a_private_thread_can_be_opened(school: School):
    """Where direct messages are refused, a thread with its one member takes their place."""
    thread = (await school.ask("POST", f"/channels/{school.channel}/threads", {"name": "For Maya", "type": 12})).body
    added = await school.ask("PUT", f"/channels/{thread['id']}/thread-members/{school.maya}")
    assert added.status == 204
    assert (await school.post(page("Here"), thread["id"])).status == 200
    assert len(school.discord.messages(thread["id"])) == 1
