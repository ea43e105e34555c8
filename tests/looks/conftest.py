"""Where the gallery is played: on Discord, and with `--sweep` on Slack too, which takes as long again."""

from __future__ import annotations

import pytest

from tests.looks.shots import PLATFORMS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play it there."""
    if "platform" in metafunc.fixturenames:
        platforms = PLATFORMS if metafunc.config.getoption("--sweep") else PLATFORMS[:1]
        metafunc.parametrize("platform", platforms, indirect=True, scope="module")
