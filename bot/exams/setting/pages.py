"""What a class reads of an exam that is set to it."""

from __future__ import annotations

from bot.chat import Button, Moment, Text, View, counted, dotted, lines, paragraphs, rich, to, waits
from bot.clock import MINUTE
from bot.exams.model import LONGEST_PASSAGE, Mock, Sitting
from bot.exams.paper import ExamPaper
from bot.exams.setting.commands import SettingCommands
from bot.exams.sitting.commands import SittingCommands


class SettingPages:
    """Announcements, and what stands on desks while an exam is paused."""

    def announced(self, mock: Mock, paper: ExamPaper) -> View:
        """To the room: that there is an exam, and how it is sat."""
        size = rich("{}, {}", counted(len(paper.items), "question"), counted(paper.marks, "mark"))
        if mock.way == "together":
            how = paragraphs(
                dotted(rich("**Mock exam: {}**", mock.title), size, rich("all together, here")),
                rich(
                    "Each question stands here for its time. Answers are private; there is no feedback until the end."
                ),
                _at_length(paper),
            )
            return View(how, tone="live")
        told = paragraphs(
            lines(
                dotted(
                    rich("**Mock exam: {}**", mock.title),
                    rich("{} from when you begin", counted(mock.minutes, "minute")),
                    window(mock),
                ),
                dotted(size, () if mock.everyone else rich("for those it is set to")),
            ),
            rich("You sit it in direct messages with Swot. Every answer is saved as you give it."),
            _at_length(paper),
            _grace(mock),
        )
        return View(told, controls=(Button("Begin", to(SittingCommands.begin_it, mock.id), "main"),), tone="live")

    def over(self, mock: Mock) -> View:
        """The same once it is over."""
        return View(rich("**Mock exam: {}** is over. Results come when your teacher releases them.", mock.title))

    def ended(self, mock: Mock, sat: int, waiting: int) -> View:
        """To whoever set it: that it is over, and what comes next."""
        if not sat:
            return View(rich("**{}** is over. Nobody sat it.", mock.title))
        head = rich("**{}** is over: {} sat it.", mock.title, counted(sat, "learner"))
        if waiting:
            return View(lines(head, rich("{} for somebody to mark: /mock mark", waits(waiting, "answer"))))
        return View(
            lines(head, rich("All of it is marked. /mock results shows how it went, /mock release tells them."))
        )

    def paused(self, mock: Mock, sitting: Sitting) -> View:
        """On a learner's desk, while the exam is paused; no question is shown meanwhile."""
        left = counted(max(1, round(sitting.left(sitting.stopped_at) / MINUTE)), "minute")
        told = lines(
            rich("**{}** is paused by your teacher.", mock.title), rich("Your clock stands still, with {} left.", left)
        )
        return View(told, controls=(Button("Go on", to(SittingCommands.go_on, sitting.id), "main"),))

    def goes_on(self, mock: Mock, sitting: Sitting) -> View:
        """On a learner's desk, once it goes on."""
        if sitting.resting:
            told = rich("**{}** goes on; you are still having your rest break.", mock.title)
        else:
            told = rich("**{}** goes on · your time ends {}", mock.title, Moment(sitting.ends_at, "clock"))
        return View(told, controls=(Button("Go on", to(SittingCommands.go_on, sitting.id), "main"),))

    def longer(self, mock: Mock, sitting: Sitting, minutes: int) -> View:
        """To a learner, that there is more time; how much is their own affair, for extra time applies to it."""
        still = rich("Your time ends {}.", Moment(sitting.ends_at, "clock")) if not sitting.stopped_at else ()
        return View((*rich("**{}** has been given more time. ", mock.title), *still))

    def unseen(self, mock: Mock, advice: str) -> View:
        """To whoever set it, that its room can't be written in, and how to go on."""
        if mock.way == "own":
            head = rich(
                "**{}** could not be announced in its room. It can be begun all the same: /mock begin", mock.title
            )
            return View(lines(head, rich("{}", advice) if advice else ()))
        told = lines(
            rich("**{}** is paused: nothing can be posted in its room.", mock.title),
            rich("{}", advice) if advice else (),
            rich("[Go on] puts the question there, with the time that it had left."),
        )
        go_on = Button("Go on", to(SettingCommands.go_on, mock.id), "main")
        return View(told, controls=(go_on, Button("Status", to(SettingCommands.look, mock.id))))


def window(mock: Mock) -> Text:
    """From when and until when it can be begun."""
    opens = rich("from {} ", _when(mock.opens_at)) if mock.opens_at > mock.set_at else ()
    return (*rich("can be begun "), *opens, *rich("until {}", _when(mock.closes_at)))


def _when(at: int) -> Text:
    return rich("{} {}", Moment(at, "day"), Moment(at, "clock"))


def _at_length(paper: ExamPaper) -> Text:
    """How written answers are given, where there are any: to be known before one begins."""
    if not any(item.by_people for item in paper.items):
        return ()
    return rich(
        "Long answers are written in passages of up to {} characters, each saved as you send it.",
        f"{LONGEST_PASSAGE:,}",
    )


def _grace(mock: Mock) -> Text:
    if not mock.grace:
        return ()
    return rich(
        "What comes up to {} after your time is taken, and is called late.", counted(mock.grace // 60, "minute")
    )
