"""`swot check` and `swot schema`, as authors and continuous integration run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cli import main
from bot.bank.schema import schemas
from tests.bank.packs import EVIDENCE, JUDGING, SINGLE, PackFolder, edited, with_line

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for what is remembered."""
    folder = tmp_path / "remembered"
    monkeypatch.setenv("SWOT_CACHE_DIR", str(folder))
    return folder


def test_a_faultless_pack_is_said_to_be_one(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """One line: what there is, and that nothing is wrong; the exit status is zero."""
    pack.write({"questions/more.yaml": JUDGING})
    assert main(["check", "pack"]) == 0
    assert capsys.readouterr().out == "pack: 2 questions, 1 fact, 2 claims; no problems\n"


def test_a_problem_is_explained_and_fails_the_command(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """Place, what and remedy, then the count; the exit status is one."""
    pack.write({"questions/more.yaml": with_line(JUDGING, "difficulty: 9")})
    assert main(["check", "pack"]) == 1
    assert capsys.readouterr().out == (
        "pack/questions/more.yaml:8:5: `difficulty` can't be 9\n"
        "    → write 5 or less\n"
        "pack: 1 question, 1 fact, 2 claims; 1 problem\n"
    )


def test_several_problems_are_all_explained(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """In one run, each with its place, and counted in the plural."""
    pack.write(
        {
            "questions/more.yaml": with_line(JUDGING, "difficulty: 9"),
            "questions/garden.yaml": SINGLE.replace("GA-001", "GA-009"),
        }
    )
    assert main(["check", "pack"]) == 1
    out = capsys.readouterr().out
    assert "pack/questions/garden.yaml:10:16: there is no claim 'GA-009' under evidence/\n" in out
    assert "pack/questions/more.yaml:8:5: `difficulty` can't be 9\n" in out
    assert out.endswith("; 2 problems\n")


def test_advice_alone_fails_nothing(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """It is shown as advice and counted as such; the exit status is zero."""
    pack.write({"questions/more.yaml": edited(SINGLE, ("g-01", "g-02"))})
    assert main(["check", "pack"]) == 0
    assert capsys.readouterr().out == (
        "pack/questions/more.yaml:5:5: advice: the same stem as g-01 (pack/questions/garden.yaml:5:5)\n"
        "    → ask something else, or take one of them out\n"
        "pack: 2 questions, 1 fact, 2 claims; no problems, 1 piece of advice\n"
    )


def test_problems_and_advice_are_counted_apart(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """Two pieces of advice beside one problem."""
    pack.write(
        {
            "questions/a.yaml": edited(SINGLE, ("g-01", "g-02")),
            "questions/b.yaml": edited(SINGLE, ("g-01", "g-03")),
            "questions/c.yaml": with_line(JUDGING, "difficulty: 9"),
        }
    )
    assert main(["check", "pack"]) == 1
    assert capsys.readouterr().out.endswith("; 1 problem, 2 pieces of advice\n")


def test_several_packs_are_checked_in_one_go(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """One that is broken fails the command, wherever it stands; the others are still checked."""
    pack.write()
    other = PackFolder(Path("other"))
    other.write({"authorities.yaml": None})
    assert main(["check", "other", "pack"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2].startswith("other: ")
    assert lines[-1].endswith("no problems")
    assert main(["check", "pack", "other"]) == 1
    assert main(["check", "pack", "pack"]) == 0


def test_the_content_that_ships_passes(capsys: pytest.CaptureFixture[str]):
    """The very command that authors and the checks run."""
    assert main(["check", str(ROOT / "content" / "stalins-russia")]) == 0
    assert capsys.readouterr().out.endswith("claims; no problems\n")


@pytest.mark.parametrize("folder", ["nowhere", "pack/questions", "pack/pack.yaml"])
def test_what_is_no_pack_fails_with_a_sentence(pack: PackFolder, capsys: pytest.CaptureFixture[str], folder: str):
    """A slip in the folder's name is no crash and no success."""
    pack.write()
    assert main(["check", folder]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{folder}:1:1: there is no")
    assert "Traceback" not in out


def test_two_slips_in_a_row_are_told_by_their_own_names(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """What is remembered of the first is not said of the second."""
    assert main(["check", "gardn", "gradn"]) == 1
    out = capsys.readouterr().out
    assert "gardn:1:1: there is no such folder" in out
    assert "gradn:1:1: there is no such folder" in out


def test_check_wants_a_folder(capsys: pytest.CaptureFixture[str]):
    """Without one it says how it is used."""
    with pytest.raises(SystemExit) as caught:
        main(["check"])
    assert caught.value.code == 2
    assert "FOLDER" in capsys.readouterr().err


def test_a_second_check_is_answered_from_memory_and_afresh_is_not(
    pack: PackFolder, cache: Path, capsys: pytest.CaptureFixture[str]
):
    """Nothing changed: the kept report is shown; `--afresh` looks again."""
    pack.write()
    main(["check", "pack"])
    [kept] = cache.glob("*.report.json")
    report = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({**report, "questions": 1234}), "utf-8")
    capsys.readouterr()
    assert main(["check", "pack"]) == 0
    assert capsys.readouterr().out.startswith("pack: 1234 questions")
    assert main(["check", "--afresh", "pack"]) == 0
    assert capsys.readouterr().out.startswith("pack: 1 question")


def test_a_check_works_where_nothing_can_be_remembered(
    pack: PackFolder, cache: Path, capsys: pytest.CaptureFixture[str]
):
    """A cache folder that is a file is no trouble, twice."""
    pack.write()
    cache.write_text("in the way")
    assert main(["check", "pack"]) == 0
    assert main(["check", "pack"]) == 0
    assert cache.read_text() == "in the way"
    assert capsys.readouterr().err == ""


def test_schemas_are_written_where_they_are_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Ten files, and a line that says so."""
    folder = tmp_path / "my" / "schema"
    assert main(["schema", str(folder)]) == 0
    assert capsys.readouterr().out == f"10 schemas are in {folder}\n"
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == schemas()


def test_schemas_are_written_over_old_ones(tmp_path: Path):
    """Running the command twice changes nothing more."""
    main(["schema", str(tmp_path)])
    (tmp_path / "pack.schema.json").write_text("{}")
    main(["schema", str(tmp_path)])
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == schemas()


def test_a_reader_that_has_seen_enough_is_no_trouble(pack: PackFolder):
    """As with `head`: no complaint."""
    pack.write()
    checking = subprocess.Popen(
        [sys.executable, "-c", "from adapters.cli import main; raise SystemExit(main(['check', *['pack'] * 2000]))"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert checking.stdout is not None
    checking.stdout.readline()
    checking.stdout.close()
    assert checking.wait() == 1
    assert checking.stderr is not None
    assert checking.stderr.read() == b""
    checking.stderr.close()


def test_coverage_is_told_and_fails_while_a_claim_is_open(pack: PackFolder, capsys: pytest.CaptureFixture[str]):
    """What is open is named; once it is used or retired, the command is content."""
    claims = EVIDENCE.replace("verdict:", "good_for: [fact]\n    verdict:")
    pack.write({"evidence/claims.yaml": claims})
    assert main(["check", "pack", "--coverage"]) == 1
    out = capsys.readouterr().out
    assert "claims by source  used  retired  open\nleaflet           1     0        1\n" in out
    assert out.endswith("Open claims: 1\n  GA-002\n")
    pack.write({"evidence/claims.yaml": claims, "retired.yaml": "retired:\n  - {claim: GA-002, reason: empty}\n"})
    assert main(["check", "pack", "--coverage"]) == 0
    assert capsys.readouterr().out.endswith("Open claims: none\n")
