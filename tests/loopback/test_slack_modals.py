"""The loopback Slack's modals, suggestions and home pages."""

from __future__ import annotations

import pytest

from bot.clock import SECOND, SteppedClock
from tests.loopback.conftest import START
from tests.loopback.slack import Happening, LoopbackSlack, NotPossible
from tests.loopback.slack.bolted import app_of, client_of, connected, error_of


def words(text: str) -> dict:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict:
    """An option that is called what it sends."""
    return {"text": words(value), "value": value}


def line(block_id: str, **more: object) -> dict:
    """An input for a text."""
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": block_id, "label": words("Your answer"), "element": element}


TOPIC = {
    "type": "input",
    "block_id": "topic",
    "label": words("Topic"),
    "optional": True,
    "element": {"type": "external_select", "action_id": "topic", "min_query_length": 0},
}


def modal(*blocks: dict, **more: object) -> dict:
    """A modal of these blocks."""
    return {"type": "modal", "title": words("Answer"), "submit": words("Send"), "blocks": list(blocks), **more}


@pytest.fixture
def maya(slack: LoopbackSlack) -> str:
    """Somebody in the workspace."""
    return slack.add_user("maya.jones", display_name="Maya")


def trigger(slack: LoopbackSlack, user: str) -> str:
    """A fresh trigger of that person's."""
    return slack.clients.command(user, slack.direct(user), "/quiz", "").trigger_id


async def opened(slack: LoopbackSlack, user: str, view: dict):
    """The view, open in front of that person."""
    await client_of(slack).views_open(trigger_id=trigger(slack, user), view=view)
    return slack.modal(user)


async def test_a_command_opens_a_modal_that_is_sent_in(slack: LoopbackSlack, maya: str):
    """From command to modal to submission: what was written arrives under block and action, and the modal closes."""
    app, got, happened = app_of(slack), [], []
    slack.watch(lambda one: happened.append(one.kind))

    @app.command("/quiz")
    async def quiz(ack, client, body) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal(line("answer"), callback_id="answer"))
        await ack()

    @app.view("answer")
    async def answered(ack, view, body) -> None:
        got.append((view["state"]["values"]["answer"]["text"], body["user"]["id"]))
        await ack()

    async with connected(slack, app):
        await (await slack.command(maya, slack.direct(maya), "/quiz")).acknowledged
        view = slack.modal(maya)
        await (await slack.submit(maya, view, {"answer": "five-year plan"})).acknowledged
    assert got == [({"type": "plain_text_input", "value": "five-year plan"}, maya)]
    assert slack.modal(maya) is None
    assert not view.open
    assert happened == ["modal", "modal closed"]


async def test_errors_are_shown_and_the_text_stays(slack: LoopbackSlack, maya: str):
    """A submission refused keeps the modal open, with the sentence and what was written."""
    app = app_of(slack)

    @app.view("answer")
    async def answered(ack) -> None:
        await ack(response_action="errors", errors={"answer": "Too short."})

    async with connected(slack, app):
        view = await opened(slack, maya, modal(line("answer"), callback_id="answer"))
        await (await slack.submit(maya, view, {"answer": "x"})).acknowledged
    assert slack.modal(maya) is view
    assert view.errors == {"answer": "Too short."}
    assert view.values["answer"]["text"]["value"] == "x"


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": {**modal(), "title": words("New")}}, ["First", "New"]),
        ({"response_action": "push", "view": {**modal(), "title": words("New")}}, ["First", "Answer", "New"]),
        ({"response_action": "clear"}, []),
        ({}, ["First"]),
    ],
    ids=["update", "push", "clear", "nothing"],
)
async def test_a_submission_changes_the_stack(slack: LoopbackSlack, maya: str, answer: dict, titles: list[str]):
    """Each answer to a submission does to the stack of modals what Slack does."""
    app = app_of(slack)

    @app.view("answer")
    async def answered(ack) -> None:
        await ack(**answer)

    async with connected(slack, app):
        await opened(slack, maya, {**modal(), "title": words("First")})
        await client_of(slack).views_push(trigger_id=trigger(slack, maya), view=modal(callback_id="answer"))
        await (await slack.submit(maya, slack.modal(maya), {})).acknowledged
    assert [view.title for view in slack.world.stacks[maya]] == titles
    assert slack.violations == []


async def test_a_wrong_answer_to_a_submission_is_a_violation(slack: LoopbackSlack, maya: str):
    """Errors for inputs that are not there, or an unknown action, leave the modal open with an error."""
    app = app_of(slack)
    answers = [{"response_action": "errors", "errors": {"nowhere": "x"}}, {"response_action": "vanish"}, {"text": "x"}]

    @app.view("answer")
    async def answered(ack) -> None:
        await ack(answers.pop(0))

    async with connected(slack, app):
        view = await opened(slack, maya, modal(line("answer"), callback_id="answer"))
        errors = []
        for _ in range(3):
            request = await slack.submit(maya, view, {"answer": "x"})
            await request.acknowledged
            errors += request.errors
    assert errors == ["invalid_errors", "invalid_response_action", "invalid_response_action"]
    assert len(slack.violations) == 3
    assert slack.modal(maya) is view


async def test_a_trigger_is_good_for_three_seconds(slack: LoopbackSlack, clock: SteppedClock, maya: str):
    """Until then it opens a modal; later it has expired."""
    client = client_of(slack)
    first, second = trigger(slack, maya), trigger(slack, maya)
    clock.move_to(START + 3 * SECOND)
    assert (await client.views_open(trigger_id=first, view=modal()))["view"]["id"] == slack.modal(maya).id
    clock.move_to(START + 3 * SECOND + 1)
    assert await error_of(client.views_open(trigger_id=second, view=modal())) == "expired_trigger_id"


async def test_a_trigger_is_good_once(slack: LoopbackSlack, maya: str):
    """Used again it is exchanged; made up it is invalid."""
    client, once = client_of(slack), trigger(slack, maya)
    await client.views_open(trigger_id=once, view=modal())
    assert await error_of(client.views_open(trigger_id=once, view=modal())) == "exchanged_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_stack_holds_three_views(slack: LoopbackSlack, maya: str):
    """The fourth is refused."""
    client = client_of(slack)
    await opened(slack, maya, modal())
    for _ in range(2):
        await client.views_push(trigger_id=trigger(slack, maya), view=modal())
    assert await error_of(client.views_push(trigger_id=trigger(slack, maya), view=modal())) == "push_limit_reached"
    assert len(slack.world.stacks[maya]) == 3


async def test_an_update_keeps_what_was_typed(slack: LoopbackSlack, maya: str):
    """Where block and action are the same, the text stays; a wrong hash or an unknown view is refused."""
    client = client_of(slack)
    view = await opened(slack, maya, modal(line("answer"), line("more")))
    old = view.hash
    with pytest.raises(NotPossible, match="'more' must be filled in"):
        await slack.submit(maya, view, {"answer": "typed"})
    await client.views_update(view_id=view.id, hash=old, view=modal(line("answer"), line("other", initial_value="i")))
    assert view.values["answer"]["text"]["value"] == "typed"
    assert view.values["other"]["text"]["value"] == "i"
    assert view.hash != old
    assert await error_of(client.views_update(view_id=view.id, hash=old, view=modal())) == "hash_conflict"
    assert await error_of(client.views_update(view_id="V0", view=modal())) == "not_found"


async def test_a_client_lets_nobody_send_what_does_not_fit(slack: LoopbackSlack, maya: str):
    """What is required, too long or not offered never leaves the client, unless it is forged."""
    pick = {
        "type": "input",
        "block_id": "pick",
        "label": words("Pick"),
        "optional": True,
        "element": {"type": "static_select", "action_id": "pick", "options": [option("a"), option("b")]},
    }
    view = await opened(slack, maya, modal(line("answer", max_length=5), pick))
    for values, why in (
        ({}, "filled in"),
        ({"answer": "too long"}, "at most 5"),
        ({"answer": "a\nb"}, "line breaks"),
        ({"answer": "ok", "pick": "c"}, "no option"),
        ({"answer": "ok", "nowhere": "c"}, "no input"),
    ):
        with pytest.raises(NotPossible, match=why):
            await slack.submit(maya, view, values)
    forged = await slack.submit(maya, view, {"answer": "far too long", "pick": "c"}, forged=True)
    assert forged.payload["view"]["state"]["values"]["pick"]["pick"]["selected_option"]["value"] == "c"


async def test_files_are_attached_as_the_input_takes_them(slack: LoopbackSlack, maya: str):
    """As many as it takes, with the endings that it takes; what is deleted later has been told of."""
    upload = {"type": "file_input", "action_id": "work", "max_files": 1, "filetypes": ["ics"]}
    words_ = {"type": "plain_text", "text": "Work"}
    block = {"type": "input", "block_id": "work", "label": words_, "element": upload}
    view = await opened(slack, maya, modal(block))
    term, notes = slack.attach(maya, "term.ics", b"BEGIN"), slack.attach(maya, "notes.txt", b"words")
    for values, why in (({"work": [term, term]}, "no more than 1"), ({"work": notes}, "end in"), ({}, "filled in")):
        with pytest.raises(NotPossible, match=why):
            await slack.submit(maya, view, values)
    request = await slack.submit(maya, view, {"work": term})
    [file] = request.payload["view"]["state"]["values"]["work"]["work"]["files"]
    assert (file["id"], file["name"], file["user"]) == (term, "term.ics", maya)
    slack.delete_file(term)
    assert slack.world.files[term].data is None


async def test_what_is_suggested_can_be_chosen(slack: LoopbackSlack, maya: str):
    """An external select asks the app, shows its options, and only these can be sent in."""
    app, asked, got = app_of(slack), [], []

    @app.options("topic")
    async def topics(ack, payload) -> None:
        asked.append(payload["value"])
        await ack(options=[option("terror"), option("terms")])

    @app.view("answer")
    async def answered(ack, view) -> None:
        got.append(view["state"]["values"]["topic"]["topic"]["selected_option"]["value"])
        await ack()

    happened: list[Happening] = []
    slack.watch(happened.append)
    async with connected(slack, app):
        view = await opened(slack, maya, modal(TOPIC, callback_id="answer"))
        with pytest.raises(NotPossible, match="no option"):
            await slack.submit(maya, view, {"topic": "terror"})
        request = await slack.suggest(maya, view, "topic", "ter")
        await request.acknowledged
        assert [shown["value"] for shown in request.options] == ["terror", "terms"]
        await (await slack.submit(maya, view, {"topic": "terror"})).acknowledged
    assert asked == ["ter"]
    assert got == ["terror"]
    assert [one.kind for one in happened] == ["modal", "options", "modal closed"]


async def test_suggestions_are_checked(slack: LoopbackSlack, maya: str):
    """A hundred options are the most, each within its length."""
    app, answers = app_of(slack), [[option(str(n)) for n in range(101)], [option("x" * 76)], []]

    @app.options("topic")
    async def topics(ack) -> None:
        await ack(options=answers.pop(0))

    async with connected(slack, app):
        view = await opened(slack, maya, modal(TOPIC, callback_id="answer"))
        errors = []
        for _ in range(3):
            request = await slack.suggest(maya, view, "topic", "")
            await request.acknowledged
            errors.append(request.errors)
    assert errors == [["invalid_options"], ["invalid_options"], []]


async def test_an_external_select_waits_for_three_characters(slack: LoopbackSlack, maya: str):
    """Unless it says otherwise, Slack asks from three characters on."""
    patient = {**TOPIC, "element": {"type": "external_select", "action_id": "topic"}}
    view = await opened(slack, maya, modal(patient))
    with pytest.raises(NotPossible):
        await slack.suggest(maya, view, "topic", "te")
    assert (await slack.suggest(maya, view, "topic", "ter")).payload["value"] == "ter"


async def test_a_button_in_a_modal_tells_the_view(slack: LoopbackSlack, maya: str):
    """A press in a modal carries the view and a trigger, and no response_url."""
    button = {"type": "button", "action_id": "again", "text": words("Again")}
    view = await opened(slack, maya, modal({"type": "actions", "block_id": "a", "elements": [button]}))
    payload = slack.clients.press(maya, view, "again", (), "").payload
    assert payload["container"] == {"type": "view", "view_id": view.id}
    assert payload["view"]["title"]["text"] == "Answer"
    assert "response_url" not in payload
    assert "channel" not in payload


async def test_a_dismissed_modal_is_told_if_asked_for(slack: LoopbackSlack, maya: str):
    """`notify_on_close` brings a view_closed; without it nobody is told."""
    app, closed = app_of(slack), []

    @app.view_closed("answer")
    async def gone(ack, view) -> None:
        closed.append(view["id"])
        await ack()

    async with connected(slack, app):
        await opened(slack, maya, modal())
        assert await slack.dismiss(maya) is None
        view = await opened(slack, maya, modal(callback_id="answer", notify_on_close=True))
        await (await slack.dismiss(maya)).acknowledged
    assert closed == [view.id]
    assert slack.modal(maya) is None


async def test_a_home_page_is_published_when_it_is_opened(slack: LoopbackSlack, maya: str):
    """Opening the home page is an event, and what is published stands there."""
    app = app_of(slack)
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}

    @app.event("app_home_opened")
    async def home(event, client) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section]})

    async with connected(slack, app):
        await (await slack.open_home(maya)).acknowledged
    assert slack.home(maya).blocks[0]["text"]["text"] == "*Hello*"
    publish = client_of(slack).views_publish
    assert await error_of(publish(user_id="U0", view={"type": "home", "blocks": []})) == "user_not_found"
    assert await error_of(publish(user_id=maya, view=modal())) == "invalid_arguments"
    conflict = publish(user_id=maya, hash="0.0", view={"type": "home", "blocks": []})
    assert await error_of(conflict) == "hash_conflict"


async def test_a_file_can_be_handed_in(slack: LoopbackSlack, maya: str):
    """A file input tells the files that were attached."""
    attach = {
        "type": "input",
        "block_id": "file",
        "label": words("File"),
        "element": {"type": "file_input", "action_id": "file", "filetypes": ["csv"], "max_files": 1},
    }
    view = await opened(slack, maya, modal(attach))
    file = slack.attach(maya, "class.csv", b"a,b\n")
    payload = (await slack.submit(maya, view, {"file": [file]})).payload
    assert payload["view"]["state"]["values"]["file"]["file"]["files"][0]["id"] == file
