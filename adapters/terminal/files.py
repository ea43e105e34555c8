"""Files at the terminal: those of this machine, named by their paths."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from bot.chat import File, Form
from bot.chat.registry import Registry
from bot.chat.written import split_options
from bot.errors import UserError


def named_in_command(registry: Registry, words: str) -> frozenset[str]:
    """The paths that a command names: at a terminal, to name a file is to attach it."""
    try:
        handler, rest = registry.command(words)
        given = split_options(handler.parameters, rest)
    except UserError:
        return frozenset()
    files = (given.get(option.name, "") for option in handler.parameters if option.kind == "file")
    return frozenset(str(file) for file in files if file)


def named_in_form(form: Form, fields: dict[str, str]) -> frozenset[str]:
    """The paths that a form was filled in with."""
    return frozenset(fields[entry.name] for entry in form.entries if entry.file and fields.get(entry.name))


def written(folder: Path, file: File) -> Path:
    """Where a file was written that somebody was given: under its name, or another where that is taken already."""
    stem, _, ending = file.name.rpartition(".")
    for number in count(1):
        path = folder / (file.name if number == 1 else f"{stem}-{number}.{ending}")
        try:
            with path.open("xb") as opened:
                opened.write(file.data)
        except FileExistsError:
            continue
        return path
    raise AssertionError("numbers have no end")


def content_of(folder: Path, named: str, limit: int) -> bytes:
    """What is in a file, named by its path, or by the part of it below `folder`.

    Raises `UserError` over `limit` bytes, and where there is no file that can be read.
    """
    try:
        path = folder / Path(named).expanduser()
        if not path.is_file():  # nor a device or a pipe, which may have no end
            raise UserError(f"There is no file “{named[:60]}” here. Give its path on this machine.")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, RuntimeError) as error:  # the latter of a `~` that leads nowhere
        raise UserError(f"That file can't be read: {getattr(error, 'strerror', '') or error}.") from error
    if len(content) > limit:
        raise UserError(f"That file is larger than {limit:,} bytes.")
    return content
