"""The messages that a round posts for everyone."""

from __future__ import annotations

from bot.appeals.report_commands import ReportCommands
from bot.chat import Button, Control, Moment, Text, View, counted, dotted, lines, paragraphs, prose, rich, to
from bot.clock import SECOND
from bot.quiz import cards
from bot.quiz.rounds.commands import RoundCommands
from bot.quiz.rounds.model import PAUSE, Round
from bot.quiz.rounds.putting import Put, Result
from bot.responses.model import how_many_named, points

NO_PLACES = "Nobody is first or last at this; what you earned counts."


class RoundPages:
    """What everybody in the room sees."""

    def question(self, put: Put, answered: int) -> View:
        """The open question."""
        game = put.game
        head = _head(put, rich("closes {}", Moment(game.closes_at, "countdown" if game.kind == "live" else "clock")))
        body = cards.stem(put.question, put.kind, put.layout)
        count = rich("{} answered", answered)
        return View(
            paragraphs(head, body, count),
            controls=_controls(put),
            tone="live",
            fallback=f"{game.title}{_of_how_many(put, ', ')}: {put.kind.spoken(put.question)}",
        )

    def soon(self, game: Round, begins_at: int) -> View:
        """That a round begins by itself, and when."""
        told = rich("{}, begins {}.", _announced(game), Moment(begins_at))
        begin = (Button("Begin now", to(RoundCommands.next, game.id, 0)),)
        return View(told, title=_of_thread(game), controls=begin, tone="live")

    def begun(self, game: Round) -> View:
        """The same once it has begun."""
        return View(rich("{}.", _announced(game)), title=_of_thread(game))

    def closed(self, put: Put, answered: int) -> View:
        """The question without its buttons."""
        head = _head(put, rich("closed"), rich("{} answered", answered))
        return View(paragraphs(head, cards.stem(put.question, put.kind, put.layout)))

    def reveal(self, put: Put, result: Result) -> View:
        """The answer, how the class answered, and why it is right."""
        game = put.game
        right = (
            rich(" · {} of {} right", result.right, result.answers) if result.answers else rich(" · nobody answered")
        )
        grave = put.question.tone == "grave" or result.grave
        here = (game.id, put.position)
        controls: list[Control] = [Button("Source", to(RoundCommands.source, *here))]
        if game.kind == "daily" and result.answers:
            controls.insert(0, Button("My answer", to(RoundCommands.mine, *here)))
        controls.append(Button("Report", to(ReportCommands.ask_of_round, *here)))
        if game.phase == "revealed":
            label = "Result" if game.last else "Next question"
            controls.insert(
                0, Button(f"{label} (or in {PAUSE // SECOND} s)", to(RoundCommands.next, game.id, put.position))
            )
        # After hours nobody remembers what was asked.
        asked = () if game.kind == "live" else lines(_head(put, rich("the answer")), put.kind.stem(put.question))
        return View(
            paragraphs(
                asked,
                _answer_line(put, right),
                prose(put.question.explanation),
                cards.bars(put.question, put.kind, put.layout, result.chosen),
                () if grave or game.last or game.kind == "daily" else _top(result),
            ),
            controls=tuple(controls),
            tone="news",
        )

    def withdrawn(self, game: Round) -> View:
        """The question that is no longer in the bank."""
        return View(rich("**{}** · question {} has been withdrawn, and counts for nobody.", game.title, game.position))

    def podium(self, game: Round, result: Result) -> View:
        """Where everyone came, as far as they let it be told."""
        head = {
            "finished": rich("**Round over.** {}", game.title),
            "stopped": rich("**Round stopped.** {}, {} of {} asked", game.title, game.position, len(game.questions)),
            "deserted": rich("**Round over.** Nobody answered the last two questions, so it stops here."),
        }.get(game.ended, rich("**Round over.**"))
        if not result.learners:
            return View(lines(head, rich("Nobody took part.")), tone="news")
        took = rich("{} took part; {}.", counted(result.learners, "learner"), how_many_named(result.named))
        retry = Button("Retry what I missed", to(RoundCommands.missed, game.id))
        if result.grave:
            took = rich("{} took part. {}", counted(result.learners, "learner"), NO_PLACES)
            return View(paragraphs(head, took), controls=(retry,), tone="news")
        hint = () if result.named else rich("To stand here by name: /leaderboard names:show")
        controls = (Button("My place", to(RoundCommands.place, game.id), "main"), retry)
        return View(paragraphs(head, _top(result), lines(took, hint)), controls=controls, tone="news")

    def unseen(self, game: Round, advice: str) -> View:
        """What the starter is told of a round that nobody could see."""
        return View(rich("Nobody could see the round “{}”, so it has ended. {}", game.title, advice))


def _announced(game: Round) -> Text:
    size = rich("{}, {} s each", counted(len(game.questions), "question"), game.seconds)
    if game.threaded:
        return rich("A round of {}, in the thread below", size)
    return rich("**{}**: a round of {}", game.title, size)


def _of_thread(game: Round) -> str:
    """What the round's thread is called, after the message that it belongs to."""
    return game.title if game.threaded else ""


def _head(put: Put, *more: Text) -> Text:
    """What is asked, and how it stands."""
    return dotted(rich("**{}**{}", put.game.title, _of_how_many(put, " · ")), *more)


def _of_how_many(put: Put, glue: str) -> str:
    return f"{glue}question {put.position} of {len(put.game.questions)}" if put.game.kind == "live" else ""


def _controls(put: Put) -> tuple[Control, ...]:
    here = (put.game.id, put.position)
    labels = put.kind.buttons(put.question, put.layout)
    if put.kind.how == "write":
        return cards.writing(labels, to(RoundCommands.write, *here), lambda at: to(RoundCommands.part, *here, at))
    return tuple(Button(label, to(RoundCommands.answer, *here, index)) for index, label in enumerate(labels))


def _answer_line(put: Put, right: Text) -> Text:
    return lines((*put.kind.key(put.question, put.layout), *right), put.kind.detail(put.question, put.layout))


def _top(result: Result) -> Text:
    return dotted(*(rich("{} *{}* {}", place, name, points(total.points)) for place, name, total in result.top))
