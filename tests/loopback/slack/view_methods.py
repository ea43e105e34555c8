"""The Web API's methods for views, and what they refuse."""

from __future__ import annotations

from tests.loopback.slack import modals
from tests.loopback.slack.messages import parsed
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.web import Method, Web
from tests.loopback.slack.world import Json, OpenView


def _views_open(web: Web, args: Json) -> Json:
    given = modals.checked(web.world, "views.open", parsed(args.get("view"), "invalid_arguments"), "modal")
    return {"view": modals.open_modal(web.world, modals.exchanged(web.world, args.get("trigger_id")), given).told()}


def _views_push(web: Web, args: Json) -> Json:
    given = modals.checked(web.world, "views.push", parsed(args.get("view"), "invalid_arguments"), "modal")
    return {"view": modals.push_modal(web.world, modals.exchanged(web.world, args.get("trigger_id")), given).told()}


def _views_update(web: Web, args: Json) -> Json:
    world = web.world
    wanted, external = args.get("view_id"), args.get("external_id")
    view: OpenView | None = None
    for stack in world.stacks.values():
        for candidate in stack:
            if candidate.id == wanted or (external and candidate.given.get("external_id") == external):
                view = candidate
    if view is None:
        raise Refused("not_found")
    if args.get("hash") and args["hash"] != view.hash:
        raise Refused("hash_conflict")
    new = parsed(args.get("view"), "invalid_arguments")
    if isinstance(new, dict) and new.get("external_id") == view.given.get("external_id"):
        new = {name: value for name, value in new.items() if name != "external_id"}
    given = modals.checked(world, "views.update", new, "modal")
    if view.given.get("external_id"):
        given.setdefault("external_id", view.given["external_id"])
    return {"view": modals.update_modal(world, view, given).told()}


def _views_publish(web: Web, args: Json) -> Json:
    user = str(args.get("user_id") or "")
    if user not in web.world.users:
        raise Refused("user_not_found")
    given = modals.checked(web.world, "views.publish", parsed(args.get("view"), "invalid_arguments"), "home")
    return {"view": modals.publish(web.world, user, given, str(args.get("hash") or "")).told()}


METHODS: dict[str, Method] = {
    "views.open": _views_open,
    "views.push": _views_push,
    "views.update": _views_update,
    "views.publish": _views_publish,
}
