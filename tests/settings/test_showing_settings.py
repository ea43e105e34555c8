"""`swot settings`: everything is there, at any width, and no secret is told anywhere."""

from __future__ import annotations

import io
import logging
import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from adapters.cli import main
from adapters.logs import Discreet
from adapters.running import settings_of
from adapters.settings import read
from adapters.settings.examples import example
from adapters.settings.model import ABOUT, FILE, is_secret, variable
from adapters.settings.showing import shown
from tests.conftest import DATA

TOKENS = {name: f"s3cr3t-of-{name}-0123456789" for name in ABOUT if is_secret(name)}
GIVEN = {
    **TOKENS,
    "proxy": f"http://swot:{TOKENS['proxy']}@proxy.school:8080",
    "database_url": f"postgresql://swot:{TOKENS['database_url']}@db/swot",
    "slack_url": "https://swot.example",
    "slack_client_id": "1.2",
}
ENVIRONMENT = {variable(name): value for name, value in GIVEN.items() if name != "slack_app_token"}
"""All of them that go together: two ways to Slack are too many."""


def telling(text: str) -> list[str]:
    """The secrets that a text tells."""
    return [secret for secret in TOKENS.values() if secret in text]


# Secrets


def test_no_secret_is_in_what_anything_looks_like():
    """Neither the model nor what is made of it tells one when it is printed, whichever way."""
    found = read(ENVIRONMENT, folder=DATA)
    settings = found.sound()
    running = settings_of(settings, ())
    looks = [repr(found), str(settings), repr(settings), repr(running), str(settings.model_dump())]
    looks += [settings.model_dump_json(), shown(found, 80), repr(vars(settings))]
    assert [telling(text) for text in looks] == [[]] * len(looks)
    assert set(settings.secrets) == {secret for name, secret in TOKENS.items() if name != "slack_app_token"}


@pytest.mark.parametrize("name", list(TOKENS))
def test_no_secret_is_in_an_error(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]):
    """Where everything about it is wrong: its name, its place, its neighbours, and the file it is in."""
    secret = GIVEN[name]
    (tmp_path / "secret").write_text(secret)
    for file, text in (
        ("swot.toml", f'{name} = "{secret}"\n{name}s = "{secret}"\nlisten = "x"\n'),
        ("swot.toml", f'{name} = "{secret}"\n{name} = "{secret}"\n'),
        ("swot.toml", f"{name} = {secret}\n"),
        ("swot.toml", f'{name} = ["{secret}"]\n'),
        (".env", f"{variable(name)}={secret}\n{variable(name)}S={secret}\n{secret} {secret}\n"),
        (".env", f"{variable(name)}={secret}\n{variable(name)}{FILE}={tmp_path / 'secret'}\nSWOT_LISTEN=x\n"),
    ):
        path = tmp_path / file
        path.write_text(text)
        assert main(["--settings", str(path), "settings"]) == 1
        assert main(["--settings", str(path), "run"]) == 1
        told = capsys.readouterr()
        assert telling(told.out + told.err) == []
        assert "Traceback" not in told.err
        path.unlink()


def test_no_secret_is_in_the_log():
    """Even one that looks like nothing in particular, in a message or in its arguments."""
    to = io.StringIO()
    handler = logging.StreamHandler(to)
    handler.setFormatter(Discreet(read(ENVIRONMENT, folder=DATA).settings.secrets))
    for secret in ENVIRONMENT.values():
        handler.handle(logging.LogRecord("bot.x", logging.WARNING, __file__, 1, "with %s", (secret,), None))
    assert telling(to.getvalue()) == []
    assert to.getvalue().count("[hidden]") >= len(TOKENS) - 1


# The list


@pytest.mark.parametrize("width", [80, 120])
def test_the_list_fits_a_terminal(width: int):
    """Every setting with its value, where it is from and what it is for, in lines that no terminal breaks."""
    places = {"SWOT_DATA_DIR": "/data", "SWOT_CACHE_DIR": "/cache"}
    lines = shown(read(ENVIRONMENT | places, folder=DATA), width).splitlines()
    for name, about in ABOUT.items():
        [at] = [number for number, line in enumerate(lines) if line.startswith(f"  {variable(name)} ")]
        assert lines[at + 1].strip() == about.what or lines[at + 2].strip() == about.what
    assert max(map(len, lines)) <= width
    [token] = [line for line in lines if "SWOT_DISCORD_TOKEN " in line]
    assert (
        token
        == f"  {'SWOT_DISCORD_TOKEN':27}set, {len(TOKENS['discord_token'])} characters".ljust(width)[
            : width - 11
        ].ljust(width - 11)
        + "environment"
    )


def test_what_is_said_of_a_setting_is_a_line():
    """Short enough for one in a terminal, and without what a page would take for more."""
    for about in ABOUT.values():
        assert len(about.what) <= 72
        assert not set("\n|") & set(about.what)


def test_a_process_lists_its_settings_where_it_is_piped(tmp_path: Path):
    """In 80 columns, whatever the terminal was; mistakes are below, and its status is 1 then."""
    (tmp_path / ".env").write_text("SWOT_WORDS=here\nSWOT_WORD=x\n")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SWOT_", "COLUMNS"))}
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "settings"],
        cwd=tmp_path,
        env={**clean, "PYTHONPATH": str(DATA.parent.parent), "XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/c"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "! .env, line 2: SWOT_WORD is no setting; did you mean SWOT_WORDS?"
    assert f"  {'SWOT_WORDS':27}here{'.env, line 1':>47}\n" in done.stdout


# Examples


def test_an_example_has_every_setting_and_sets_none(tmp_path: Path):
    """As it is written it changes nothing; with every # taken away it is read without a mistake."""
    for name, toml in (("swot.toml", True), (".env", False)):
        path = tmp_path / name
        path.write_text(text := example(toml=toml), "utf-8")
        path.chmod(0o600)
        assert read({}, path).sound() == read({}, folder=DATA).settings
        free = "\n".join(
            line[1:] if line.startswith("#") and line[1] not in " #" else line for line in text.split("\n")
        )
        path.write_text(free, "utf-8")
        found = read({}, path)
        assert found.mistakes + found.warnings == ()
        assert all(origin.startswith(str(path)) for origin in found.origins.values())
    assert set(tomllib.loads((tmp_path / "swot.toml").read_text("utf-8"))) == set(ABOUT)


def test_an_example_is_written_for_nobody_else_and_over_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """swot.toml unless another is named; one that is there stays as it is."""
    monkeypatch.chdir(tmp_path)
    assert main(["settings", "--example"]) == 0
    assert main(["settings", "--example", "mine.env"]) == 0
    assert "#SWOT_DISCORD_TOKEN=" in Path("mine.env").read_text("utf-8")
    assert stat.S_IMODE(Path("swot.toml").stat().st_mode) == 0o600 or os.name != "posix"
    Path("swot.toml").write_text("mine")
    assert main(["settings", "--example"]) == 1
    assert Path("swot.toml").read_text() == "mine"
    assert "is there already, and nothing was changed" in capsys.readouterr().err


# Commands


def test_a_command_reads_the_file_that_it_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Before the command or after it; `swot manifest` takes prefix and address from there, unless told otherwise."""
    path, manifest = tmp_path / "mine.toml", tmp_path / "manifest.yaml"
    path.write_text('slack_prefix = "mine-"\nslack_url = "https://swot.example/"\n')
    for command in (
        ["--settings", str(path), "manifest", str(manifest)],
        ["manifest", str(manifest), "--settings", str(path)],
    ):
        assert main(command) == 0
        assert "command: /mine-quiz" in manifest.read_text("utf-8")
        assert "https://swot.example/slack/events" in manifest.read_text("utf-8")
    assert main(["manifest", str(manifest), "--settings", str(path), "--prefix", ""]) == 0
    assert "command: /quiz" in manifest.read_text("utf-8")
    path.write_text('slack_prefix = "Mine "\n')
    assert main(["manifest", str(manifest), "--settings", str(path)]) == 1
    assert "SWOT_SLACK_PREFIX is what the commands begin with" in capsys.readouterr().err
