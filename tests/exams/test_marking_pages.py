"""Scripts as pages: whatever a mark scheme and an answer are like, every platform can show each of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.render import render as on_discord
from adapters.slack.render import message_of as on_slack
from adapters.terminal.limits import check_view
from bot.bank.service import read_pack
from bot.bank.tasks import Level, Point
from bot.chat import plain
from bot.exams.marking.correcting import Sheet
from bot.exams.marking.correcting_commands import sheet_of
from bot.exams.marking.desk import Shown
from bot.exams.marking.model import Script
from bot.exams.marking.pages import MarkingPages
from bot.exams.model import handed_in
from bot.exams.paper import ExamPaper, Item, Part
from tests.chat_harness import MONDAY
from tests.exams.hall import HALL, sitting_of
from tests.exams.test_marking_queue import MOCK

PAGES = MarkingPages()
[ESSAY] = [one for one in read_pack(HALL).questions if one.id == "h-08"]
SCRIPT = Script("s", 8, "mock1", "0" * 16, 600, None, 0, "", "", "", 0, twice=False, claimed_by="", claimed_until=0)
SHOWN = Shown(MOCK, Item("hall/h-08", ESSAY), SCRIPT, 4, 22, "", None, has_earlier=True)
LINE = st.text(st.sampled_from("ab *_`[]().é"), min_size=1, max_size=200).map(lambda words: f"x{words}")


@settings(max_examples=40)
@given(
    st.lists(LINE, min_size=1, max_size=10),
    st.lists(LINE, min_size=1, max_size=6),
    st.lists(st.text(st.sampled_from("ab *_`[]\n#-1."), max_size=3_000), max_size=12),
)
def test_every_page_fits_everywhere_and_nothing_is_left_out(points: list[str], levels: list[str], passages: list[str]):
    """The longest scheme and answer that there can be: each page can be drawn, and all words stand on some page."""
    question = ESSAY.model_copy(
        update={
            "points": tuple(Point(text=text, worth=1) for text in points),
            "levels": tuple(Level(level=n, marks=(n, n), descriptor=text) for n, text in enumerate(levels, 1)),
        }
    )
    words = "\n\n".join(passages)
    shown = replace(SHOWN, item=Item("hall/h-08", question), words=words)
    read, page = "", 0
    while True:
        page += 1
        view = PAGES.script(shown, page, said="Somebody else has that script before them now.")
        check_view(view)
        on_discord(view)
        on_slack(view)
        read += plain(view.text)
        if not any(control.label == "More" for control in view.controls if control.kind == "button"):
            break
    told = "".join(
        read.replace("The answer\n", "").replace("Somebody else has that script before them now.", "").split()
    )
    assert told.endswith("".join(words.split()))
    assert view.title.startswith("Question 8 · script 4 of 22")
    assert next(control.label for control in view.controls if control.label.startswith("Level")) == "Level 0"


def test_the_marks_of_a_long_paper_can_all_be_chosen():
    """Sixty questions are more than one list takes: there are three, and each question stands in one of them."""
    items = tuple(Item(f"hall/h-{number}", ESSAY) for number in range(60))
    sitting = handed_in(sitting_of(MOCK, "terminal:maya", 0, MONDAY), MONDAY + 9, "self")
    marks = tuple(replace(SCRIPT, position=number, earned=267, reason="r" * 200) for number in range(1, 61))
    view = sheet_of(Sheet(MOCK, ExamPaper("Long", 60, (Part("A", "", items),)), sitting, "Maya Okafor", marks))
    check_view(view)
    on_discord(view)
    on_slack(view)
    chosen = [option.value for control in view.controls if control.kind == "select" for option in control.options]
    assert chosen == [str(number) for number in range(1, 61)]
