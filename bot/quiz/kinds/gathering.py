"""Multiple choice and put in order: several presses make one answer."""

from __future__ import annotations

from bot.bank.model import MultipleChoice, Order, Question, wording
from bot.chat import Text, bare, lines, prose, rich
from bot.marking.choice import mark_several
from bot.marking.ordering import mark_order
from bot.marking.outcome import Outcome
from bot.quiz.kinds.alike import Pressed
from bot.quiz.kinds.kind import LETTERS, UNKNOWN, How, Layout, Vocabulary, laid_out, shuffled
from bot.responses.model import Given


class Ticking(Pressed):
    """Several options may be right; a press ticks or unticks."""

    how: How = "gather"
    title = "Multiple choice"
    unfinished = "Tick at least one first."

    def layout(self, question: Question, seed: str) -> Layout:
        """The options, shuffled."""
        assert isinstance(question, MultipleChoice)
        return laid_out(question.options, seed)

    def asks(self, question: Question, layout: Layout) -> Text:
        """The options, since several letters are named in an answer."""
        return lines(*(rich("**{}** {}", LETTERS[index], prose(option)) for index, option in enumerate(layout)))

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """The letters."""
        return tuple(LETTERS[: len(layout)])

    def after(self, question: Question, layout: Layout, given: Given, pressed: int) -> Given:
        """What is ticked, in the options' order."""
        changed = set(given) ^ {layout[pressed]}
        return tuple(option for option in layout if option in changed)

    def begun(self, question: Question, layout: Layout, given: Given) -> Text:
        """What is ticked."""
        return rich("Ticked: {}", self.told(question, layout, given)) if given else ()

    def locked(self, question: Question, layout: Layout, given: Given) -> Text:
        """What is ticked, and how to untick it."""
        return rich("Ticked: {}. Press a letter again to untick it.", self.told(question, layout, given))

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """The letters ticked."""
        return rich("**{}**", ", ".join(_letters(layout, given))) if given else rich("*nothing yet*")

    def named(self, question: Question, layout: Layout, given: Given) -> Text:
        """The options ticked, in words."""
        return rich("**{}**", ", ".join(bare(option) for option in given))

    def complete(self, question: Question, given: Given) -> bool:
        """One tick is enough to be an answer."""
        return bool(given)

    def widened(self, question: Question, form: Given) -> Question | None:
        """To tick these costs nothing any more, as long as something is left that does."""
        assert isinstance(question, MultipleChoice)
        wrong = set(wording(question.distractors)) - set(question.also)
        return question.with_also(*form) if form and wrong > set(form) else None

    def beyond(self, question: Question, given: Given, vocabulary: Vocabulary) -> Given:
        """The options ticked that are wrong."""
        assert isinstance(question, MultipleChoice)
        wrong = set(wording(question.distractors)) - set(question.also)
        return tuple(sorted(wrong & set(given)))

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """A share for each key, less a share for each wrong tick; nobody needs to tick what counts beside the keys."""
        assert isinstance(question, MultipleChoice)
        wrong = [option for option in wording(question.distractors) if option not in question.also]
        return mark_several(question.keys, wrong, [option for option in given if option not in question.also])

    def key(self, question: Question, layout: Layout) -> Text:
        """The letters."""
        assert isinstance(question, MultipleChoice)
        return rich("**{}**", ", ".join(letter for letter, _ in _named(layout, question.keys)))

    def detail(self, question: Question, layout: Layout) -> Text:
        """Each right option by its letter."""
        assert isinstance(question, MultipleChoice)
        named = [rich("{} {}", letter, prose(option)) for letter, option in _named(layout, question.keys)]
        beside = [
            rich("{} {} *(may be ticked)*", letter, prose(option)) for letter, option in _named(layout, question.also)
        ]
        return lines(*named, *beside)

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """The keys."""
        assert isinstance(question, MultipleChoice)
        return tuple(index for index, option in enumerate(layout) if option in question.keys)

    def chosen(self, question: Question, layout: Layout, given: Given) -> tuple[int, ...]:
        """Every option ticked."""
        return tuple(layout.index(option) for option in given if option in layout)


class Ordering(Ticking):
    """A press puts the next thing in its place; once all are placed, the next press begins again."""

    title = "Put in order"
    unfinished = "Put all of them in order first."

    def layout(self, question: Question, seed: str) -> Layout:
        """The steps, shuffled; numbers too, since their order is what is asked."""
        assert isinstance(question, Order)
        return shuffled(question.options, seed)

    def asks(self, question: Question, layout: Layout) -> Text:
        """The steps, and how to answer."""
        return lines(super().asks(question, layout), rich("*Press them in order; press one again to take it back.*"))

    def after(self, question: Question, layout: Layout, given: Given, pressed: int) -> Given:
        """The order with this step behind it; a step that is placed already is taken back, with those after it."""
        step = layout[pressed]
        given = tuple(earlier for earlier in given if earlier in layout)
        if len(given) == len(layout):
            return (step,)
        return given[: given.index(step)] if step in given else (*given, step)

    def begun(self, question: Question, layout: Layout, given: Given) -> Text:
        """The order so far; once it is whole, that it can be checked or begun again."""
        if not given:
            return ()
        told = self.told(question, layout, given)
        if self.complete(question, given):
            return rich("Your order: {}. Check it, or press the one that comes first to begin again.", told)
        return rich("So far: {}", told)

    def locked(self, question: Question, layout: Layout, given: Given) -> Text:
        """The order so far; once it is whole, that it is locked in and how to begin again."""
        told = self.told(question, layout, given)
        if self.complete(question, given):
            return rich("Locked in: {}. To begin again, press the one that comes first.", told)
        return rich("So far: {}.", told)

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """The letters in the order chosen."""
        placed = _letters(layout, given)
        return rich("**{}**", " → ".join([*placed, *["_"] * (len(layout) - len(placed))]))

    def named(self, question: Question, layout: Layout, given: Given) -> Text:
        """The letters; the key below names each step."""
        return self.told(question, layout, given)

    def complete(self, question: Question, given: Given) -> bool:
        """Every step has its place."""
        assert isinstance(question, Order)
        return len(given) == len(question.sequence)

    def widened(self, question: Question, form: Given) -> Question | None:
        """The order is the order."""
        return None

    def beyond(self, question: Question, given: Given, vocabulary: Vocabulary) -> Given:
        """All of it."""
        return given

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """By how many pairs stand in the right order."""
        assert isinstance(question, Order)
        return mark_order(question.key, given)

    def key(self, question: Question, layout: Layout) -> Text:
        """The letters in the right order."""
        assert isinstance(question, Order)
        return rich("**{}**", " → ".join(_letters(layout, question.key)))

    def detail(self, question: Question, layout: Layout) -> Text:
        """Each step with its date."""
        assert isinstance(question, Order)
        dated = (
            rich("{} {}{}", LETTERS[layout.index(step.text)], prose(step.text), f" · {step.when}" if step.when else "")
            for step in question.sequence
        )
        return lines(*dated)

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """None: it is their order that is right."""
        return ()

    def chosen(self, question: Question, layout: Layout, given: Given) -> tuple[int, ...]:
        """Nothing: an order is right or not, and no option of it is."""
        return ()


def _letters(layout: Layout, given: Given) -> list[str]:
    return [LETTERS[layout.index(option)] for option in given if option in layout]


def _named(layout: Layout, options: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(LETTERS[index], option) for index, option in enumerate(layout) if option in options]
