"""Views: the stack of modals on a person's screen, and their home page."""

from __future__ import annotations

from typing import Any, Literal

from bot.clock import SECOND
from tests.loopback.slack.blocks import check_view, too_large
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.state import initial_state
from tests.loopback.slack.world import Happening, Json, OpenView, Trigger, World

TRIGGER_LIVES = 3 * SECOND
MAX_STACK = 3


def new_trigger(world: World, user: str) -> str:
    """A trigger_id for something that `user` just did."""
    trigger = f"{world.new_id('')}.{world.new_id('')}.{len(world.triggers):032x}"
    world.triggers[trigger] = Trigger(user, world.clock.now())
    return trigger


def exchanged(world: World, given: Any) -> str:
    """Use up a trigger_id; give whose it is. Raises `Refused`."""
    trigger = world.triggers.get(str(given or ""))
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if world.clock.now() - trigger.at > TRIGGER_LIVES:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger.user


def checked(world: World, where: str, view: Any, kind: Literal["modal", "home"]) -> Json:
    """The view with block ids filled in. Raises `Refused`; every problem is also a violation."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", ("[ERROR] must be an object [json-pointer:/view]",))
    if world.checked:
        if too_large(view):
            world.violations.append(f"{where}: view_too_large")
            raise Refused("view_too_large")
        problems = check_view(view, kind, world.files, world.clock.now())
        if problems:
            world.violations += [f"{where}: {problem}" for problem in problems]
            raise Refused("invalid_arguments", problems)
    external = view.get("external_id")
    if external and any(other.given.get("external_id") == external for other in all_views(world)):
        raise Refused("duplicate_external_id")
    return {**view, "blocks": world.with_ids(view["blocks"])}


def all_views(world: World) -> list[OpenView]:
    """Every view that is open, and every home page."""
    return [*(view for stack in world.stacks.values() for view in stack), *world.homes.values()]


def _hash(world: World) -> str:
    now = world.clock.now()
    return f"{now // SECOND}.{world.new_id('')[-8:]}"


def _new(world: World, user: str, given: Json) -> OpenView:
    view = OpenView(world, world.new_id("V"), user, given, _hash(world))
    view.values = initial_state(view.blocks)
    return view


def open_modal(world: World, user: str, given: Json) -> OpenView:
    """Show a modal; one that is open already gives way."""
    clear(world, user)
    view = _new(world, user, given)
    view.root = view.id
    world.stacks[user] = [view]
    world.happened(Happening("modal", None, user, view))
    return view


def push_modal(world: World, user: str, given: Json) -> OpenView:
    """Show a modal over the one that is open. Raises `Refused`."""
    stack = world.stacks.get(user, [])
    if not stack:
        raise Refused("not_found")
    if len(stack) >= MAX_STACK:
        raise Refused("push_limit_reached")
    view = _new(world, user, given)
    view.root, view.previous = stack[0].id, stack[-1].id
    stack.append(view)
    world.happened(Happening("modal", None, user, view))
    return view


def update_modal(world: World, view: OpenView, given: Json) -> OpenView:
    """Put something else into a modal; what was entered stays where block and action are the same."""
    view.given, view.hash, view.errors = given, _hash(world), {}
    view.values = initial_state(view.blocks, view.values)
    world.happened(Happening("modal edit", None, view.user, view))
    return view


def show_errors(world: World, view: OpenView, errors: dict[str, str]) -> None:
    """Show sentences at a modal's inputs; what was entered stays."""
    view.errors = errors
    world.happened(Happening("modal errors", None, view.user, view))


def close(world: World, view: OpenView) -> None:
    """Close the modal; the one under it comes back."""
    stack = world.stacks.get(view.user, [])
    if view in stack:
        stack.remove(view)
        view.open = False
        world.happened(Happening("modal closed", None, view.user, view))


def clear(world: World, user: str) -> None:
    """Close all modals."""
    for view in reversed(world.stacks.get(user, [])[:]):
        close(world, view)


def publish(world: World, user: str, given: Json, wanted_hash: str) -> OpenView:
    """Put up a person's home page. Raises `Refused`."""
    view = world.homes.get(user)
    if view is not None and wanted_hash and view.hash != wanted_hash:
        raise Refused("hash_conflict")
    if view is None:
        view = world.homes[user] = _new(world, user, given)
    else:
        view.given, view.hash = given, _hash(world)
        view.values = initial_state(view.blocks, view.values)
    world.happened(Happening("home", None, user, view))
    return view
