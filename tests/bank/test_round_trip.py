"""A pack is the same pack as YAML, as models and in the cache."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import model
from bot.bank.cache import Cache
from bot.bank.service import checked, read_pack
from tests.bank.making import as_yaml, packs

LAYOUTS = st.fixed_dictionaries(
    {
        "brief": st.booleans(),
        "sort_keys": st.booleans(),
        "default_flow_style": st.sampled_from([True, False, None]),
        "width": st.integers(20, 120),
    }
)


def write(pack: model.Pack, folder: Path, layout: dict[str, Any]) -> None:
    """Write the pack as its author might have."""
    for name in ("questions", "facts", "evidence"):
        (folder / name).mkdir()
    files: dict[str, model.Entry] = {
        "pack.yaml": pack.info,
        "authorities.yaml": model.AuthorityFile(works=pack.works, documents=pack.documents),
        "questions/all.yaml": model.QuestionFile(questions=pack.questions),
        "facts/all.yaml": model.FactFile(facts=pack.facts),
        "evidence/all.yaml": model.EvidenceFile(claims=pack.claims),
    }
    for name, entry in files.items():
        (folder / name).write_text(as_yaml(entry, **layout), "utf-8")


@settings(max_examples=25)
@given(packs(), LAYOUTS)
def test_a_pack_is_the_same_from_yaml_and_from_the_cache(pack: model.Pack, layout: dict[str, Any]):
    """However it is laid out, what is read is what was written, and what is remembered is what was read."""
    with TemporaryDirectory() as place:
        folder, cache = Path(place) / "pack", Cache(Path(place) / "cache")
        folder.mkdir()
        write(pack, folder, layout)
        report = checked(folder)
        assert [problem for problem in report.problems if problem.grave] == []
        assert (report.questions, report.facts, report.claims) == (
            len(pack.questions),
            len(pack.facts),
            len(pack.claims),
        )
        from_yaml = read_pack(folder, cache)
        assert from_yaml == pack
        assert list(cache.folder.glob("*.pack.json"))
        assert read_pack(folder, cache) == pack
        assert checked(folder, cache) == report
