"""The container's files: what can be known of them without an engine that runs containers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.settings.model import ABOUT, FILE, is_secret, variable
from adapters.stopping import PATIENCE

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if name.startswith("swot")}


def steps(text: str = DOCKERFILE) -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, in order; lines that go on are joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]  # type: ignore[misc]


def last(instruction: str) -> str:
    """What the last of these instructions says."""
    return [rest for name, rest in steps() if name == instruction][-1]


def known(name: str) -> bool:
    """Whether a variable is a setting, or a file that one of the secrets is read from."""
    bare = name.removesuffix(FILE)
    fields = {variable(field): field for field in ABOUT}
    return name in fields or (bare in fields and is_secret(fields[bare]))


# The image


def test_the_image_runs_swot_as_nobody_in_particular():
    """A user of its own by number, one folder that it writes to, and SIGTERM, which Swot ends by."""
    assert [name for name, _ in steps()].count("FROM") == 2
    user = last("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert last("VOLUME") == "/data"
    assert last("STOPSIGNAL") == "SIGTERM"
    assert (last("ENTRYPOINT"), last("CMD")) == ('["swot"]', '["run"]')
    settings = dict(re.findall(r"(SWOT_\w+)=(\S+)", DOCKERFILE))
    assert all(known(name) for name in settings)
    assert {settings["SWOT_DATA_DIR"], settings["SWOT_CACHE_DIR"]} == {"/data", "/data/cache"}
    assert f"http://{settings['SWOT_HEALTH_LISTEN']}/healthz" in DOCKERFILE


def test_everything_that_is_copied_is_there_and_let_through():
    """No name that is gone, and none that `Dockerfile.dockerignore` keeps out; every base is pinned to a version."""
    let_through = {
        line[1:]
        for line in (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
        if line[:1] == "!"
    }
    copied = [rest.split()[:-1] for name, rest in steps() if name == "COPY" and not rest.startswith("--from")]
    names = {one for some in copied for one in some}
    assert all((ROOT / name).exists() for name in names)
    assert names == let_through
    for base in [rest.split()[0] for name, rest in steps() if name == "FROM"]:
        assert re.search(r":\d+\.\d+", base)
    assert all("==" in asked for asked in re.findall(r"pip install --no-cache-dir (\S+)", DOCKERFILE))
    least = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"].removeprefix(">=")
    assert DOCKERFILE.count(f"FROM python:{least}-") == 2


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the Dockerfile's steps make: an environment with Swot and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("image")
    source, place = folder / "build", folder / "swot"
    for name, rest in steps():
        if name != "COPY" or rest.startswith("--from"):
            continue
        *names, target = rest.split()
        for one in names:
            path = ROOT / one
            if path.is_dir():
                shutil.copytree(path, source / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                (source / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(path, source / target / path.name)
    for command in [
        rest for name, rest in steps() if name == "RUN" and "uv " in rest and "pip install --no-cache" not in rest
    ]:
        told = command.replace("/opt/swot", str(place)).replace("/build/dist", str(source / "dist"))
        told = told.replace("uv venv", f"uv venv --python {sys.executable}").replace("--compile-bytecode ", "")
        done = subprocess.run(told, shell=True, cwd=source, capture_output=True, text=True, check=False, env=plain())
        assert done.returncode == 0, done.stderr
    shutil.rmtree(source)
    return place


def plain(**more: str) -> dict[str, str]:
    """An environment without any settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SWOT_") and name != "VIRTUAL_ENV"}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **more}


def test_what_the_image_has_runs_without_the_project(installed: Path, tmp_path: Path):
    """Nothing of the project is at hand and one folder is for data; packs and migrations are inside."""
    data = tmp_path / "data"
    environment = plain(SWOT_DATA_DIR=str(data), SWOT_CACHE_DIR=str(data / "cache"), PYTHONDONTWRITEBYTECODE="1")
    swot = str(installed / "bin" / "swot")

    def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [swot, *words], cwd=tmp_path, env=environment, input=given, capture_output=True, text=True, check=False
        )

    assert "usage: swot" in run("--help").stdout
    assert str(data) in run("settings").stdout
    told = run("try", given="@maya /quiz solo topic:terror questions:1\n@maya Skip\n")
    assert "1 of 1 · Terror, 1928–41" in told.stdout, told.stderr
    assert run("doctor").returncode == 1
    assert run("run").stderr.startswith("There is nothing to run on.")
    listed = subprocess.run(
        [
            str(installed / "bin" / "python"),
            "-c",
            "import importlib.metadata as m; print([d.name for d in m.distributions()])",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.casefold()
    assert "'swot'" in listed
    assert not [name for name in ("pytest", "hypothesis", "mypy", "ruff", "pgserver") if f"'{name}" in listed]


# Compose


def test_every_service_of_ours_can_write_nothing_but_its_data():
    """Read-only, without any privilege, and with more patience than Swot itself has."""
    assert len(OURS) == 2
    for service in OURS.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["volumes"] == ["data:/data"]
        assert int(service["stop_grace_period"].removesuffix("s")) > PATIENCE + 5
        assert "ports" not in service
        assert (ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def test_every_secret_is_a_file_that_a_setting_is_read_from():
    """No token stands in a variable; what a service names is there, and nothing is named in vain."""
    used = set()
    for service in COMPOSE["services"].values():
        named = set(service.get("secrets", ()))
        used |= named
        files = {Path(value).name for key, value in service["environment"].items() if key.endswith(FILE)}
        assert named == files
        assert all(
            value.startswith("/run/secrets/") for key, value in service["environment"].items() if key.endswith(FILE)
        )
    assert used == set(COMPOSE["secrets"])
    for service in OURS.values():
        assert all(known(name) and name.endswith(FILE) for name in service["environment"])


def test_without_a_profile_there_is_one_swot_on_a_file():
    """PostgreSQL and the Swot that uses it come by its profile alone."""
    services = COMPOSE["services"]
    assert [name for name, service in services.items() if "profiles" not in service] == ["swot"]
    assert {name for name, service in services.items() if service.get("profiles") == ["postgres"]} == {
        "swot-postgres",
        "postgres",
    }
    assert "SWOT_DATABASE_URL_FILE" in services["swot-postgres"]["environment"]
    assert services["swot-postgres"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
