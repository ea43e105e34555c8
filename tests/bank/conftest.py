"""What the bank's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bank.packs import PackFolder


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackFolder:
    """A pack's folder, named as an author names it who stands beside it."""
    monkeypatch.chdir(tmp_path)
    return PackFolder(Path("pack"))
