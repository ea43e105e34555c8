"""The house itself: versions pinned, no index named, what is generated up to date."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

from adapters.cli import main

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name_of(requirement: str) -> str:
    """A requirement's package, in the form that names are compared in."""
    return re.split(r"[\s\[<>=;!]", requirement)[0].replace("_", "-").replace(".", "-").lower()


def tracked() -> list[Path]:
    """Every file that git keeps, or would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        # Not a checkout, as in an unpacked archive: then everything that is there was kept.
        folders = [ROOT / name for name in ("bot", "adapters", "content", "tests", "deploy")]
        found = [path for folder in folders for path in folder.rglob("*")] + list(ROOT.glob("*.*"))
        return [path for path in found if path.is_file() and path.suffix not in (".pyc", ".lock")]
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def test_every_version_is_pinned_in_both_forms():
    """Users of uv and of pip get the same versions, the transitive ones too, and so does this environment."""
    pins = PROJECT["tool"]["uv"]["constraint-dependencies"]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == pins
    pinned = {name_of(pin): re.split("==|;", pin)[1].strip() for pin in pins}
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    assert {name_of(requirement) for requirement in wanted} <= set(pinned)
    # Whatever was put into this environment beside its own installer is what the pins say.
    installed = {name_of(found.name): found.version for found in distributions()}
    beside = {"swot", "pip", "setuptools", "uv"}
    if Path(sys.prefix).name == ".venv":
        assert {name: version for name, version in installed.items() if pinned.get(name) != version}.keys() <= beside


def test_build_requirements_are_pinned():
    """What builds the package is pinned as well."""
    build = {name_of(pin) for pin in PROJECT["tool"]["uv"]["build-constraint-dependencies"]}
    assert {name_of(requirement) for requirement in PROJECT["build-system"]["requires"]} <= build


def test_every_dependency_says_why():
    """Each library in `dependencies` has a comment that says what it is for."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text[text.index("dependencies = [") : text.index("[project.scripts]")]
    for line in block.splitlines()[1:]:
        if line.strip().startswith('"'):
            assert re.search(r'",\s+# \w', line), line


def test_no_file_names_an_index_or_this_machine():
    """Lock files are not kept, and nothing that is kept names a registry's host or somebody's folders."""
    names = {path.name for path in tracked()}
    assert not names & {"uv.lock", "poetry.lock", "package-lock.json"}
    index = re.compile(rb"https?://[^\s\"']+/(simple|packages)/")
    here = [f"{folder}/".encode() for folder in (ROOT, Path.home()) if len(folder.parts) > 1]
    for path in tracked():
        content = path.read_bytes()
        assert not index.search(content), path
        assert not any(folder in content for folder in here), path


def test_the_top_level_is_what_was_agreed():
    """Folders and root files are these; what a trial leaves in the folder it is tried in is no part of the project."""
    if not (ROOT / ".git").exists():
        pytest.skip("no repository to ask what is part of the project")
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {path.partition("/")[0] for path in asked.stdout.split("\0") if path} == {
        ".ci",
        ".gitignore",
        ".pre-commit-config.yaml",
        ".python-version",
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "adapters",
        "bot",
        "constraints.txt",
        "content",
        "deploy",
        "pyproject.toml",
        "tests",
    }


def test_the_shipped_packs_pass_their_check(capsys: pytest.CaptureFixture[str]):
    """Every pack that comes with Swot is without a problem and without advice."""
    packs = [str(path.parent) for path in (ROOT / "content").glob("*/pack.yaml")]
    assert packs
    assert main(["check", "--afresh", *packs]) == 0
    assert capsys.readouterr().out.count("; no problems\n") == len(packs)


def test_local_links_in_readmes_lead_somewhere():
    """A reader who follows a link finds what it names."""
    for readme in [path for path in tracked() if path.suffix == ".md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", readme.read_text("utf-8")):
            assert (readme.parent / target).exists(), f"{readme.name} links to {target}"


def test_no_two_files_of_tests_are_taken_for_one():
    """In folders that are no packages pytest tells them apart by their names alone."""
    loose = [path.name for path in (ROOT / "tests").rglob("test_*.py") if not (path.parent / "__init__.py").exists()]
    assert sorted({name for name in loose if loose.count(name) > 1}) == []
