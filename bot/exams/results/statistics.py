"""How well a paper and each of its questions tell who knows more: pure functions of marks.

The definitions are those of Moodle's quiz statistics, https://docs.moodle.org/dev/Quiz_statistics_calculations (as read
in 2026), for tests that everybody sits once. What is different here:

- Everything that Moodle gives in per cent is a share here, from 0 to 1 or from -1 to 1.
- Estimates come with an interval of 95 %, and of fewer than ten learners nothing is said of a question.
- A question that is left out has no marks, as in Moodle; whoever's paper is not wholly marked yet is in no figure.

Variances and covariances are of a sample: they divide by one less than the number of learners, as Moodle's do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist, correlation, fmean, median, quantiles, stdev, variance

FEWEST = 10
"""Learners below whom nothing is said of a question: with nine, one of nought could as well be one of 0.66."""
Z = NormalDist().inv_cdf(0.975)
"""Standard deviations on either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and the interval of 95 % around it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Summary:
    """How a paper went, in whatever unit its marks are."""

    learners: int
    mean: Estimate | None
    """With a t interval; none of fewer than two learners."""
    average: float
    median: float
    deviation: float
    """The standard deviation; nought of one learner."""
    quarters: tuple[float, float]
    """Between these lies the middle half."""
    least: float
    most: float
    consistency: float | None
    error: float | None
    """The standard error: how far marks of the same learner would scatter, in the same unit as the marks."""


@dataclass(frozen=True, slots=True)
class Item:
    """How a question went."""

    learners: int
    facility: Estimate
    discrimination: Estimate | None
    """None where nothing can be said, as everybody has the same marks in it or in all others together."""
    efficiency: float | None
    """None where there is no discrimination."""

    @property
    def too_few(self) -> bool:
        """Whether too few have sat it for anything to be said."""
        return self.learners < FEWEST


def summary(marks: Sequence[Sequence[float]]) -> Summary | None:
    """How a paper went, from each learner's marks in each question; nothing where nobody has any."""
    if not marks:
        return None
    totals = [float(sum(mine)) for mine in marks]
    several = len(totals) > 1
    deviation = stdev(totals) if several else 0.0
    low, _, high = quantiles(totals, n=4, method="inclusive") if several else (totals[0],) * 3
    consistent = consistency(marks)
    return Summary(
        learners=len(totals),
        mean=mean_of(totals) if several else None,
        average=fmean(totals),
        median=median(totals),
        deviation=deviation,
        quarters=(low, high),
        least=min(totals),
        most=max(totals),
        consistency=consistent,
        error=None if consistent is None else deviation * sqrt(max(0.0, 1 - consistent)),
    )


def item(marks: Sequence[float], rest: Sequence[float], most: float) -> Item:
    """How a question went, from each learner's marks in it, those in all the rest of the paper, and what it is worth.

    There is at least one learner, and `most` is more than nought.
    """
    shares = [mark / most for mark in marks]
    return Item(len(marks), facility(shares), discrimination(marks, rest), efficiency(marks, rest))


def rests(marks: Sequence[Sequence[float]], index: int) -> list[float]:
    """What each learner has in all the rest of a paper but the question at this index."""
    return [float(sum(mine)) - mine[index] for mine in marks]


def mean_of(values: Sequence[float]) -> Estimate:
    """The mean of two values or more, with Student's t interval.

    Totals of a paper are sums of many marks, and so near enough to a normal distribution for t to hold; a bootstrap
    would need chance, and give much the same.
    """
    average = fmean(values)
    reach = t(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Estimate(average, average - reach, average + reach)


def facility(shares: Sequence[float]) -> Estimate:
    """Moodle's facility index: the mean share of a question's marks that was earned.

    The interval is Wilson's (score) interval of a proportion, which stays within 0 and 1 and holds for few learners and
    at the ends, where the usual one does not. Marks in between only make it wider than it had to be: of all shares with
    the same mean, none scatter more than noughts and ones.
    """
    count, share = len(shares), fmean(shares)
    squared = Z * Z
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    reach = Z * sqrt(share * (1 - share) / count + squared / (4 * count * count)) / (1 + squared / count)
    return Estimate(share, max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach)))


def discrimination(marks: Sequence[float], rest: Sequence[float]) -> Estimate | None:
    """Moodle's discrimination index: the correlation of a question's marks with those in the rest of the paper.

    The interval is by Fisher's z: the inverse hyperbolic tangent of a correlation is nearly normal, with a standard
    error of one over the root of three less than the number of learners. None where there are three or fewer, or where
    one of the two is the same for everybody.
    """
    count = len(marks)
    if count <= 3 or _is_constant(marks) or _is_constant(rest):  # noqa: PLR2004 - what Fisher's z takes away
        return None
    found = max(-1.0, min(1.0, correlation(marks, rest)))
    if abs(found) == 1:
        return Estimate(found, found, found)
    reach = Z / sqrt(count - 3)
    return Estimate(found, tanh(atanh(found) - reach), tanh(atanh(found) + reach))


def efficiency(marks: Sequence[float], rest: Sequence[float]) -> float | None:
    """Moodle's discriminative efficiency: the covariance with the rest, of the greatest that these marks could have.

    That would be if whoever has more in the rest had more in the question too. None where that is nought.
    """
    if len(marks) < 2 or _is_constant(marks) or _is_constant(rest):  # noqa: PLR2004 - a covariance takes two
        return None
    greatest = _covariance(sorted(marks), sorted(rest))
    return max(-1.0, min(1.0, _covariance(marks, rest) / greatest)) if greatest > 0 else None


def consistency(marks: Sequence[Sequence[float]]) -> float | None:
    """Moodle's coefficient of internal consistency, which is Cronbach's alpha; at most 1, and it may be below nought.

    None where there is only one question or one learner, or everybody has the same total.
    """
    count = len(marks[0]) if marks else 0
    totals = [float(sum(mine)) for mine in marks]
    if count < 2 or len(marks) < 2 or _is_constant(totals):  # noqa: PLR2004 - a variance takes two
        return None
    apart = sum(variance(column) for column in zip(*marks, strict=True))
    return float(count / (count - 1) * (1 - apart / variance(totals)))


def t(freedom: int) -> float:
    """Student's t within which 95 % lie, for so many degrees of freedom.

    Exact for one and two; from three on by the expansion of Abramowitz and Stegun, 26.7.5, which is right to 0.004
    there and to 0.0001 from nine on.
    """
    if freedom == 1:
        return 12.706205
    if freedom == 2:  # noqa: PLR2004 - where the expansion is not good enough
        return 4.302653
    terms = (
        Z,
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    return float(sum(term / float(freedom) ** power for power, term in enumerate(terms)))


def _is_constant(values: Sequence[float]) -> bool:
    return min(values) == max(values)


def _covariance(one: Sequence[float], other: Sequence[float]) -> float:
    mean_one, mean_other = fmean(one), fmean(other)
    return sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True)) / (len(one) - 1)
