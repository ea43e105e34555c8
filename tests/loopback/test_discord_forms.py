"""Forms on the loopback: what may be asked, and what may be sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from tests.loopback.discord import NotOffered
from tests.loopback.discord.trying import FORM, School, button, page, row


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school
        assert school.discord.violations == []


async def test_a_form_is_not_answered_with_a_form(school: School):
    """Nor with an edit, where there is no message it was opened from."""
    it = await school.command()
    await school.respond(it, 9, FORM)
    submit = await school.discord.submit(school.maya, it, {"answer": "words"})
    assert (await school.respond(submit, 9, FORM)).wrong("type") == ["BASE_TYPE_CHOICES"]
    assert (await school.respond(submit, 7, page("Edited"))).wrong("type") == ["BASE_TYPE_CHOICES"]
    school.discord.violations.clear()
    assert (await school.respond(submit, 4, page("A reply"))).status == 200
    metadata = submit.original["interaction_metadata"]
    assert metadata["triggering_interaction_metadata"]["id"] == it.id


async def test_what_the_app_would_not_let_anybody_send(school: School):
    """Required entries, lengths and options of a form are held to."""
    it = await school.command()
    await school.respond(it, 9, FORM)
    for fields in ({"answer": ""}, {"answer": "x" * 301}, {"level": ["3"]}, {"stray": "x"}, {"level": ["1", "2"]}):
        with pytest.raises(NotOffered):
            await school.discord.submit(school.maya, it, fields)
    with pytest.raises(NotOffered):
        await school.discord.submit(school.teacher, it, {"answer": "words"})
    assert await school.discord.submit(school.maya, it, {"answer": ""}, forged=True)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": "x" * 46}, ("title",)),
        ({"title": ""}, ("title",)),
        ({"custom_id": "x" * 101}, ("custom_id",)),
        ({"components": []}, ("components",)),
        ({"components": FORM["components"] * 3}, ("components",)),
        ({"components": FORM["components"][:1] * 2}, ("components", 1, "component", "custom_id")),
        ({"components": [{"type": 10, "content": "x"}, row(button("b"))]}, ("components", 1, "components", 0, "type")),
        ({"components": [{"type": 18, "label": "x" * 46, "component": {}}]}, ("components", 0, "label")),
        (
            {
                "components": [
                    {
                        "type": 18,
                        "label": "x",
                        "component": {"type": 4, "custom_id": "a", "style": 1, "max_length": 3, "value": "four"},
                    }
                ]
            },
            ("components", 0, "component", "value"),
        ),
    ],
)
async def test_a_form_over_a_limit_is_refused(school: School, change, path):
    """Title, labels, entries and what stands in them each have their limit."""
    it = await school.command()
    answered = await school.respond(it, 9, {**FORM, **change})
    assert answered.code == 50035
    assert answered.wrong("data", *path)
    assert it.modal is None
    school.discord.violations.clear()


UPLOAD = {
    "title": "Hand in",
    "custom_id": "work",
    "components": [{"type": 18, "label": "Work", "component": {"type": 19, "custom_id": "file", "max_values": 2}}],
}


async def test_a_file_is_attached_in_a_form(school: School):
    """The submission names it by its id and tells beside it where it is; no more than may be, and only one's own."""
    it = await school.command()
    await school.respond(it, 9, UPLOAD)
    mine = [school.discord.attach(school.maya, f"{n}.txt", b"words") for n in range(3)]
    theirs = school.discord.attach(school.teacher, "marks.csv", b"secret")
    for files in ([], mine, [theirs], ["https://example.org/a.txt"]):
        with pytest.raises(NotOffered):
            await school.discord.submit(school.maya, it, {"file": files})
    submit = await school.discord.submit(school.maya, it, {"file": mine[:1]})
    data = json.loads(submit.event)["data"]
    [id] = data["components"][0]["component"]["values"]
    assert data["resolved"]["attachments"][id]["url"] == mine[0]
    school.discord.delete_file(mine[0])
    async with school.session.get(mine[0]) as response:
        assert response.status == 404


async def test_a_forged_form_has_text_where_a_file_goes(school: School):
    """So that what an app does with it can be tried."""
    it = await school.command()
    await school.respond(it, 9, UPLOAD)
    forged = await school.discord.submit(school.maya, it, {"file": "https://example.org/a.txt"}, forged=True)
    data = json.loads(forged.event)["data"]
    assert data["components"][0]["component"]["value"] == "https://example.org/a.txt"
    assert "resolved" not in data


def ticking(**more: object) -> dict[str, object]:
    """A form with three boxes to tick."""
    options = [{"label": day, "value": day} for day in ("mon", "tue", "wed")]
    boxes = {"type": 22, "custom_id": "days", "options": options, **more}
    return {"title": "Days", "custom_id": "days", "components": [{"type": 18, "label": "Days", "component": boxes}]}


async def test_boxes_are_ticked_as_many_as_one_likes(school: School):
    """All of them where nothing else is said, and one at least where one is required."""
    it = await school.command()
    await school.respond(it, 9, ticking())
    with pytest.raises(NotOffered):
        await school.discord.submit(school.maya, it, {"days": []})
    submit = await school.discord.submit(school.maya, it, {"days": ["mon", "tue", "wed"]})
    assert json.loads(submit.event)["data"]["components"][0]["component"]["values"] == ["mon", "tue", "wed"]


async def test_what_is_required_asks_for_one_box_at_least(school: School):
    """None at least goes with what may be left out only."""
    it = await school.command()
    refused = await school.respond(it, 9, ticking(min_values=0))
    assert refused.wrong("data", "components", 0, "component", "min_values") == ["COMPONENT_REQUIRED_MIN_VALUES"]
    school.discord.violations.clear()
    assert (await school.respond(it, 9, ticking(min_values=0, required=False))).status == 200
    assert await school.discord.submit(school.maya, it, {"days": []})
