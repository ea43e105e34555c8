"""Slack's escaping, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.harmless import harmless
from adapters.slack.words import escaped, typed


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("plain words", "plain words"),
        ("&lt;b&gt; &amp; &amp;lt;", "<b> & &lt;"),
        ("<@U1|maya>", "@slack:T1.U1"),
        ("person:<@W1>", "person:@slack:T1.W1"),
        ("<#C1|history> <#C2>", "#slack:T1.C1 #slack:T1.C2"),
        ("<!subteam^S1|@teachers> <!here>", "@teachers @here"),
        ("<https://x.org/?a=1&amp;b=2>", "https://x.org/?a=1&b=2"),
        ("<http://x.org|x.org> <mailto:a@x.org|a@x.org>", "x.org a@x.org"),
        ("&lt;@U1&gt;", "<@U1>"),
    ],
)
def test_what_was_typed_is_restored(sent: str, meant: str):
    """References become what a person sees; what a person typed that looks like one stays text."""
    assert typed(sent, "T1") == meant


@given(st.text(alphabet="&<>;ltgamp@#!| U1"))
def test_escaping_is_undone_exactly(words: str):
    """Whatever is written, however it looks, comes back as it was."""
    assert typed(escaped(words), "T1") == words


@given(st.text())
def test_nothing_that_was_written_acts(words: str):
    """Escaped text has no bracket that Slack could read, and no control or hidden character."""
    shown = escaped(words)
    assert not set("<>") & set(shown)
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert len(harmless(words)) == len(words)
