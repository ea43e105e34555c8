"""Bodies that make or change a message: what Discord takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.loopback.discord.components import TEXT, check_components, everything
from tests.loopback.discord.errors import Path, Problems, Refusal
from tests.loopback.discord.mentions import check_allowed

EPHEMERAL, LOADING, NEW_COMPONENTS = 1 << 6, 1 << 7, 1 << 15
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, VOICE = 1 << 2, 1 << 12, 1 << 13
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | NEW_COMPONENTS | VOICE
MAX_FILE, MAX_REQUEST, MAX_FILES, MAX_CONTENT, MAX_EMBEDS_TEXT = 10 << 20, 25 << 20, 10, 2000, 6000
_LEGACY = ("content", "embeds", "poll", "sticker_ids")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    place: int
    """The number in `files[n]`."""
    name: str
    data: bytes


def check_message(
    body: dict[str, Any], files: list[Upload], *, before: dict[str, Any] | None = None, at: Path = ()
) -> None:
    """Raise `Refusal` for a body that Discord would not take. `before` is the message that it changes, if any."""
    if sum(len(file.data) for file in files) > MAX_REQUEST or any(len(file.data) > MAX_FILE for file in files):
        raise Refusal(413, 40005, "Request entity too large")
    problems = Problems()
    old = (before or {}).get("flags", 0)
    flags = problems.number(body, "flags", at, least=0, most=2**31 - 1, default=0)
    new = bool((flags | old) & NEW_COMPONENTS)
    if new:
        words = "The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        problems.only(body, _LEGACY, at, code=code, message=words)
        if before and not old & NEW_COMPONENTS:
            # What stands there and is not taken away would be left over.
            left = {name: before.get(name) for name in ("content", "embeds") if name not in body}
            problems.only(left, left, at, code=code, message=words)
    problems.text(body, "content", at, most=MAX_CONTENT)
    _check_embeds(problems, body, at)
    _check_nonce(problems, body, at)
    for name in ("tts", "enforce_nonce"):
        problems.flag(body, name, at)
    check_allowed(problems, body, at)
    components = problems.items(body, "components", at, most=40)
    check_components(problems, components, (*at, "components"), new=new)
    _check_files(problems, body, files, before, at)
    problems.settle()
    _check_not_empty(body, files, before, new=new)


def _check_nonce(problems: Problems, body: dict[str, Any], at: Path) -> None:
    nonce = body.get("nonce")
    if isinstance(nonce, str):
        problems.length((*at, "nonce"), len(nonce), 0, 25)
    elif nonce is not None and (isinstance(nonce, bool) or not isinstance(nonce, int)):
        problems.add((*at, "nonce"), "NONCE_TYPE_INVALID", "Must be an integer or a string.")


def _check_embeds(problems: Problems, body: dict[str, Any], at: Path) -> None:
    embeds = problems.items(body, "embeds", at, most=10)
    total = 0
    for place, embed in enumerate(embeds):
        path = (*at, "embeds", place)
        texts = [problems.text(embed, "title", path, most=256), problems.text(embed, "description", path, most=4096)]
        for name, part, most in (("footer", "text", 2048), ("author", "name", 256)):
            if isinstance(embed.get(name), dict):
                texts.append(problems.text(embed[name], part, (*path, name), least=1, most=most))
        for number, field in enumerate(problems.items(embed, "fields", path, most=25)):
            here = (*path, "fields", number)
            texts.append(problems.text(field, "name", here, least=1, most=256))
            texts.append(problems.text(field, "value", here, least=1, most=1024))
        total += sum(len(text) for text in texts)
    if total > MAX_EMBEDS_TEXT:
        words = f"Embed size exceeds maximum size of {MAX_EMBEDS_TEXT}"
        problems.add((*at, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", words)


def _check_files(
    problems: Problems, body: dict[str, Any], files: list[Upload], before: dict[str, Any] | None, at: Path
) -> None:
    problems.length((*at, "files"), len(files), 0, MAX_FILES)
    places = {str(file.place) for file in files}
    kept = {attachment["id"] for attachment in (before or {}).get("attachments", ())}
    for number, attachment in enumerate(problems.items(body, "attachments", at, most=MAX_FILES)):
        here = (*at, "attachments", number)
        id = attachment.get("id")
        if id is None:
            problems.missing((*here, "id"))
        elif str(id) not in places | kept:
            problems.add((*here, "id"), "ATTACHMENT_NOT_FOUND", f'Attachment data "{id}" was not found')
        problems.text(attachment, "description", here, most=1024)
        problems.text(attachment, "filename", here, most=1024)
    known = names_of(body, files, before)
    for place, url, path in _media(body.get("components") or [], (*at, "components")):
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in known:
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            problems.add((*path, place, "url"), code, "The referenced attachment was not found")


def names_of(body: dict[str, Any], files: list[Upload], before: dict[str, Any] | None) -> set[str]:
    """The names under which components may refer to files."""
    told = {str(one.get("id")): one for one in body.get("attachments") or () if isinstance(one, dict)}
    names = {told.get(str(file.place), {}).get("filename") or file.name for file in files}
    kept = (before or {}).get("attachments", ())
    return names | {one["filename"] for one in kept if body.get("attachments") is None or one["id"] in told}


def _media(components: list[Any], path: Path) -> list[tuple[str, str, Path]]:
    """Every media item below: the name it stands under, its address and the path to what holds it."""
    found: list[tuple[str, str, Path]] = []
    for place, component in enumerate(components):
        if not isinstance(component, dict):
            continue
        here = (*path, place)
        holders = [(component, here)]
        items = component.get("items")
        if isinstance(items, list):
            holders += [(item, (*here, "items", number)) for number, item in enumerate(items)]
        for holder, where in holders:
            for name in ("media", "file"):
                media = holder.get(name) if isinstance(holder, dict) else None
                if isinstance(media, dict) and isinstance(media.get("url"), str):
                    found.append((name, media["url"], where))
        found += _media(component.get("components") or [], (*here, "components"))
        if isinstance(component.get("accessory"), dict):
            found += [
                (name, url, (*here, "accessory", *where[len(here) + 1 :]))
                for name, url, where in _media([component["accessory"]], here)
            ]
    return found


def _check_not_empty(body: dict[str, Any], files: list[Upload], before: dict[str, Any] | None, *, new: bool) -> None:
    stands = before or {}

    def left(name: str) -> Any:
        return body[name] if name in body else stands.get(name)

    content = (left("content") or "").strip()
    rows = left("components")
    shown = rows if new else content or left("embeds") or rows or files or left("attachments")
    if not (shown or body.get("poll") or body.get("sticker_ids")):
        raise Refusal(400, 50006, "Cannot send an empty message")


def unseen_files(body: dict[str, Any], files: list[Upload]) -> list[str]:
    """Files that nobody would see: in the new system only components show them."""
    if not isinstance(body.get("flags"), int) or not body["flags"] & NEW_COMPONENTS:
        return []
    shown = {url.removeprefix("attachment://") for _, url, _ in _media(body.get("components") or [], ())}
    return sorted(names_of(body, files, None) - shown)


def texts_of(message: dict[str, Any]) -> list[str]:
    """The texts in which mentions count."""
    shown = [part["content"] for part in everything(message["components"]) if part["type"] == TEXT]
    return [message["content"], *shown]
