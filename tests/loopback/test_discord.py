"""The real discord.py against the loopback: it is told of what people do, and answers."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import discord as library
import pytest

from tests.loopback.discord import acting, form_of, view_of
from tests.loopback.discord.trying import FORM, NEW, NOTE, School, answer, button, page, row


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school
        assert school.discord.violations == []


async def test_a_command_is_answered_with_a_note(school: School):
    """A command reaches the client with its options, and its private answer only the one who asked."""

    async def on_interaction(interaction: library.Interaction):
        assert interaction.data["options"][0]["options"][0] == {"name": "topic", "type": 3, "value": "terror"}
        assert isinstance(interaction.user, library.Member)
        assert interaction.user.display_name == "May"
        await answer(interaction, 4, page("**Terror**", flags=NOTE))

    async with school.bot(on_interaction):
        it = await school.command()
        callback = await school.answered(it)
    assert callback.type == 4
    assert it.original in school.discord.notes(school.maya)
    assert school.discord.messages(school.channel) == []
    assert [seen.kind for seen in school.seen] == ["note"]
    assert school.seen[0].user == school.maya
    assert view_of(it.original).spoken == "Terror"


async def test_a_press_edits_the_message(school: School):
    """A press on a public message comes with the message, and type 7 changes it for everybody."""

    async def on_interaction(interaction: library.Interaction):
        assert interaction.message is not None
        await answer(interaction, 7, {"components": [{"type": 10, "content": "Pressed"}]})

    message = (await school.post(page("Press it", row(button("go:1"))))).body
    async with school.bot(on_interaction):
        await school.answered(await school.discord.press(school.maya, message, "go:1"))
    [now] = school.discord.messages(school.channel)
    assert now["id"] == message["id"]
    assert view_of(now).spoken == "Pressed"
    assert view_of(now).controls == ()
    assert now["edited_timestamp"] is not None
    assert now["flags"] & NEW


async def test_a_form_is_opened_filled_in_and_sent(school: School):
    """A press opens a form; what is sent comes with the message it was opened from, and is answered with an edit."""

    async def on_interaction(interaction: library.Interaction):
        if interaction.type is library.InteractionType.component:
            await answer(interaction, 9, FORM)
        else:
            [first, second] = interaction.data["components"]
            assert second["component"]["values"] == ["2"]
            words = first["component"]["value"]
            await answer(interaction, 7, {"components": [{"type": 10, "content": words}]})

    message = (await school.post(page("Write", row(button("write:1"))))).body
    async with school.bot(on_interaction):
        press = await school.discord.press(school.maya, message, "write:1")
        await school.answered(press)
        assert press.modal is not None
        assert form_of(press.modal).entries[0].value == "Draft"
        submit = await school.discord.submit(school.maya, press, {"answer": "My own words"})
        await school.answered(submit)
    assert view_of(school.discord.messages(school.channel)[0]).spoken == "My own words"
    assert [seen.kind for seen in school.seen] == ["post", "modal", "edit"]


async def test_what_is_typed_gets_suggestions(school: School):
    """Autocomplete names the option in focus, and the choices come back."""

    async def on_interaction(interaction: library.Interaction):
        options = interaction.data["options"][0]["options"]
        assert options == [
            {"name": "questions", "type": 4, "value": 3},
            {"name": "topic", "type": 3, "value": "te", "focused": True},
        ]
        await answer(interaction, 8, {"choices": [{"name": "Terror", "value": "terror"}]})

    async with school.bot(on_interaction):
        it = await school.discord.suggest(
            school.maya, school.channel, "quiz round", "topic", "te", others={"questions": 3}
        )
        callback = await school.answered(it)
    assert callback.data["choices"][0]["value"] == "terror"
    assert school.seen[0].kind == "choices"


async def test_the_librarys_own_answers_work_too(school: School):
    """What discord.py's own methods send is taken: defer, follow-up, edit and delete of the original."""
    done = asyncio.Event()

    async def on_interaction(interaction: library.Interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
        first = await interaction.followup.send("One", wait=True)
        second = await interaction.followup.send("Two", wait=True)
        await interaction.edit_original_response(content="One again")
        await second.delete()
        assert (await interaction.original_response()).id == first.id
        done.set()

    async with school.bot(on_interaction):
        it = await school.command()
        await asyncio.wait_for(done.wait(), 5)
    assert [note["content"] for note in school.discord.notes(school.maya)] == ["One again"]
    assert [seen.kind for seen in school.seen] == ["thinking", "note", "post", "note edit", "delete"]
    assert it.refused == []


async def test_direct_messages_are_sent_and_pressed(school: School):
    """A desk: the client opens it, writes to it, and a press there comes without a server."""
    pressed: list[library.Interaction] = []

    async def on_interaction(interaction: library.Interaction):
        pressed.append(interaction)
        await answer(interaction, 6)

    async with school.bot(on_interaction) as client:
        user = await client.fetch_user(int(school.maya))
        desk = await user.create_dm()
        view = library.ui.View(timeout=None)
        view.add_item(library.ui.Button(label="Here", custom_id="desk:1"))
        view.stop()
        await desk.send("Your desk", view=view)
        [message] = school.discord.messages(school.discord.direct(school.maya))
        it = await school.discord.press(school.maya, message, "desk:1")
        await school.answered(it)
    assert str(desk.id) == message["channel_id"]
    assert pressed[0].guild is None
    assert pressed[0].user.name == "maya"


async def test_the_same_event_can_be_delivered_twice(school: School):
    """A redelivery is the same interaction; a second first response to it is refused."""
    told: list[int] = []
    twice = asyncio.Event()

    async def on_interaction(interaction: library.Interaction):
        told.append(interaction.id)
        if len(told) == 1:
            await answer(interaction, 4, page("Hello", flags=NOTE))
            return
        with pytest.raises(library.HTTPException, match="40060"):
            await answer(interaction, 4, page("Hello", flags=NOTE))
        twice.set()

    async with school.bot(on_interaction):
        it = await school.command()
        await school.answered(it)
        await school.discord.redeliver(it)
        await asyncio.wait_for(twice.wait(), 5)
    assert told == [int(it.id)] * 2
    assert it.refused == [40060]
    assert len(school.discord.notes(school.maya)) == 1


async def test_commands_in_threads_and_direct_messages(school: School):
    """The client is told where: in a thread, with its parent; in direct messages, without a server."""
    places: list[tuple[str, str]] = []

    async def on_interaction(interaction: library.Interaction):
        places.append((str(interaction.channel_id), str(getattr(interaction.channel, "parent_id", ""))))
        await answer(interaction, 4, page("Here"))

    thread = school.discord.add_thread(school.channel, "revision")
    desk = school.discord.direct(school.maya)
    async with school.bot(on_interaction):
        for place in (thread, desk):
            await school.answered(await school.discord.command(school.maya, place, "quiz round", {"topic": "x"}))
    assert places == [(thread, school.channel), (desk, "")]
    assert [len(school.discord.messages(place)) for place in (thread, desk)] == [1, 1]


async def test_a_picture_goes_up_and_comes_down(school: School):
    """An upload of discord.py is shown by a gallery, read back whole, and can be fetched from its address."""
    data = bytes(range(256))
    async with school.bot() as client:
        view = library.ui.LayoutView(timeout=None)
        gallery = library.ui.MediaGallery(library.MediaGalleryItem("attachment://dot.png", description="A dot"))
        view.add_item(library.ui.TextDisplay("Look")).add_item(gallery)
        view.stop()
        channel = client.get_channel(int(school.channel))
        await channel.send(view=view, file=library.File(io.BytesIO(data), "dot.png"))
        [message] = school.discord.messages(school.channel)
        assert await client.http.get_from_cdn(message["attachments"][0]["url"]) == data
    image = school.discord.view_of(message).image
    assert image is not None
    assert (image.name, image.data, image.alt) == ("dot", data, "A dot")
    assert acting(message) == []
