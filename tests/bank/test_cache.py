"""What was found is remembered until something changes; a cache that is missing, broken or barred is no trouble."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from bot.bank import cache as cache_module
from bot.bank.cache import KEPT, Cache, Report, digest
from bot.bank.loading import files_of
from bot.bank.reading import Place, Problem
from bot.bank.service import BrokenPack, checked, read_pack
from tests.bank.packs import FACTS, JUDGING, SINGLE, PackFolder, edited, with_line

MARK = "this was remembered"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """A cache in a folder that is not there yet."""
    return Cache(tmp_path / "of the user" / "cache")


def doctor(cache: Cache) -> None:
    """Change what is remembered of every pack, so that an answer tells where it came from."""
    for path in cache.folder.glob("*.report.json"):
        data = json.loads(path.read_text("utf-8"))
        data["problems"] = [{"place": ["pack", 1, 1], "what": MARK, "remedy": "none", "grave": False}]
        path.write_text(json.dumps(data), "utf-8")
    for path in cache.folder.glob("*.pack.json"):
        data = json.loads(path.read_text("utf-8"))
        data["info"]["title"] = MARK
        path.write_text(json.dumps(data), "utf-8")


def remembered(pack: PackFolder, cache: Cache) -> tuple[bool, bool]:
    """Whether the report and the pack are answered from the (doctored) cache."""
    report = checked(pack.path, cache)
    return any(problem.what == MARK for problem in report.problems), read_pack(pack.path, cache).info.title == MARK


def test_an_unchanged_pack_is_answered_without_reading_it_again(pack: PackFolder, cache: Cache):
    """The second answer is the one that was kept: report and pack both."""
    pack.write()
    first = checked(pack.path, cache)
    assert first == checked(pack.path, cache)
    doctor(cache)
    assert remembered(pack, cache) == (True, True)


def test_a_report_comes_back_as_it_was_kept(cache: Cache):
    """Places, words, gravity and counts survive."""
    problems = (
        Problem(Place("a/b.yaml", 3, 7), "“what” – ünïcode\n", "remedy"),
        Problem(Place("pack"), "advice", "or not", grave=False),
    )
    report = Report(problems, 1, 2, 3)
    cache.keep("key", report, None)
    assert cache.report("key") == report
    assert not report.usable
    assert cache.pack("key") is None
    assert cache.report("other") is None


def test_a_pack_comes_back_as_it_was_read(pack: PackFolder, cache: Cache):
    """From the YAML the first time, from the cache the second: the same pack."""
    pack.write()
    assert read_pack(pack.path, cache) == read_pack(pack.path, cache) == read_pack(pack.path)


def test_problems_come_back_as_they_were_found(pack: PackFolder, cache: Cache):
    """Mistakes and advice read the same the second time."""
    pack.write({"questions/more.yaml": edited(SINGLE, ("g-01", "g-02"), ("difficulty: 1", "difficulty: 9"))})
    first = checked(pack.path, cache)
    assert first.problems
    assert checked(pack.path, cache) == first == checked(pack.path)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("questions/garden.yaml", SINGLE.replace("difficulty: 1", "difficulty: 2")),
        ("questions/garden.yaml", f"{SINGLE}# looked through\n"),
        ("questions/more.yaml", JUDGING),
        ("facts/deep/more.yaml", edited(FACTS, ("gf-01", "gf-02"))),
    ],
)
def test_a_changed_or_new_file_is_read_again(pack: PackFolder, cache: Cache, file: str, content: str):
    """Whatever is different in what the pack holds, nothing remembered answers for it."""
    pack.write()
    checked(pack.path, cache)
    doctor(cache)
    pack.put(file, content)
    assert remembered(pack, cache) == (False, False)


def test_a_file_that_is_gone_is_missed(pack: PackFolder, cache: Cache):
    """A file taken out changes the pack, too."""
    pack.write({"questions/more.yaml": JUDGING})
    checked(pack.path, cache)
    doctor(cache)
    (pack.path / "questions" / "more.yaml").unlink()
    assert remembered(pack, cache) == (False, False)
    assert checked(pack.path, cache).questions == 1


def test_a_file_that_moved_is_read_again(pack: PackFolder, cache: Cache):
    """Problems name files, so a new name is a change."""
    pack.write({"questions/garden.yaml": with_line(SINGLE, "difficulty: 9"), "facts/garden.yaml": None})
    checked(pack.path, cache)
    (pack.path / "questions" / "garden.yaml").rename(pack.path / "questions" / "kitchen.yaml")
    assert [str(problem.place) for problem in checked(pack.path, cache).problems] == ["pack/questions/kitchen.yaml:9:5"]


def test_a_file_put_back_as_it_was_is_remembered(pack: PackFolder, cache: Cache):
    """It is the content that counts, not the time of the change."""
    pack.write()
    checked(pack.path, cache)
    doctor(cache)
    pack.write({"questions/garden.yaml": SINGLE + "# changed"})
    checked(pack.path, cache)
    pack.write()
    os.utime(pack.path / "pack.yaml", (0, 0))
    assert remembered(pack, cache) == (True, True)


@pytest.mark.parametrize("stray", ["questions/more.yml", "notes.yaml"])
def test_a_stray_file_is_told_however_often_the_pack_was_checked(pack: PackFolder, cache: Cache, stray: str):
    """A file that is not read is a problem from the moment it is there until it is gone."""
    pack.write()
    assert checked(pack.path, cache).usable
    pack.put(stray, JUDGING)
    assert [problem.place.file for problem in checked(pack.path, cache).problems] == [f"pack/{stray}"]
    (pack.path / stray).unlink()
    assert checked(pack.path, cache).usable


def test_each_folder_without_a_pack_is_told_by_its_own_name(pack: PackFolder, cache: Cache, tmp_path: Path):
    """What is remembered of one missing folder is not said of another."""
    (tmp_path / "empty").mkdir()
    told = [checked(Path(name), cache).problems[0] for name in ("here", "there", "empty", "here")]
    assert [problem.place.file for problem in told] == ["here", "there", "empty", "here"]
    assert [problem.what for problem in told] == [
        "there is no such folder",
        "there is no such folder",
        "there is no pack here: `pack.yaml` is missing",
        "there is no such folder",
    ]


def test_places_are_named_as_the_author_stands_now(pack: PackFolder, cache: Cache, monkeypatch: pytest.MonkeyPatch):
    """A report kept in one folder doesn't name paths that lead nowhere in another."""
    pack.write({"questions/garden.yaml": with_line(SINGLE, "difficulty: 9"), "facts/garden.yaml": None})
    whole = pack.path.resolve()
    assert [str(problem.place) for problem in checked(whole, cache).problems] == ["pack/questions/garden.yaml:9:5"]
    monkeypatch.chdir(whole)
    assert [str(problem.place) for problem in checked(whole, cache).problems] == ["questions/garden.yaml:9:5"]


def test_new_code_judges_anew(pack: PackFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """When a file of the bank's own code changes, comes or goes, so does the digest of every pack."""
    pack.write()
    code = tmp_path / "code"
    shutil.copytree(Path(cache_module.__file__).parent, code, ignore=shutil.ignore_patterns("__pycache__"))
    spec = importlib.util.spec_from_file_location("copied_cache", code / "cache.py")
    copied = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "copied_cache", copied)
    spec.loader.exec_module(copied)
    files = files_of(pack.path)

    seen = [copied.digest(files), copied.digest(files)]
    assert seen[0] == seen[1]
    rules = code / "rules.py"
    rules.write_text(rules.read_text("utf-8") + "\n", "utf-8")
    seen.append(copied.digest(files))
    (code / "more_rules.py").write_text("", "utf-8")
    seen.append(copied.digest(files))
    rules.unlink()
    seen.append(copied.digest(files))
    assert len(set(seen)) == 4


def test_no_two_divisions_of_the_same_words_are_one(tmp_path: Path):
    """Moving a line from the end of one file to the beginning of the next is a change."""
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("one\ntwo\n")
    second.write_text("three\n")
    before = digest([first, second])
    first.write_text("one\n")
    second.write_text("two\nthree\n")
    assert digest([first, second]) != before


BROKEN = [b"", b"\0" * 8, b'{"problems": [], "inf', b"null", b"[]", b"\xff\xfe", b'{"problems": 3, "info": {}}']


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_report_is_as_good_as_none(pack: PackFolder, cache: Cache, content: bytes):
    """What a power cut left of a report is passed over, and mended."""
    pack.write()
    report = checked(pack.path, cache)
    [kept] = cache.folder.glob("*.report.json")
    kept.write_bytes(content)
    assert checked(pack.path, cache) == report
    assert cache.report(kept.name.partition(".")[0]) == report


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_pack_is_as_good_as_none(pack: PackFolder, cache: Cache, content: bytes):
    """What a power cut left of a pack is passed over, and mended."""
    pack.write()
    whole = read_pack(pack.path, cache)
    [kept] = cache.folder.glob("*.pack.json")
    kept.write_bytes(content)
    assert read_pack(pack.path, cache) == whole
    assert read_pack(pack.path, cache) == whole
    assert kept.read_bytes() != content


def test_half_a_report_is_not_taken_for_one(pack: PackFolder, cache: Cache):
    """A report whose parts are not what they should be is passed over as well."""
    pack.write()
    report = checked(pack.path, cache)
    [kept] = cache.folder.glob("*.report.json")
    for spoilt in (
        {"questions": 1, "facts": 1, "claims": 2, "problems": [{"place": ["a", "b", "c"], "what": 1}]},
        {"questions": 1, "facts": 1, "claims": 2, "problems": [{"place": ["a"] * 9, "what": "", "remedy": ""}]},
    ):
        kept.write_text(json.dumps(spoilt), "utf-8")
        assert checked(pack.path, cache) == report


@pytest.mark.parametrize("barred", ["a file", "below a file", "a loop"])
def test_a_folder_that_can_t_be_written_is_no_trouble(pack: PackFolder, tmp_path: Path, barred: str):
    """Everything is found as if there were no cache."""
    pack.write()
    file = tmp_path / "file"
    if barred == "a loop":
        file.symlink_to("file")
    else:
        file.write_text("in the way")
    cache = Cache(file / "cache" if barred == "below a file" else file)
    assert checked(pack.path, cache) == checked(pack.path) == checked(pack.path, cache)
    assert read_pack(pack.path, cache) == read_pack(pack.path)


def test_a_broken_pack_never_reaches_a_class(pack: PackFolder, cache: Cache):
    """Neither afresh nor remembered; the error says which command explains it."""
    pack.write({"questions/garden.yaml": with_line(SINGLE, "difficulty: 9")})
    for _ in range(2):
        with pytest.raises(BrokenPack, match=r"^pack can't be used: run `swot check pack`$") as caught:
            read_pack(pack.path, cache)
        assert not caught.value.report.usable
    assert list(cache.folder.glob("*.pack.json")) == []


def test_advice_keeps_no_pack_from_its_class(pack: PackFolder, cache: Cache):
    """A pack that has only advice to heed is read."""
    pack.write({"questions/more.yaml": edited(SINGLE, ("g-01", "g-02"))})
    assert [problem.grave for problem in checked(pack.path, cache).problems] == [False]
    assert len(read_pack(pack.path, cache).questions) == 2


def test_only_the_latest_packs_are_remembered(pack: PackFolder, cache: Cache):
    """An author who saves all day fills no disk: the oldest reports go, with their packs."""
    pack.write()
    kept: list[str] = []
    for number in range(KEPT + 5):
        pack.put("questions/garden.yaml", f"{SINGLE}# {number}\n")
        checked(pack.path, cache)
        [new] = {path.name.partition(".")[0] for path in cache.folder.iterdir()} - set(kept)
        os.utime(cache.folder / f"{new}.report.json", (number, number))
        kept.append(new)
    names = {path.name for path in cache.folder.iterdir()}
    assert names == {f"{key}.{what}.json" for key in kept[-KEPT:] for what in ("report", "pack")}
