"""The units that answers are given in, as data: names, symbols, prefixes and what they are worth.

Sources of the factors: the SI brochure (9th edition, 2019) for the SI and what is used beside it; the Weights and
Measures Act 1985 for imperial units, NIST SP 811 for American ones; the Russian Law on Weights and Measures of 1899 for
pood, verst, desyatina and their kin. A year is the Gregorian calendar's mean year, 365.2425 days, a month a twelfth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

Dimension = tuple[tuple[str, int], ...]
"""Base units with their exponents, sorted by name; none for a ratio."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its name, and how an amount of it is expressed in base units: (amount + offset) * factor.

    `slack` is the share by which conversions to other units may be out: nothing for defined factors, a billionth for
    those with pi in them, a four-hundredth for years and months, which differ in length.
    """

    name: str
    dimension: Dimension
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    slack: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of the table, with which prefixes it takes: `all`, `large` (kilo and more) or none."""

    unit: Unit
    prefixes: str


CURRENCIES = frozenset(("£", "$", "€", "¥", "₽", "mark"))
"""The base units of money, which are changed into no other."""
# names; symbols; prefixes; factor; base units; offset; slack
_UNITS = """
metre, meter; m; all; 1; m
gram, gramme; g; all; 1/1000; kg
second, sec; s; all; 1; s
ampere, amp; A; all; 1; A
kelvin, degree kelvin; K; all; 1; K
mole; mol; all; 1; mol
candela; cd; all; 1; cd
hertz; Hz; all; 1; s-1
newton; N; all; 1; kg m s-2
pascal; Pa; all; 1; kg m-1 s-2
joule; J; all; 1; kg m2 s-2
watt; W; all; 1; kg m2 s-3
coulomb; C; all; 1; A s
volt; V; all; 1; kg m2 s-3 A-1
farad; F; all; 1; kg-1 m-2 s4 A2
ohm; Ω, ohm; all; 1; kg m2 s-3 A-2
siemens; S; all; 1; kg-1 m-2 s3 A2
weber; Wb; all; 1; kg m2 s-2 A-1
tesla; T; all; 1; kg s-2 A-1
henry, henries; H; all; 1; kg m2 s-2 A-2
lumen; lm; all; 1; cd
lux; lx; all; 1; cd m-2
becquerel; Bq; all; 1; s-1
gray; Gy; all; 1; m2 s-2
sievert; Sv; all; 1; m2 s-2
dioptre, diopter; ; ; 1; m-1
decibel; dB; ; 1; dB
degree; °, deg; ; 1; deg
radian; rad; all; 180/3.14159265358979323846; deg; 0; 1/1000000000
revolution, turn, full turn; rev; ; 360; deg
revolution per minute; rpm; ; 360/60; deg s-1
arcminute, minute of arc; '; ; 1/60; deg
arcsecond, second of arc; "; ; 1/3600; deg
celsius, centigrade, degree celsius, degree centigrade, degree c, deg c, degree; °C, C, ° C, c, oC, °; ; 1; K; 273.15
fahrenheit, degree fahrenheit, degree f, deg f, degree; °F, F, ° F, f, oF, °; ; 5/9; K; 459.67
litre, liter; l, L; all; 1/1000; m3
cubic centimetre, cubic centimeter; cc, ccm; ; 1/1000000; m3
tonne, ton, metric ton, metric tonne; t; large; 1000; kg
quintal, centner, metric centner; ; ; 100; kg
carat; ct; ; 1/5000; kg
dalton, atomic mass unit; u, Da, amu; large; 1.66053906660e-27; kg
hectare; ha; ; 10000; m2
angstrom, ångström; Å; ; 1e-10; m
micron; ; ; 1/1000000; m
astronomical unit; au, AU; ; 149597870700; m
light year, lightyear; ly; large; 9460730472580800; m
parsec; pc; large; 3.0856775814913673e16; m; 0; 1/1000000000
electronvolt, electron volt; eV; all; 1.602176634e-19; kg m2 s-2
calorie; cal; all; 4.184; kg m2 s-2
watt hour; Wh; all; 3600; kg m2 s-2
kilowatt hour; kWh; ; 3600000; kg m2 s-2
british thermal unit; BTU, Btu; ; 1055.05585262; kg m2 s-2
therm; ; ; 105505585.262; kg m2 s-2
erg; ; ; 1e-7; kg m2 s-2
ton of tnt, tonne of tnt; ; large; 4184000000; kg m2 s-2
horsepower; hp, bhp; ; 745.69987158227022; kg m2 s-3
dyne; dyn; ; 1/100000; kg m s-2
pound force; lbf; ; 4.4482216152605; kg m s-2
kilogram force; kgf, kp; ; 9.80665; kg m s-2
bar; bar; all; 100000; kg m-1 s-2
atmosphere; atm; ; 101325; kg m-1 s-2
millimetre of mercury, millimeter of mercury; mmHg, mm Hg; ; 133.322387415; kg m-1 s-2
torr; Torr; ; 101325/760; kg m-1 s-2
pound per square inch; psi; ; 4.4482216152605/0.00064516; kg m-1 s-2
minute; min; ; 60; s
hour; h, hr; ; 3600; s
day; d; ; 86400; s
week; wk; ; 604800; s
fortnight; ; ; 1209600; s
month; mth, mo; ; 2629746; s; 0; 1/400
year; yr, y, a; large; 31556952; s; 0; 1/400
decade; ; ; 315569520; s; 0; 1/400
century, centuries; ; ; 3155695200; s; 0; 1/400
millennium, millennia, millenium, millenia; ; ; 31556952000; s; 0; 1/400
inch, inches; in, "; ; 0.0254; m
foot, feet; ft, '; ; 0.3048; m
yard; yd; ; 0.9144; m
chain; ; ; 20.1168; m
furlong; ; ; 201.168; m
mile, statute mile; mi; ; 1609.344; m
league; ; ; 4828.032; m
fathom; ; ; 1.8288; m
nautical mile, sea mile; nmi, NM; ; 1852; m
mile per hour; mph; ; 0.44704; m s-1
kilometre per hour, kilometer per hour; kph, kmh, kmph; ; 1000/3600; m s-1
knot; kn, kt; ; 1852/3600; m s-1
acre; ac; ; 4046.8564224; m2
pound; lb; ; 0.45359237; kg
ounce; oz; ; 0.45359237/16; kg
stone; st; ; 6.35029318; kg
hundredweight; cwt; ; 50.80234544; kg
ton, long ton, imperial ton; ; ; 1016.0469088; kg
ton, short ton, us ton; ; ; 907.18474; kg
pint, imperial pint; pt; ; 0.00056826125; m3
pint, us pint; pt; ; 0.000473176473; m3
quart, imperial quart; qt; ; 0.0011365225; m3
quart, us quart; qt; ; 0.000946352946; m3
gallon, imperial gallon; gal; ; 0.00454609; m3
gallon, us gallon; gal; ; 0.003785411784; m3
fluid ounce; fl oz; ; 0.0000284130625; m3
fluid ounce, us fluid ounce; fl oz; ; 0.0000295735295625; m3
bushel; bu; ; 0.03636872; m3
barrel, barrel of oil; bbl; ; 0.158987294928; m3
pood, pud; ; ; 16.3804964; kg
funt, russian pound; ; ; 0.40951241; kg
verst, versta, verstas; ; ; 1066.8; m
sazhen, sagene; ; ; 2.1336; m
arshin, arshine; ; ; 0.7112; m
vershok, vershoks; ; ; 0.04445; m
desyatina, desiatina, dessiatina, dessiatine, desyatin, desiatin, dessyatin; ; ; 10925.397504; m2
vedro, vedros; ; ; 0.01229941; m3
bit; b, bit; large; 1/8; B
byte; B; large; 1; B
percent, per cent, pct, percentage; %; ; 1/100;
per mille, per mil; ‰; ; 1/1000;
part per million; ppm; ; 1/1000000;
pound, pound sterling, pounds sterling, gbp, sterling, quid; £, GBP; ; 1; £
shilling; s; ; 1/20; £
penny, pence, new pence; p; ; 1/100; £
penny, pence, old penny, old pence; d; ; 1/240; £
dollar, us dollar, american dollar, usd, buck; $, US$, USD; ; 1; $
cent, us cent; ¢, c; ; 1/100; $
euro; €, EUR; ; 1; €
cent, eurocent, euro cent; c, ct; ; 1/100; €
yen, japanese yen; ¥, JPY; ; 1; ¥
rouble, ruble, russian rouble; ₽, RUB; ; 1; ₽
kopeck, kopek, copeck, kopeyka; kop; ; 1/100; ₽
mark, german mark, reichsmark, deutschmark, deutsche mark; RM, DM; ; 1; mark
pfennig, pfennigs; Pf; ; 1/100; mark
"""
_PREFIXES = """
quetta Q 30; ronna R 27; yotta Y 24; zetta Z 21; exa E 18; peta P 15; tera T 12; giga G 9; mega M 6; kilo k 3
hecto h 2; deca da 1; deka da 1; deci d -1; centi c -2; milli m -3; micro μ -6; micro u -6; micro mc -6; nano n -9
pico p -12; femto f -15; kibi Ki 1024; mebi Mi 1048576; gibi Gi 1073741824; tebi Ti 1099511627776
"""
_LARGEST_EXPONENT = 100
"""Prefixes with a larger figure than this give the factor itself, a power of two."""


@cache
def names() -> dict[str, tuple[Row, ...]]:
    """The rows of every name, in small letters and the singular."""
    return _index((line.names, line.row) for line in _lines())


@cache
def symbols() -> dict[str, tuple[Row, ...]]:
    """The rows of every symbol, case as it is written."""
    return _index((line.symbols, line.row) for line in _lines())


@cache
def folded_symbols() -> dict[str, tuple[Row, ...]]:
    """The rows of every symbol in small letters, for those who write KM."""
    return _index(((symbol.casefold() for symbol in line.symbols), line.row) for line in _lines())


@cache
def prefixes() -> tuple[tuple[str, str, Fraction, bool], ...]:
    """Every prefix: its name, its symbol, what it multiplies by, and whether it is a large one."""
    found = []
    for entry in _PREFIXES.replace("\n", ";").split(";"):
        if entry.strip():
            name, symbol, figure = entry.split()
            number = int(figure)
            factor = Fraction(number) if number > _LARGEST_EXPONENT else Fraction(10) ** number
            found.append((name, symbol, factor, factor > 100))  # noqa: PLR2004
    return tuple(found)


def read_dimension(text: str) -> Dimension:
    """A dimension as the table writes it: kg m2 s-3."""
    found = []
    for part in text.split():
        name = part.rstrip("-0123456789")
        found.append((name, int(part[len(name) :] or 1)))
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class _Line:
    names: tuple[str, ...]
    symbols: tuple[str, ...]
    row: Row


@cache
def _lines() -> tuple[_Line, ...]:
    found = []
    for line in _UNITS.strip().splitlines():
        cells = [cell.strip() for cell in line.split(";")]
        named, signs, prefixed, factor, base, offset, slack = (*cells, "0", "0")[:7]
        known = tuple(name.strip() for name in named.split(","))
        unit = Unit(known[0], read_dimension(base), _factor(factor), Fraction(offset), _factor(slack))
        found.append(_Line(known, tuple(sign.strip() for sign in signs.split(",") if sign), Row(unit, prefixed)))
    return tuple(found)


def _factor(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below or "1")


def _index(entries: Iterable[tuple[Iterable[str], Row]]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for keys, row in entries:
        for key in dict.fromkeys(keys):
            found[key] = (*found.get(key, ()), row)
    return found
