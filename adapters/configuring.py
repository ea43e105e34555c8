"""How commands come by their settings, and the command that shows them. Nothing heavy is loaded for it before."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adapters.settings import OperatorSettings, Reading


class Parser(argparse.ArgumentParser):
    """One that takes settings out of a file, before and after a command: those of commands are made of it, too."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.add_argument(
            "--settings",
            type=Path,
            metavar="FILE",
            default=argparse.SUPPRESS,
            help="settings, in place of .env and swot.toml",
        )


def reading(parsed: argparse.Namespace) -> Reading:
    """The settings for a command, and all that is to be said of them."""
    from adapters.settings import read  # noqa: PLC0415

    return read(os.environ, getattr(parsed, "settings", None))


def configured(parsed: argparse.Namespace) -> OperatorSettings:
    """The settings for a command; what is odd about them goes to standard error. Raises `UserError`."""
    read = reading(parsed)
    for warning in read.warnings:
        print(warning, file=sys.stderr)
    return read.sound()


def add_settings(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that shows them."""
    settings = commands.add_parser("settings", help="every setting: its value, where it is from, what it is for")
    settings.add_argument(
        "--example",
        type=Path,
        nargs="?",
        const=Path("swot.toml"),
        metavar="FILE",
        help="write them all into a new file to begin with: swot.toml, or one as .env",
    )
    settings.set_defaults(run=_settings)


def _settings(parsed: argparse.Namespace) -> int:
    from adapters.settings.showing import shown  # noqa: PLC0415

    if parsed.example is not None:
        return _write_example(parsed.example)
    found = reading(parsed)
    print(shown(found, shutil.get_terminal_size().columns))
    return 1 if found.mistakes else 0


def _write_example(path: Path) -> int:
    from adapters.settings.examples import example  # noqa: PLC0415
    from bot.errors import UserError  # noqa: PLC0415

    try:
        # Nobody else is to read it once there are secrets in it.
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(example(toml=path.suffix == ".toml").encode())
    except FileExistsError as error:
        raise UserError(f"{path} is there already, and nothing was changed. Name another file.") from error
    print(f"Every setting is in {path}, with what it is for: take the # from those that you set.")
    return 0
