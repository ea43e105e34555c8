"""The Web API's methods for files, and what they refuse."""

from __future__ import annotations

from tests.loopback.slack import messages
from tests.loopback.slack.files import StoredFile
from tests.loopback.slack.messages import parsed
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.web import Method, Web, writable
from tests.loopback.slack.world import Json


def _get_upload_url(web: Web, args: Json) -> Json:
    web.need("files:write")
    world = web.world
    if not args.get("filename") or not str(args.get("length") or "").isdigit() or not int(args["length"]):
        raise Refused("missing_argument")
    if len(str(args.get("alt_txt") or "")) > 1000:
        raise Refused("alt_txt_too_large")
    file = StoredFile(world.new_id("F"), str(args["filename"]), int(args["length"]), world.bot_user_id)
    file.alt = str(args.get("alt_txt") or "")
    world.files[file.id] = file
    return {"upload_url": f"{world.origin}/upload/v1/{file.id}", "file_id": file.id}


def _complete_upload(web: Web, args: Json) -> Json:
    web.need("files:write")
    world = web.world
    given = parsed(args.get("files"), "invalid_arguments")
    if not isinstance(given, list) or not given or not all(isinstance(entry, dict) for entry in given):
        raise Refused("invalid_arguments")
    files = [world.files.get(str(entry.get("id"))) for entry in given]
    if any(file is None or file.data is None or file.ready_at is not None for file in files):
        raise Refused("file_not_found")
    channel = writable(web, args["channel_id"]) if args.get("channel_id") else None
    found = [file for file in files if file is not None]
    for file, entry in zip(found, given, strict=True):
        file.title = str(entry.get("title") or "")
        file.ready_at = world.clock.now() + web.file_lag
    if channel is not None:
        content: messages.Content = (str(args.get("initial_comment") or ""), [], {})
        thread_ts = str(args.get("thread_ts") or "")
        messages.post(world, channel.id, content, thread_ts=thread_ts, files=tuple(file.id for file in found))
    return {"files": [world.file_told(file.id) for file in found]}


def _files_info(web: Web, args: Json) -> Json:
    web.need("files:read")
    file = web.world.files.get(str(args.get("file") or ""))
    if file is None or file.data is None:
        raise Refused("file_not_found")
    return {"file": web.world.file_told(file.id), "comments": []}


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": _get_upload_url,
    "files.completeUploadExternal": _complete_upload,
    "files.info": _files_info,
}
