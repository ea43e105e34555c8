"""What the doctor finds at home and on Slack, where all is well and where it is not; it changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.doctor import told
from adapters.doctor.at_home import look_at_certificates, look_at_database
from adapters.doctor.findings import stands_alone
from adapters.outgoing import DIRECTLY
from adapters.slack.manifest import SCOPES
from bot.storage.schema import HEAD
from tests.conftest import DATA
from tests.doctor.clinic import PACKS, ROOT, declared, found, on_discord, on_slack, said
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.slack import LoopbackSlack
from tests.postgres import Postgres

# All well


async def test_where_all_is_well_every_line_says_so(discord: LoopbackDiscord, slack: LoopbackSlack, school: str):
    """Both platforms; nothing is asked for but to be told, no session begun, nothing sent."""
    await declared(discord, school)
    identified = discord.gateway.identified
    findings = await found({**on_discord(discord, school), **on_slack(slack, school)})
    assert [one for one in findings if one.kind != "ok"] == []
    text = told(findings)
    for line in (
        "Swot is to run on Discord and Slack.",
        "Connections go out directly, without a proxy.",
        "Certificate authorities that are believed:",
        "The pack garden can be read:",
        f"its tables are up to date ({HEAD})",
        "Discord can be reached.",
        "The clock is right.",
        "Discord's gateway answers.",
        "Discord's files can be reached.",
        f"the application is “Swot” ({discord.application_id})",
        "Swot is in 1 server: “School”.",
        "In the server “School” Swot may do all that it has to.",
        "In #history of the class “12A” Swot may do all that it has to.",
        "The commands are up to date.",
        "Slack knows the bot token",
        "every scope of the manifest",
        "Slack takes the app token",
        "Swot calls its commands /quiz, /swot and so on. Where Slack has them with a prefix, set SWOT_SLACK_PREFIX",
    ):
        assert line in text
    assert text.endswith("\nNothing is wrong.")
    assert discord.gateway.identified == identified
    assert {one.method for one in discord.requests} == {"GET"}
    assert {call.method for call in slack.requests} == {"auth.test", "apps.connections.open"}
    assert slack.sockets.connections == []
    for secret in (discord.token, slack.bot_token, slack.app_token):
        assert secret not in text


# Settings


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({}, "There is nothing to run on. Set SWOT_DISCORD_TOKEN, or"),
        ({"SWOT_SLACK_BOT_TOKEN": "xoxb-1"}, "one of them is missing"),
        ({"SWOT_PROXY": "socks5://a:1"}, "SWOT_PROXY is no proxy that Swot can use"),
        ({"SWOT_CA_FILE": "none.pem"}, "SWOT_CA_FILE names none.pem, which is not there"),
        ({"SSL_CERT_FILE": "none.pem"}, "SSL_CERT_FILE names none.pem, which is not there"),
    ],
)
def test_the_process_says_what_is_wrong_with_the_settings(tmp_path: Path, environment: dict[str, str], line: str):
    """As somebody at a terminal sees it, on one that has no signs but ASCII too; its status is 1."""
    clean = {name: value for name, value in os.environ.items() if not name.upper().startswith("SWOT_")}
    process = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "doctor", "--pack", str(PACKS[0])],
        cwd=ROOT,
        env={**clean, "SWOT_DATA_DIR": str(tmp_path / "data"), "PYTHONIOENCODING": "ascii", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr == ""
    assert any("wrong" in one and line in one for one in process.stdout.splitlines()), process.stdout
    assert "The database is made at the first start." in process.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"SWOT_DISCORD_SHARDS": "many"}, "SWOT_DISCORD_SHARDS is written as 0-3/16"),
        ({"SWOT_DISCORD_TRIAL_SERVER": "mine"}, "SWOT_DISCORD_TRIAL_SERVER is the id of a server"),
        ({"SWOT_DISCORD_TRIAL_SERVER": "7"}, "Swot is not in the server 7"),
        ({"SWOT_WORDS": "none"}, "SWOT_WORDS names none, and there is no such folder"),
        ({"SWOT_CA_FILE": "none.pem"}, "SWOT_CA_FILE names none.pem, which is not there"),
    ],
)
async def test_one_wrong_setting_does_not_keep_the_rest_from_being_looked_at(
    discord: LoopbackDiscord, school: str, more: dict[str, str], line: str
):
    """The token is asked about, and the servers."""
    findings = await found(on_discord(discord, school, **more))
    [one] = said(findings, "wrong")
    assert line in one
    assert any("Swot is in 1 server" in words for words in said(findings, "ok"))


# At home


async def test_a_database_is_looked_into_and_left_as_it_is(postgres: Postgres, sqlite_url: str, tmp_path: Path):
    """Up to date, older, newer, empty, none, none of ours, no server: SQLite and PostgreSQL."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))

    async def line(url: str) -> str:
        [one] = await stands_alone("no", look_at_database(url, tmp_path), 15)
        return f"{one.kind}: {one.words}"

    assert await line(sqlite_url) == f"ok: The database can be reached, and its tables are up to date ({HEAD})."
    for revision, words in (
        ("0003", "note: The database's tables are at 0003: the next start brings them up to date."),
        ("9999", "wrong: The database was written by a newer Swot (tables at 9999)."),
    ):
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.close()
        before = file.read_bytes()
        assert await line(sqlite_url) == words
        assert file.read_bytes() == before
    assert "its tables are up to date" in await line(postgres.fresh_database())
    assert await line(f"sqlite:///{tmp_path / 'none.db'}") == "ok: The database is made at the first start."
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "letter.db").write_bytes(b"Dear Sir or Madam, " * 100)
    assert "is not a database, or is damaged" in await line(f"sqlite:///{tmp_path / 'letter.db'}")
    assert "There is no folder" in await line(f"sqlite:///{tmp_path / 'no' / 'swot.db'}")
    assert "Swot can't reach the database" in await line("postgresql://swot:secret@127.0.0.1:1/swot")
    assert "sqlite:///path/to/file or postgresql://" in await line("mysql://x")


async def test_whom_the_system_believes_is_believed(monkeypatch: pytest.MonkeyPatch):
    """Where nothing else is said."""
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "the system's own." in [*await look_at_certificates(DIRECTLY)][1].words


async def test_a_pack_that_is_not_there_or_has_mistakes(tmp_path: Path):
    """Each pack by itself."""
    broken = shutil.copytree(DATA / "garden", tmp_path / "broken")
    (broken / "pack.yaml").write_text("id: [", "utf-8")
    lines = said(await found({}, packs=(*PACKS, tmp_path / "none", broken)), "wrong")
    assert f"There is no pack {tmp_path / 'none'}. --pack names its folder." in lines
    assert f"The pack broken has mistakes and can't be used. `swot check {broken}` says where and what to do." in lines


async def test_a_data_folder_that_can_not_be_written_to(tmp_path: Path):
    """Such as one that is a file."""
    (tmp_path / "data").write_text("hello")
    lines = said(await found({"SWOT_DATA_DIR": str(tmp_path / "data")}), "wrong")
    [line] = [line for line in lines if "can't be written to" in line]
    assert line.startswith(f"The folder {tmp_path / 'data'} can't be written to.")
    assert "SWOT_DATA_DIR" in line


# Slack


async def test_tokens_that_slack_does_not_take(slack: LoopbackSlack, sqlite_url: str):
    """Each with where it is found."""
    wrong = {"SWOT_SLACK_BOT_TOKEN": "xoxb-0", "SWOT_SLACK_APP_TOKEN": "xapp-0"}
    bot, app = said(await found({**on_slack(slack, sqlite_url), **wrong}), "wrong")
    assert bot.startswith("Slack does not take the bot token (invalid_auth)")
    assert app.startswith("Slack does not take the app token (invalid_auth)")


async def test_scopes_that_are_missing(slack: LoopbackSlack, sqlite_url: str):
    """By their names; what an operator may add beside the manifest is not missed."""
    slack.scopes.discard("files:write")
    slack.scopes.discard("im:write")
    [line] = said(await found(on_slack(slack, sqlite_url)), "wrong")
    assert line.startswith("The bot token lacks im:write, files:write.")
    assert set(SCOPES) - slack.scopes == {"files:write", "im:write"}


async def test_slack_out_of_reach(sqlite_url: str, slack: LoopbackSlack):
    """Both questions are asked by themselves, and its hosts are named."""
    environment = on_slack(slack, sqlite_url, SWOT_SLACK_API_URL="http://127.0.0.1:1/api/")
    text = told(await found(environment))
    assert text.count("Slack can't be reached:") == 2
    assert "wss-primary.slack.com" in text
    assert "gateway.discord.gg" not in text
