"""The arrows of the design: who may know whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("adapters/**/*.py")])
OUTSIDE = {"adapters", "discord", "slack_bolt", "slack_sdk", "prompt_toolkit", "rich"}
IMPURE = {"asyncio", "os", "pathlib", "secrets", "socket", "sqlalchemy", "time", "urllib"}
ROOMS = (
    *("appeals", "authoring", "calendar", "classes", "curriculum", "facts", "homework", "privacy"),
    *("quiz.rounds", "quiz.solo", "responses", "standings"),
)
PURE = sorted([*ROOT.glob("bot/marking/*.py"), *ROOT.glob("bot/**/model.py"), *ROOT.glob("bot/quiz/kinds/*.py")])


def imports_of(path: Path) -> set[str]:
    """The full names of everything that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: import by full name"
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def name_of(path: Path) -> str:
    """A module's dotted name."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def readable(path: Path) -> str:
    """How a module is called in the test's name."""
    return name_of(path)


@pytest.mark.parametrize("path", [path for path in MODULES if "bot" in path.relative_to(ROOT).parts[:1]], ids=readable)
def test_the_core_knows_no_adapter_and_no_chat_library(path: Path):
    """`bot` imports nothing of `adapters`, of a chat platform's library, or of the terminal's."""
    assert not {name.partition(".")[0] for name in imports_of(path)} & OUTSIDE


@pytest.mark.parametrize("path", PURE, ids=readable)
def test_rules_are_pure(path: Path):
    """Marking, kinds and models know no clock, no input or output, and no chance but what is handed to them."""
    imported = imports_of(path)
    assert not {name.partition(".")[0] for name in imported} & IMPURE
    chance = {name for name in imported if name.startswith("random")}
    # A layout is shuffled by `Random(seed)`: the same seed, the same layout, whoever asks and whenever.
    assert chance <= {"random", "random.Random"}
    text = path.read_text("utf-8")
    assert not re.search(r"\brandom\.\w+\(", text)
    # Dates may be reckoned with; what day it is comes in.
    assert not re.search(r"\.(now|today|utcnow)\(", text)


@pytest.mark.parametrize("path", sorted(ROOT.glob("bot/marking/*.py")), ids=readable)
def test_marking_knows_nothing_but_itself_and_the_string_distance(path: Path):
    """The marking rules could be taken out and used elsewhere."""
    others = {name for name in imports_of(path) if name.partition(".")[0] not in sys.stdlib_module_names}
    assert all(name.startswith(("bot.marking", "rapidfuzz")) for name in others)


@pytest.mark.parametrize("path", MODULES, ids=readable)
def test_rooms_meet_through_their_services(path: Path):
    """A room's store is imported by that room alone."""
    for room in ROOMS:
        if not name_of(path).startswith(f"bot.{room}."):
            assert f"bot.{room}.store" not in imports_of(path), f"{room} is reached through its service"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "adapters" in path.relative_to(ROOT).parts[:1]], ids=readable
)
def test_adapters_look_no_deeper_than_they_may(path: Path):
    """Adapters know the chat language, the composition root and the process's own plumbing; no room of the bot."""
    rooms = {
        "authoring",
        "appeals",
        "calendar",
        "classes",
        "facts",
        "quiz",
        "responses",
        "schedule",
        "standings",
        "marking",
        "storage",
    }
    for name in imports_of(path):
        assert not any(f"{name}.".startswith(f"bot.{room}.") for room in rooms), name


@pytest.mark.parametrize("path", MODULES, ids=readable)
def test_modules_stay_readable(path: Path):
    """A module that outgrows 400 lines is two modules."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_nothing_is_built_at_import():
    """Importing everything starts no thread, opens no file and reaches no network."""
    names = [name_of(path) for path in MODULES if "migrations" not in path.parts]
    program = (
        "import sys, threading, importlib\n"
        "opened = []\n"
        "def watch(event, args):\n"
        "    if event in ('socket.connect', 'sqlite3.connect', 'subprocess.Popen'): opened.append(event)\n"
        "    writing = event == 'open' and args[1] and set('wax+') & set(str(args[1]))\n"
        "    if writing and '__pycache__' not in str(args[0]): opened.append(str(args[0]))\n"
        "sys.addaudithook(watch)\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "assert not opened, opened\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_top_level_is_as_it_was_agreed():
    """No folder stands at the top but the six, and what git or an editor hides."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"dist"}
    else:
        folders = {line.partition("/")[0] for line in listed.stdout.splitlines() if "/" in line}
    assert {name for name in folders if not name.startswith(".")} <= {"bot", "content", "adapters", "tests", "deploy"}
