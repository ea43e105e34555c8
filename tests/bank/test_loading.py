"""A folder becomes a pack, or every problem in it: what is wrong in one place hides nothing in another."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bot.bank.loading import MAX_FILE, load
from tests.bank.packs import (
    AUTHORITIES,
    EVIDENCE,
    FACTS,
    JUDGING,
    PACK,
    SINGLE,
    TYPED,
    PackFolder,
    another,
    edited,
    with_line,
)

NOT_READ = (
    "this file is not read: packs have pack.yaml, authorities.yaml, sources.yaml, retired.yaml, questions/, facts/, "
    "evidence/, glossary/, debates/, papers/"
)


def test_a_pack_is_read_from_all_its_files_in_order(pack: PackFolder):
    """Every YAML file under questions/, facts/ and evidence/ counts, at any depth, in the order of their paths."""
    pack.write(
        {
            "questions/a/first.yaml": edited(SINGLE, ("g-01", "g-00"), ("Which of these", "Which one")),
            "questions/z.yaml": JUDGING,
            "facts/deep/er/more.yaml": edited(FACTS, ("gf-01", "gf-02")),
        }
    )
    draft = load(pack.path)
    assert draft.problems == []
    assert [question.id for question in draft.questions] == ["g-00", "g-01", "g-05"]
    assert [fact.id for fact in draft.facts] == ["gf-02", "gf-01"]
    assert [claim.id for claim in draft.claims] == ["GA-001", "GA-002"]
    assert draft.pack().info.title == "The kitchen garden"


def test_a_pack_needs_neither_facts_nor_evidence(pack: PackFolder):
    """Questions and what they rest on are enough."""
    pack.write(
        {
            "facts/garden.yaml": None,
            "evidence/claims.yaml": None,
            "questions/garden.yaml": edited(SINGLE, ("    evidence: [GA-001]\n", "")),
        }
    )
    report = pack.report()
    assert report.problems == ()
    assert (report.questions, report.facts, report.claims) == (1, 0, 0)


def test_one_wrong_entry_hides_nothing_of_the_others(pack: PackFolder):
    """Every mistake in a file is told at once, each at its place, and the entries that are right are kept."""
    text = (
        edited(SINGLE, ("- id: g-01", "- ¦id: G 01"), ("difficulty: 1", "difficulty: 2"))
        + another(JUDGING, ("    key: false", "    ¦key: 'false'"))
        + another(TYPED)
        + another(SINGLE, ("g-01", "g-08"), ("Which of these", "Which one"), ("topic: growing", "¦topic: groving"))
    )
    where = pack.write({"questions/garden.yaml": text, "facts/garden.yaml": edited(FACTS, ("[g-01]", "[g-06]"))})
    assert pack.whereabouts() == where
    assert [question.id for question in load(pack.path).questions] == ["g-06", "g-08"]


def test_several_mistakes_in_one_entry_are_all_told(pack: PackFolder):
    """An author mends an entry once, not once for each of its mistakes."""
    text = edited(
        SINGLE,
        ("    topic: growing/choosing", "    ¦topic: Growing"),
        ("    key: Runner bean", "    ¦key: 1.5"),
        ("    difficulty: 1", "    ¦difficulty: 7"),
        ("[GA-001]", "[¦GA-1]"),
    )
    where = pack.write({"questions/garden.yaml": text, "facts/garden.yaml": None})
    assert pack.whereabouts() == where


def test_an_unreadable_file_hides_nothing_of_the_others(pack: PackFolder):
    """One file with a tab in it is one problem; mistakes in other files are told beside it."""
    where = pack.write(
        {
            "questions/a.yaml": edited(JUDGING, ("    stem", "¦\tstem")),
            "questions/z.yaml": edited(TYPED, ("    difficulty: 1", "    ¦difficulty: 0")),
        }
    )
    assert pack.whereabouts() == where
    assert pack.report().questions == 1


@pytest.mark.parametrize(
    "slip",
    [
        ("    key: false", "    key: false\n    ¦key: true"),
        ("key: false", "key: ¦!!bool false"),
        ("    stem: Tomatoes", "    ¦1: one\n    stem: Tomatoes"),
    ],
)
def test_a_slip_of_yaml_in_one_entry_hides_nothing_of_the_others(pack: PackFolder, slip: tuple[str, str]):
    """A field that stands twice, a tag, a number for a name: the rest of the file is still checked and counted."""
    text = edited(JUDGING, slip) + another(TYPED, ("    difficulty: 1", "    ¦difficulty: 0")) + another(SINGLE)
    where = pack.write({"questions/garden.yaml": text})
    assert pack.whereabouts() == where
    assert "g-01" in [question.id for question in load(pack.path).questions]


def test_a_wrong_question_is_still_a_question_of_the_pack(pack: PackFolder):
    """A fact whose question has a typing error is not told as well that there is no such question."""
    where = pack.write({"questions/garden.yaml": edited(SINGLE, ("    difficulty: 1", "    ¦difficulty: 9"))})
    assert pack.whereabouts() == where


def test_a_wrong_claim_is_still_a_claim_of_the_pack(pack: PackFolder):
    """A question that rests on a claim with a typing error is not told as well that there is no such claim."""
    where = pack.write({"evidence/claims.yaml": with_line(EVIDENCE, "¦verdict: acurate")})
    assert pack.whereabouts() == where


def test_a_wrong_work_hides_none_of_the_others(pack: PackFolder):
    """One slip in authorities.yaml does not make every item of the pack rest on nothing."""
    text = edited(
        AUTHORITIES, ("documents:", "  - {key: lily-2001, ¦kind: book, author: L, title: M, year: 2001}\ndocuments:")
    )
    where = pack.write({"authorities.yaml": text})
    assert pack.whereabouts() == where


@pytest.mark.parametrize("file", ["authorities.yaml", "evidence/claims.yaml", "questions/garden.yaml"])
def test_an_unreadable_file_makes_nothing_else_wrong(pack: PackFolder, file: str):
    """What an unreadable file may well hold is not called missing wherever it is named."""
    content = {"authorities.yaml": AUTHORITIES, "evidence/claims.yaml": EVIDENCE, "questions/garden.yaml": SINGLE}[file]
    where = pack.write({file: content + "¦\toops"})
    assert pack.whereabouts() == where


def test_a_mistake_in_pack_yaml_hides_no_unknown_topic(pack: PackFolder):
    """A missing licence says nothing against the topics that are there."""
    where = pack.write(
        {
            "pack.yaml": "¦" + edited(PACK, ("licence: MIT\n", "")),
            "questions/garden.yaml": edited(SINGLE, ("    topic: growing/choosing", "    ¦topic: nowhere")),
        }
    )
    assert sorted(pack.whereabouts()) == sorted(where)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("questions/new.yaml", ""),
        ("questions/new.yaml", "\n\n"),
        ("questions/new.yaml", "# nothing yet\n"),
        ("facts/new.yaml", ""),
        ("evidence/new.yaml", "---\n"),
    ],
)
def test_an_empty_file_is_told_as_one(pack: PackFolder, file: str, content: str):
    """The author of an empty file is told that it is empty and how it begins."""
    pack.write({file: content})
    [problem] = pack.problems()
    assert problem.place.file == f"pack/{file}"
    assert "empty" in problem.what
    listed = {"questions": "questions", "facts": "facts", "evidence": "claims"}[file.partition("/")[0]]
    assert f"`{listed}:`" in problem.remedy


@pytest.mark.parametrize("content", [SINGLE.split("\n", 1)[1], "hello\n", "12\n"])
def test_a_file_without_its_field_on_top_is_told_how_it_begins(pack: PackFolder, content: str):
    """Entries alone, or a word, are no file of questions: it begins with `questions:`."""
    pack.write({"questions/new.yaml": content})
    [problem] = pack.problems()
    assert str(problem.place).startswith("pack/questions/new.yaml:1:")
    assert "`questions:`" in f"{problem.what} {problem.remedy}"
    assert "[{" not in problem.what


@pytest.mark.parametrize("content", ["questions:\n", "questions: none yet\n", "questions: {id: g-01}\n"])
def test_questions_that_are_no_list_are_told_so(pack: PackFolder, content: str):
    """The field is there; what it lacks is a list."""
    pack.write({"questions/new.yaml": content})
    [problem] = pack.problems()
    assert str(problem.place) == "pack/questions/new.yaml:1:1"
    assert problem.what.startswith("`questions` should be a list")
    assert problem.remedy == "write each entry on a line of its own after `- `"


def test_an_empty_list_is_a_file_to_be_filled(pack: PackFolder):
    """`questions: []` is no mistake."""
    pack.write({"questions/new.yaml": "questions: []\n"})
    assert pack.told() == []


@pytest.mark.parametrize(
    "stray", ["notes.yaml", "questions/more.yml", "paper/one.yaml", "question/typo.yaml", "authorities.yml"]
)
def test_a_file_that_is_not_read_is_told(pack: PackFolder, stray: str):
    """Nobody writes thirty questions into a file that Swot passes over in silence."""
    pack.write({stray: SINGLE})
    assert pack.told() == [(f"pack/{stray}:1:1", NOT_READ, "move it, and end its name in .yaml")]


def test_what_is_not_yaml_is_nobody_s_business(pack: PackFolder):
    """A pack may hold a README, pictures and licences beside what is read."""
    pack.write({"README.md": "# Garden", "facts/sources.txt": "…", "pictures/bean.svg": "<svg/>"})
    assert pack.told() == []


def test_a_folder_without_pack_yaml_is_no_pack(pack: PackFolder):
    """It says what is missing, and nothing of the files that are there."""
    pack.write({"pack.yaml": None})
    assert pack.told() == [
        (
            "pack:1:1",
            "there is no pack here: `pack.yaml` is missing",
            "name a folder such as content/stalins-russia",
        )
    ]
    assert not pack.report().usable


def test_a_folder_that_is_not_there_is_told(pack: PackFolder):
    """A slip in the folder's name is told as one."""
    assert pack.told() == [("pack:1:1", "there is no such folder", "name a folder such as content/stalins-russia")]


def test_a_file_in_place_of_the_folder_is_told(pack: PackFolder):
    """Whoever names pack.yaml itself is asked for its folder; the file is not said to be missing."""
    pack.write()
    [problem] = PackFolder(pack.path / "pack.yaml").problems()
    assert problem.place.file == "pack/pack.yaml"
    assert "folder" in f"{problem.what} {problem.remedy}"
    assert problem.what != "there is no such folder"


def test_a_pack_without_authorities_is_told_at_each_item(pack: PackFolder):
    """Without authorities.yaml nothing can be cited."""
    pack.write({"authorities.yaml": None})
    assert [(problem.place.file, problem.what) for problem in pack.problems()] == [
        (f"pack/{file}", "there is no authority 'rose-1999' in authorities.yaml")
        for file in ("facts/garden.yaml", "questions/garden.yaml")
    ]


def test_a_file_beyond_all_measure_is_refused_unread(pack: PackFolder):
    """Over 20 MB is no hand-written file."""
    pack.write()
    with (pack.path / "questions" / "huge.yaml").open("wb") as huge:
        huge.truncate(MAX_FILE + 1)
    assert pack.told() == [("pack/questions/huge.yaml:1:1", "this file is over 20 MB", "split it into several")]


def test_a_folder_named_like_a_file_is_no_trouble(pack: PackFolder):
    """`questions/old.yaml/` is a folder, and what is in it is read."""
    pack.write({"questions/old.yaml/more.yaml": JUDGING})
    report = pack.report()
    assert report.problems == ()
    assert report.questions == 2


@pytest.mark.parametrize("name", [".#garden.yaml", "gone.yaml"])
def test_a_link_that_leads_nowhere_is_no_trouble(pack: PackFolder, name: str):
    """Emacs leaves such a link beside every file that is being edited; checking goes on, and tells at most the link."""
    pack.write()
    (pack.path / "questions" / name).symlink_to("nobody@nowhere.1234")
    assert {problem.place.file for problem in pack.problems()} <= {f"pack/questions/{name}"}
    assert pack.report().questions == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows names files in Unicode")
def test_a_file_s_name_may_be_in_any_encoding(pack: PackFolder):
    """An archive from an old Windows brings names that are not UTF-8; such a file is read like any other."""
    pack.write()
    shutil.copy(pack.path / "questions" / "garden.yaml", os.fsdecode(b"pack/questions/b\xe9te.yaml"))
    assert len(pack.problems()) == 2, "the same id and stem"


def test_places_are_named_as_the_author_stands(pack: PackFolder, monkeypatch: pytest.MonkeyPatch):
    """However the pack was named, its files are shown by the path that leads there from here."""
    pack.write({"questions/garden.yaml": edited(SINGLE, ("difficulty: 1", "difficulty: 9")), "facts/garden.yaml": None})
    here = Path.cwd()
    whole = PackFolder(here / "pack")
    assert whole.whereabouts() == ["pack/questions/garden.yaml:9:5"]
    monkeypatch.chdir(here / "pack")
    assert whole.whereabouts() == ["questions/garden.yaml:9:5"]
    assert PackFolder(Path()).whereabouts() == ["questions/garden.yaml:9:5"]
    monkeypatch.chdir(here.parent)
    assert whole.whereabouts() == [f"{here.name}/pack/questions/garden.yaml:9:5"]
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    assert whole.whereabouts() == [f"{here}/pack/questions/garden.yaml:9:5"]


def test_problems_come_in_reading_order(pack: PackFolder):
    """By file, then line, then column: 9 before 10."""
    text = SINGLE + "".join(
        another(
            JUDGING, ("g-05", f"g-1{number}"), ("    difficulty: 1", "    ¦difficulty: 0"), ("Tomatoes", f"{number}")
        )
        for number in range(3)
    )
    where = pack.write({"questions/garden.yaml": text, "evidence/claims.yaml": with_line(EVIDENCE, "¦id: one")})
    found = [place for place in pack.whereabouts() if "g-01" not in place]
    assert found[0] == where[0]
    assert found[-3:] == where[1:]
