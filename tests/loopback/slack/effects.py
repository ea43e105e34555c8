"""What acknowledgements and response_urls do."""

from __future__ import annotations

from typing import Any

from bot.clock import MINUTE
from tests.loopback.slack import messages, modals
from tests.loopback.slack.calls import Request
from tests.loopback.slack.checking import Checker
from tests.loopback.slack.elements import check_option
from tests.loopback.slack.messages import composed, truth
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.world import Happening, Hook, Json, Message, OpenView, World

HOOK_LIVES = 30 * MINUTE
HOOK_USES = 5
MESSAGE_FIELDS = {
    *("text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts"),
    *("unfurl_links", "unfurl_media", "metadata", "mrkdwn", "parse", "link_names"),
}


def acknowledged(world: World, request: Request, payload: Any) -> None:
    """Do what the acknowledgement of `request` asks for; what is wrong with it the person sees as an error."""
    try:
        match request.kind:
            case "command":
                _answer_command(world, request, payload)
            case "block_suggestion":
                _offer(world, request, payload)
            case "view_submission":
                _after_submission(world, request, payload)
            case _:
                pass  # the payload of any other acknowledgement is ignored
    except Refused as refused:
        request.errors.append(refused.error)


def _answer_command(world: World, request: Request, payload: Any) -> None:
    if not payload or request.hook is None:
        return
    given = payload if isinstance(payload, dict) else {"text": str(payload)}
    if given.get("text") or given.get("blocks"):
        respond(world, request.hook, given, where="acknowledgement")


def respond(world: World, hook: Hook, given: Json, *, where: str = "response_url") -> None:
    """Do what a response_url is sent, its limits aside. Raises `Refused`."""
    for name in given.keys() - MESSAGE_FIELDS:
        world.violations.append(f"{where}: unknown field {name}")
    if truth(given.get("delete_original")):
        if hook.original is not None:
            messages.delete(world, hook.original)
        return
    content = composed(world, where, given)
    if truth(given.get("replace_original")) and hook.original is not None:
        messages.edit(world, hook.original, content)
        return
    message = _new(world, hook, given, content)
    if hook.command and hook.original is None:
        hook.original = message


def _new(world: World, hook: Hook, given: Json, content: Any) -> Message:
    kind = given.get("response_type") or "ephemeral"
    thread_ts = str(given.get("thread_ts") or "")
    if kind == "in_channel":
        return messages.post(world, hook.channel, content, thread_ts=thread_ts)
    if kind != "ephemeral":
        world.violations.append(f"response_url: unknown response_type {kind}")
    return messages.note(world, hook.channel, hook.user, content, thread_ts=thread_ts)


def use_hook(world: World, hook_id: str, given: Any) -> None:
    """Take what is sent to a response_url. Raises `Refused`, also when it is used up or too old."""
    hook = world.hooks.get(hook_id)
    if hook is None:
        raise Refused("invalid_url")
    if world.clock.now() - hook.at > HOOK_LIVES:
        raise Refused("expired_url")
    if hook.uses >= HOOK_USES:
        raise Refused("used_url")
    hook.uses += 1
    if not isinstance(given, dict):
        raise Refused("invalid_payload")
    channel = world.channels[hook.channel]
    if channel.deleted:
        raise Refused("channel_not_found")
    if channel.archived:
        raise Refused("channel_is_archived")
    respond(world, hook, given)


def _offer(world: World, request: Request, payload: Any) -> None:
    given = payload if isinstance(payload, dict) else {}
    options = given.get("options")
    if options is None:
        options = [option for group in given.get("option_groups") or () for option in group.get("options", ())]
    checker = Checker()
    for number, option in enumerate(checker.items("/options", options, 100, 0)):
        check_option(checker, f"/options/{number}", option)
    if given.keys() - {"options", "option_groups"} or not given:
        checker.wrong("/options", "options or option_groups must be given, and nothing else")
    if checker.problems and world.checked:
        world.violations += [f"acknowledgement: {problem}" for problem in checker.problems]
        raise Refused("invalid_options")
    request.options = tuple(options)
    if request.view is not None:
        request.view.suggested[request.payload["block_id"]] = request.options
    world.happened(Happening("options", None, request.user, request.view, request.options))


def _after_submission(world: World, request: Request, payload: Any) -> None:
    view = request.view
    if view is None:
        return
    action = payload.get("response_action") if isinstance(payload, dict) else None
    match action:
        case None:
            if payload:
                world.violations.append(f"acknowledgement: no response_action in {payload}")
                raise Refused("invalid_response_action")
            modals.close(world, view)
        case "errors":
            modals.show_errors(world, view, _errors(world, view, payload.get("errors")))
        case "update":
            modals.update_modal(world, view, modals.checked(world, "acknowledgement", payload.get("view"), "modal"))
        case "push":
            modals.push_modal(world, view.user, modals.checked(world, "acknowledgement", payload.get("view"), "modal"))
        case "clear":
            modals.clear(world, view.user)
        case _:
            world.violations.append(f"acknowledgement: unknown response_action {action}")
            raise Refused("invalid_response_action")


def _errors(world: World, view: OpenView, given: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    sentences = isinstance(given, dict) and all(isinstance(value, str) and value for value in given.values())
    if not given or not sentences or set(given) - inputs:
        world.violations.append(f"acknowledgement: errors belong to input blocks: {given}")
        raise Refused("invalid_errors")
    return dict(given)
