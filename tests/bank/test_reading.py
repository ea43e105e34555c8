"""A file of a pack becomes plain data with a place for every part, or one problem; never anything else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.bank.reading import Place, Problem, Source, Unreadable
from tests.bank.packs import MARK, SINGLE, PackFolder, edited, places, with_line


def refused(text: str | bytes) -> Problem:
    """The problem for which a file can't be read."""
    with pytest.raises(Unreadable) as caught:
        Source("file.yaml", text)
    return caught.value.problem


ROOT = Path(__file__).parent.parent.parent
TRAPS = """
no No NO yes Yes on On off y n Y N True TRUE False Null NULL 08:30 12:30:45 1922-12-23 1922-12-23T08:30:00Z
1930-03 1_000 0o17 0x1F 017 007 +1 1e5 1.5e3 .5 5. .inf -.inf .nan = <<x 1/2 50% -x ~x
"""


@pytest.mark.parametrize("written", TRAPS.split())
def test_words_that_yaml_once_took_for_something_else_stay_text(written: str):
    """No, on, half past eight and the day before Christmas Eve are what the author wrote."""
    assert Source("file.yaml", f"word: {written}\nlist: [{written}]\n").data == {"word": written, "list": [written]}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("1928", 1928),
        ("-4", -4),
        ("1.5", 1.5),
        ('"1928"', "1928"),
        ("'true'", "true"),
        ('""', ""),
        ("it's", "it's"),
        ('"caf\\u00e9"', "café"),
        (">-\n  two\n  lines\n", "two lines"),
        ("|-\n  two\n  lines\n", "two\nlines"),
    ],
)
def test_the_few_words_that_are_not_text_are_what_they_look_like(written: str, meant: object):
    """True, false, nothing, whole numbers and fractions; quotes make text of any of them."""
    data = Source("file.yaml", f"word: {written}").data
    assert data == {"word": meant}
    assert type(data["word"]) is type(meant)


def test_traps_of_yaml_stay_text_in_a_question(pack: PackFolder):
    """Options are shown as written, all the way from the file to the question."""
    pack.write({"questions/garden.yaml": with_line(SINGLE, "distractors: [no, on, 08:30, 1922-12-23]")})
    report = pack.report()
    assert report.problems == ()
    data = Source("file.yaml", (pack.path / "questions" / "garden.yaml").read_bytes()).data
    assert data["questions"][0]["distractors"] == ["no", "on", "08:30", "1922-12-23"]


def test_every_part_of_a_file_has_its_place():
    """A field is where its name begins, an entry of a list where it begins itself, the file at its first character."""
    source = Source(
        "file.yaml", "facts:\n  - id: a\n    text: >-\n      Long\n      lines\n  - {id: b, tests: [c, d]}\n"
    )
    assert source.place(()) == Place("file.yaml", 1, 1)
    assert source.place(("facts",)) == Place("file.yaml", 1, 1)
    assert source.place(("facts", 0)) == Place("file.yaml", 2, 5)
    assert source.place(("facts", 0, "text")) == Place("file.yaml", 3, 5)
    assert source.place(("facts", 1)) == Place("file.yaml", 6, 5)
    assert source.place(("facts", 1, "tests")) == Place("file.yaml", 6, 13)
    assert source.place(("facts", 1, "tests", 1)) == Place("file.yaml", 6, 24)


def test_what_is_not_in_the_file_is_placed_where_it_would_be():
    """A field that is missing is at its entry, an entry that is missing at its list."""
    source = Source("file.yaml", "facts:\n  - id: a\n")
    assert source.place(("facts", 0, "text")) == Place("file.yaml", 2, 5)
    assert source.place(("facts", 7)) == Place("file.yaml", 2, 3)
    assert Source("file.yaml", "").place(("facts", 0)) == Place("file.yaml", 1, 1)


NAMES = st.text("abcdefgh", min_size=1, max_size=6)
DATA = st.recursive(
    st.text("abcdefgh ", max_size=12) | st.integers(-999, 9999) | st.booleans() | st.none(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES, inside, max_size=4),
    max_leaves=25,
)


def fields_of(data: Any, path: tuple[int | str, ...] = ()) -> list[tuple[tuple[int | str, ...], str]]:
    """Every field in `data`: the path to it, and its name."""
    if isinstance(data, dict):
        inside = [field for name, value in data.items() for field in fields_of(value, (*path, name))]
        return [*(((*path, name), name) for name in data), *inside]
    if isinstance(data, list):
        return [field for index, value in enumerate(data) for field in fields_of(value, (*path, index))]
    return []


LAYOUTS = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "indent": st.integers(2, 8),
        "width": st.integers(20, 99),
    }
)


@given(DATA, LAYOUTS)
def test_the_place_of_a_field_is_where_its_name_stands(data: Any, layout: dict[str, Any]):
    """However a file is laid out, it reads as it was meant, and each field's line and column lead to its name."""
    text = yaml.safe_dump(data, **layout)
    source = Source("file.yaml", text)
    assert source.data == data
    lines = text.split("\n")
    for path, name in fields_of(data):
        place = source.place(path)
        assert lines[place.line - 1][place.column - 1 :].lstrip("'\"? ").startswith(name)


@pytest.mark.parametrize(
    "edit",
    [
        ("Beans twine", "Beans\ttwine¦\x07"),
        ("Runner bean", "Runner¦\x1b bean"),
        ("    stem", "¦\x00   stem"),
        ("[Beetroot,", "[Bétroot, B¦\x7f,"),
    ],
)
def test_a_control_character_is_shown_where_it_stands(edit: tuple[str, str]):
    """Nobody sees a control character in an editor, so its line and column are all the help there is."""
    text = edited(SINGLE, edit)
    problem = refused(text.replace(MARK, "").encode())
    assert [str(problem.place)] == places("file.yaml", text)
    assert "control character" in f"{problem.what} {problem.remedy}"


@pytest.mark.parametrize(
    ("edit", "encoding"),
    [
        (("Beetroot", "B¦éetroot"), "latin-1"),
        (("near them", "n¦äher – am"), "cp1252"),
        (("    stem:", "    ¦ßtem:"), "latin-1"),
        (("them.", "them ¦…"), "cp1252"),
    ],
)
def test_a_character_that_is_not_utf_8_is_shown_where_it_stands(edit: tuple[str, str], encoding: str):
    """In a file of two thousand lines saved by an old editor, the author is led to the first wrong letter."""
    text = edited(SINGLE, edit)
    problem = refused(text.replace(MARK, "").encode(encoding))
    assert [str(problem.place)] == places("file.yaml", text)
    assert "UTF-8" in f"{problem.what} {problem.remedy}"


@pytest.mark.parametrize("content", [b"stem: \xe9", b"stem: cut off \xe2\x82", b"stem: \xff", b"\xed\xa0\x80"])
def test_what_is_not_text_is_told_without_the_innards_of_a_parser(content: bytes):
    """No octets, no negative characters: the remedy says how to save the file."""
    problem = refused(content)
    assert problem.remedy == "save it as UTF-8, without control characters"
    assert "#x-" not in problem.what
    assert "octet" not in problem.what


def test_a_file_that_is_not_utf_8_hides_nothing_of_the_others(pack: PackFolder):
    """It is one problem of that file; the others are read and counted."""
    pack.write({"questions/old.yaml": SINGLE.replace("g-01", "g-02").replace("Beetroot", "Béetroot").encode("latin-1")})
    report = pack.report()
    assert [problem.place.file for problem in report.problems] == ["pack/questions/old.yaml"]
    assert (report.questions, report.facts) == (1, 1)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"# a comment\r\n"])
def test_what_windows_editors_add_is_no_trouble(start: bytes):
    """A byte order mark and lines that end in CR LF read as if they weren't there."""
    data = Source("file.yaml", start + SINGLE.replace("\n", "\r\n").encode()).data
    assert data == Source("file.yaml", SINGLE).data


@pytest.mark.parametrize(
    "edit",
    [
        ("explanation: Beans twine", "hint: ¦&a Look up.\n    explanation: *a\n    tags: []\n    tone: plain #"),
        ("[Beetroot, Lettuce]", "¦&a [Beetroot, Lettuce]\n    tags: *a"),
        ("[Beetroot, Lettuce]", "[¦&a {text: Beetroot}, Lettuce, *a]"),
        ("[Beetroot, Lettuce]", "[¦&a {text: Beetroot}, Lettuce, {<<: *a}]"),
        ("[Beetroot, Lettuce]", "¦&a [Beetroot, Lettuce, *a]"),
    ],
)
def test_an_alias_is_refused_whatever_it_stands_for(pack: PackFolder, edit: tuple[str, str]):
    """Text, lists and sets of fields are written out in each place; what refers to itself ends too."""
    where = pack.write({"questions/garden.yaml": edited(SINGLE, edit)})
    refused_as = {str(problem.place): problem.what for problem in pack.problems()}
    assert refused_as[where[0]] == "anchors and aliases are not used in packs"


TAGGED = """
!!int word|!!int 1_0|!!float word|!!bool word|!!null word|!!timestamp 1922-12-23|!!binary eA==|!own word
|!!set [a, b]|!!omap [a: b]|!own {a: b}|!!python/tuple [a]|!!map [a]
"""


@pytest.mark.parametrize("value", [value.strip() for value in TAGGED.split("|")])
def test_a_tag_is_refused_whatever_it_stands_before(pack: PackFolder, value: str):
    """Packs use no tags, so none can raise, run something or change what is there."""
    where = pack.write({"questions/garden.yaml": with_line(SINGLE, f"hint: ¦{value}")})
    refused_as = {str(problem.place): problem.what for problem in pack.problems()}
    assert "tag" in refused_as[where[0]]


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "1" + "0" * 4999])
def test_a_number_beyond_all_measure_is_a_problem(pack: PackFolder, number: str):
    """Python refuses to read so long a number; an author is told so, at its place."""
    where = pack.write({"questions/garden.yaml": with_line(SINGLE, f"¦difficulty: {number}")})
    assert where[0] in pack.whereabouts()
    assert all(len(str(problem)) < 500 for problem in pack.problems())


def test_a_file_nested_beyond_all_measure_is_a_problem_and_not_the_end():
    """A hundred thousand brackets are refused like thirty; they don't take the process down."""
    program = (
        "from bot.bank.reading import Source, Unreadable\n"
        "try:\n"
        "    Source('file.yaml', '[' * 100_000)\n"
        "except Unreadable as unreadable:\n"
        "    print(unreadable.problem.place)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("file.yaml:")


def read(content: str | bytes) -> None:
    """Read a file, whatever is in it: data or one clear problem."""
    try:
        Source("file.yaml", content)
    except Unreadable as unreadable:
        problem = unreadable.problem
        assert problem.place.file == "file.yaml"
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert problem.what
        assert problem.remedy
        assert problem.grave


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"a: b\x00")
def test_any_bytes_are_data_or_a_problem(content: bytes):
    """Whatever an author saves under the name of a pack's file, reading it raises nothing else."""
    read(content)


@given(st.text(max_size=300))
def test_any_text_is_data_or_a_problem(content: str):
    """Whatever an author types, reading it raises nothing else."""
    read(content)


SIGNS = st.sampled_from([*"abc01:-?[]{}#&*!|>'\"%@`,~=\n\t ", "\n  ", "\n- ", ": ", "- ", "? "]) | st.sampled_from(
    ["---\n", "...\n", "&a ", "*a ", "<<: ", "!t ", "!!int ", "!!float ", "!!bool ", "!!set ", "!!str ", "|-\n", ">+\n"]
)


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_any_heap_of_yaml_is_data_or_a_problem(content: str):
    """Signs that mean something in YAML, in any order, raise nothing else."""
    read(content)


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_any_heap_of_yaml_in_a_pack_is_counted_or_told(content: str):
    """A whole pack with such a file is checked to the end, and its good questions are counted."""
    with TemporaryDirectory() as folder:
        pack = PackFolder(Path(folder) / "pack")
        pack.write({"questions/heap.yaml": content.encode()})
        report = pack.report()
    assert report.questions == 1
    assert not report.usable
    assert all(problem.what and problem.remedy for problem in report.problems)
