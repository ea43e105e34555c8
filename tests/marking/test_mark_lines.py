"""`swot mark --jsonl`: lines of JSON in, the same lines with their verdicts out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from adapters.cli import main
from adapters.marking_lines import CHUNK, mark_lines
from bot.marking.typed import mark_typed
from bot.marking_lines import ASK, BadLine, marked_line

ROOT = Path(__file__).parent.parent.parent
TROTSKY = {"question": "Who led the Red Army?", "accepted": ["Leon Trotsky", "Trotsky"]}
COMMAND = [sys.executable, "-m", "adapters.cli", "mark", "--jsonl"]


def as_line(fields: object) -> bytes:
    """A line as other programs write it."""
    return json.dumps(fields, ensure_ascii=False).encode()


def answered(given: str, **more: Any) -> bytes:
    """A line with this answer."""
    return as_line({**TROTSKY, "given": given, **more})


def marked(line: bytes) -> dict[str, Any]:
    """What comes of a line."""
    fields: dict[str, Any] = json.loads(marked_line(line))
    return fields


def verdict(line: bytes) -> str:
    """The verdict on a line."""
    return str(marked(line)["verdict"])


def run(lines: bytes) -> tuple[list[dict[str, Any]], list[str], int]:
    """What a whole input gives: lines, complaints, exit status."""
    out, complaints = io.BytesIO(), io.StringIO()
    status = mark_lines(io.BufferedReader(io.BytesIO(lines)), out, complaints)
    return [json.loads(line) for line in out.getvalue().splitlines()], complaints.getvalue().splitlines(), status


# One line


@pytest.mark.parametrize(
    ("given", "expected"), [("Trotsky", "accept"), ("leon trotsky", "accept"), ("Zinoviev", "reject"), ("", "reject")]
)
def test_a_line_is_marked_as_in_class(given: str, expected: str):
    """The verdict is the marker's own, in the words of marking: accept, reject."""
    assert verdict(answered(given)) == expected
    right = mark_typed(given, TROTSKY["accepted"], question=TROTSKY["question"]).verdict == "right"
    assert right == (expected == "accept")


def test_an_exact_answer_needs_no_reason_and_every_other_verdict_has_one():
    """`why` is empty where the answer is an accepted form letter by letter, and a sentence everywhere else."""
    assert marked(answered("Trotsky"))["why"] == ""
    for given in ("TROTSKY", "Trotskyy", "Zinoviev", "", "Trotsky or Zinoviev", "?"):
        why = marked(answered(given))["why"]
        assert why[0].isupper(), why
        assert why[-1] in ".!?", why


def test_what_is_rejected_is_handed_to_the_marker():
    """A rejected form is wrong however near it is."""
    spade = {"question": "What turns soil?", "accepted": ["Spade"], "given": "shade"}
    assert verdict(as_line({**spade, "rejected": ["Shade"]})) == "reject"


def test_the_vocabulary_is_handed_to_the_marker():
    """A slip that is another term of the vocabulary is that term."""
    line = {"question": "Which plan?", "accepted": ["Collectivism"], "given": "Collectivisn"}
    assert verdict(as_line(line)) == "accept"
    assert verdict(as_line({**line, "vocabulary": ["Collectivisn"]})) != "accept"


@pytest.mark.parametrize(
    ("prompt", "ask"),
    [
        (["Nikolai"], ASK),
        ([["Nikolai", "Which one?"]], "Which one?"),
        ({"Nikolai": "Which one?"}, "Which one?"),
        ([["Sergei", "No?"], "Nikolai"], ASK),
        ([["Nikolai", ""]], ASK),
    ],
)
def test_what_is_asked_back_may_be_written_in_three_ways(prompt: object, ask: str):
    """Forms alone, pairs of form and question, or an object; `why` is what to ask."""
    line = {"question": "Who?", "accepted": ["Nikolai Bukharin", "Bukharin"], "given": "nikolai", "prompt": prompt}
    assert {name: marked(as_line(line))[name] for name in ("verdict", "why")} == {"verdict": "prompt", "why": ask}


def test_everything_else_is_passed_through_byte_for_byte():
    """Numbers, escapes, the order of fields and fields of every kind stay as they were written."""
    line = b'{"id": 1.10, "far": 1e400, "given": "Tr\\u006ftsky", "tags": [null, {"a":  true}], "question": "Q",'
    line += '"accepted": ["Trotsky"], "wer": "Zürich", "half": "\\ud800" }'.encode()
    assert marked_line(line) == line[:-2] + b', "verdict": "accept", "why": ""}'


def test_a_verdict_that_a_line_has_already_is_replaced():
    """Marking a marked line again gives one verdict, and the same."""
    once = marked_line(answered("Zinoviev", verdict="accept", why="the label", kind="other"))
    fields = json.loads(once)
    assert (fields["verdict"], fields["kind"]) == ("reject", "other")
    assert once.count(b'"verdict"') == once.count(b'"why"') == 1
    assert marked_line(once) == once


def test_half_a_pair_of_surrogates_does_no_harm():
    """What JSON can escape and UTF-8 can't hold is escaped again."""
    line = b'{"question": "Q", "accepted": ["x\\ud800y"], "given": "?", "verdict": "", "prompt": [["z", "\\udc00"]]}'
    assert json.loads(marked_line(line))["accepted"] == ["x\ud800y"]


@pytest.mark.parametrize("blank", [b"", b"   ", b"\r", "\ufeff".encode(), "\ufeff \t\r".encode()])
def test_a_blank_line_gives_nothing(blank: bytes):
    """It is no mistake either."""
    assert marked_line(blank) == b""


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"nope", "it is not JSON: Expecting value at character 1."),
        (b'{"given": "x"', "it is not JSON: Expecting ',' delimiter at character 14."),
        (b"[" * 100_000, "it is not JSON that can be read: a number is too long, or it is nested too deeply."),
        (b"1" * 5_000, "it is not JSON that can be read: a number is too long, or it is nested too deeply."),
        (b"\xff\xfe{", "it is not UTF-8; save the file as UTF-8."),
        (b"[]", 'it is not an object; write {"question": …, "accepted": […], "given": …}.'),
        (b"{}", "`given` is missing; give it as a string."),
        (as_line({**TROTSKY, "given": 3}), "`given` is no string; write it in quotation marks."),
        (as_line({**TROTSKY, "given": None}), "`given` is no string; write it in quotation marks."),
        (as_line({"given": "x", "question": "Q"}), "`accepted` is missing; give it as a list of strings."),
        (
            as_line({"given": "x", "question": "Q", "accepted": "x"}),
            '`accepted` is no list of strings; write ["…", "…"].',
        ),
        (
            as_line({"given": "x", "question": "Q", "accepted": [1]}),
            '`accepted` is no list of strings; write ["…", "…"].',
        ),
        (
            as_line({"given": "x", "question": "Q", "accepted": []}),
            "`accepted` is empty; give at least one right answer.",
        ),
        (as_line({"given": "x", "accepted": ["x"]}), "`question` is missing; give it as a string."),
        (answered("x", rejected="y"), '`rejected` is no list of strings; write ["…", "…"].'),
        (answered("x", vocabulary=[["y"]]), '`vocabulary` is no list of strings; write ["…", "…"].'),
        (answered("x", prompt="y"), '`prompt` is neither a list nor an object; write {"form": "what to ask back"}.'),
        (
            answered("x", prompt=[["a", "b", "c"]]),
            '`prompt` has an entry that can\'t be read; write "form" or ["form", "what to ask back"].',
        ),
        (
            answered("x", prompt={"a": 1}),
            '`prompt` has an entry that can\'t be read; write "form" or ["form", "what to ask back"].',
        ),
    ],
)
def test_a_line_that_cannot_be_marked_is_explained(line: bytes, sentence: str):
    """What is wrong with it, and what to write instead."""
    with pytest.raises(BadLine) as caught:
        marked_line(line)
    assert str(caught.value) == sentence


# A whole input


def test_lines_keep_their_order_and_bad_ones_are_told_by_number():
    """Blank lines count as lines; the good lines go on; the status says that there was a bad one."""
    lines = [answered("Trotsky", id=1), b"", b"nope", answered("Zinoviev", id=2), b"{}", answered("trotsky", id=3)]
    out, complaints, status = run(b"\r\n".join(lines))
    assert [(line["id"], line["verdict"]) for line in out] == [(1, "accept"), (2, "reject"), (3, "accept")]
    assert [complaint.partition(":")[0] for complaint in complaints] == ["Line 3", "Line 5"]
    assert status == 1


def test_the_status_is_zero_where_every_line_was_marked():
    """With or without an end to the last line, with a byte-order mark, and where there is nothing at all."""
    line = answered("Trotsky")
    for whole in (line, line + b"\n", b"\xef\xbb\xbf" + line, b"\n\n" + line + b"\n\n"):
        assert run(whole) == ([marked(line)], [], 0)
    assert run(b"") == ([], [], 0)


def test_lines_are_whole_wherever_reading_cuts_them():
    """Lines much longer and much shorter than what is read at once."""
    lengths = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 2, 5 * CHUNK]
    lines = [answered("Trotsky", pad="é" * (length // 2), place=place) for place, length in enumerate(lengths)]
    out, complaints, status = run(b"\n".join(lines))
    assert ([line["place"] for line in out], complaints, status) == (list(range(len(lengths))), [], 0)
    assert [len(line["pad"]) for line in out] == [length // 2 for length in lengths]


def test_a_line_separator_inside_a_string_is_no_end_of_line():
    """Only a newline ends a line."""
    out, complaints, _ = run(answered("Trotsky", note="one\u2028two\u0085three\x0cfour"))
    assert (out[0]["note"], complaints) == ("one\u2028two\u0085three\x0cfour", [])


def test_a_file_is_marked_from_the_command(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    """Its name stands after the option; sentences go to standard error."""
    file = tmp_path / "answers.jsonl"
    file.write_bytes(answered("Троцкий", id="é") + b"\n" + b"nope\n")
    assert main(["mark", "--jsonl", str(file)]) == 1
    told = capfdbinary.readouterr()
    assert json.loads(told.out)["id"] == "é"
    assert told.err == b"Line 2: it is not JSON: Expecting value at character 1.\n"


def test_standard_input_is_marked_where_no_file_is_named():
    """Left out, or `-`; what comes out is UTF-8 whatever the machine is used to."""
    for more in ([], ["-"]):
        done = subprocess.run(
            [*COMMAND, *more],
            input=answered("Zürich"),
            cwd=ROOT,
            capture_output=True,
            check=True,
            env={"LC_ALL": "C", "PYTHONUTF8": "0"},
        )
        assert json.loads(done.stdout)["given"] == "Zürich"
        assert done.stderr == b""


def test_a_line_is_answered_before_the_next_one_comes():
    """A program that writes a line and waits for its verdict gets it."""
    with subprocess.Popen(COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for given, expected in (("Trotsky", "accept"), ("Zinoviev", "reject")):
            process.stdin.write(answered(given) + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["verdict"] == expected
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_has_seen_enough_is_no_trouble(tmp_path: Path):
    """As with `head`: no complaint, and an end."""
    file = tmp_path / "many.jsonl"
    file.write_bytes((answered("Trotsky", pad="x" * 1_000) + b"\n") * 5_000)
    with subprocess.Popen([*COMMAND, str(file)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Its name, and what is wrong; a folder is none either."""
    assert main(["mark", "--jsonl", str(tmp_path / "nowhere")]) == 1
    assert main(["mark", "--jsonl", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert err == (
        f"{tmp_path / 'nowhere'} can't be read: No such file or directory.\n{tmp_path} can't be read: Is a directory.\n"
    )


def test_the_layout_of_the_input_has_to_be_named(capsys: pytest.CaptureFixture[str]):
    """`swot mark` alone says what it wants."""
    with pytest.raises(SystemExit) as caught:
        main(["mark"])
    assert caught.value.code == 2
    assert "--jsonl" in capsys.readouterr().err
