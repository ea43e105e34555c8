"""The unit for systemd, and the page that says how to use it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from adapters.cli import main
from tests.deploy.test_container import known

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
UNIT = (DEPLOY / "swot.service").read_text("utf-8")
PAGE = (DEPLOY / "running.md").read_text("utf-8")
MOST_EXPOSED = 2.0
"""Of ten, by systemd's own reckoning."""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here to ask")
def test_systemd_finds_nothing_wrong_and_little_exposed(tmp_path: Path):
    """With a program that is there in the place of Swot."""
    unit = tmp_path / "swot.service"
    unit.write_text(UNIT.replace("/opt/swot/bin/swot", "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
    ).stdout
    level = re.search(r"Overall exposure level for swot.service: ([\d.]+)", told)
    assert level
    assert float(level[1]) <= MOST_EXPOSED


def test_every_variable_of_unit_and_page_is_a_setting():
    """So that none goes stale."""
    named = {*re.findall(r"\bSWOT_\w+", UNIT), *re.findall(r"\bSWOT_\w+", PAGE)}
    assert named
    assert {name for name in named if not known(name)} == set()


def test_credentials_of_the_unit_are_read_from_where_they_are_put():
    """Each that is loaded is named by a setting."""
    loaded = set(re.findall(r"^LoadCredential=(\w+):", UNIT, re.MULTILINE))
    assert loaded == set(re.findall(r"_FILE=%d/(\w+)", UNIT)) != set()


@pytest.mark.parametrize("command", ["run", "doctor", "settings", "db backup", "db check", "db restore"])
def test_every_command_of_the_page_is_there(command: str, capsys: pytest.CaptureFixture[str]):
    """Whoever types it is not told that there is no such thing."""
    assert f"swot {command}" in PAGE
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert f"usage: swot {command}" in capsys.readouterr().out
