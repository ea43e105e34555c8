"""What is said around an answer: openings, tails, reasons, denials, alternatives."""

from __future__ import annotations

import re
from itertools import product

from bot.marking import lists
from bot.marking.folding import fold


def _any(*phrases: str) -> str:
    """A pattern of any of these, each of which may have alternatives of its own."""
    return f"(?:{'|'.join(phrases)})"


def _first_words(plain: str) -> frozenset[str]:
    """The words that phrases of plain words begin with: where none of them is, none of the phrases is."""
    return frozenset(phrase.split()[0] for phrase in plain.removeprefix("(?:").removesuffix(")").split("|"))


_MAYBE = _any("probably|definitely|just|obviously|surely|clearly|of course|actually|maybe")
_IS = _any("has to be|must be|would be|might be|may be|could be|s|is|was")
_SURE = _any("pretty|quite|fairly")
_OPENINGS = (
    # Chat, hesitation and assurance.
    "bruh+|bro|dude|mate|fam|ez|omg|haha+|lol|u get|you get|youd get|i wanna say|wanna say|thatd be|that d be",
    "none other than|who else but|short for|can ?t be anyone but|no doubt|not gonna lie|ngl|if i remember right",
    r"no idea but|dont ask me why but|im like \d+ (?:percent )?sure|um+|uh+|er+m*|hm+|oh|ah|ok|okay|well|so|like",
    "yes|yeah|yep|right|easy|obviously|clearly|probably|maybe|perhaps|possibly|surely|definitely|certainly|hi|hey",
    "sir|miss|honestly|tbh|pretty sure|not sure but|unsure but|just|guess|guessing",
    # My answer is, the answer to this one is.
    r"my (?:final )?(?:answer|guess)(?: (?:is|would be))?|final answer",
    rf"(?:the )?(?:correct |right )?(?:answers?|ans)(?: here)?(?: to (?:this|that|the) (?:question|one)?)?(?: {_IS})?",
    # I think it was, I'd go with, I'm pretty sure it's.
    (
        r"(?:i )?(?:would |d |id )?(?:think|thought|guess|believe|reckon|say|suppose|bet|assume|know|mean|remember)"
        rf"(?: that)?(?: it)?(?: {_IS})?"
    ),
    r"(?:i m|im) (?:going|gonna go) (?:with|for)|i (?:would |will |ll |d )?go (?:with|for)|going (?:with|for)",
    rf"(?:i m|im|i am) (?:{_SURE} )?(?:sure|certain)(?: that)?(?: it)?(?: (?:s|is|was))?|(?:i m|im) thinking",
    # It was probably, they were called, that's.
    (
        r"(?:it|that|this|he|she|they|these|those|there)(?: (?:has to|must|would|might|may|could|should|will))? ?"
        rf"(?:s|re|is|was|were|are|be|have been)(?: (?:called|named|known as))?(?: {_MAYBE})?"
    ),
    rf"its(?: (?:called|named))?(?: {_MAYBE})?|thats|hes|shes|theyre|theyd|itd be|itll be",
    r"(?:isnt|wasnt|arent|werent) (?:it|that|this|he|she|they)",
    "must be|has to be|gotta be|got to be|would be|could be|might be|should be",
    "is it|was it|are they|were they|was|is|were|are|called|named|known as",
    # What hardly says anything, in English and in other languages' names.
    "by|in|on|at|to|from|about|around|of|with|for|during|because of|a|an|the|la|le|les|el|los|las|der|die|das|il",
)
_OPENING = re.compile(rf"^(?:{_any(*_OPENINGS)}\s+)+")
_IT_WAS = product("it that this he she they these those there".split(), ("", *"s re is was were are be have".split()))
_OPENERS = frozenset(
    (
        *map("".join, _IT_WAS),
        *"bro dude mate fam ez omg lol u you youd i wanna thatd none who short can cant no not ngl if dont im".split(),
        *"oh ah ok okay well so like yes yeah yep right easy obviously clearly probably maybe perhaps possibly".split(),
        *"surely definitely certainly hi hey sir miss honestly tbh pretty unsure just guess guessing my final".split(),
        *"the correct answer answers ans would d id think thought believe reckon say suppose bet assume know".split(),
        *"mean remember going theyd itd itll isnt wasnt arent werent must has gotta got could might should".split(),
        *"is was are were called named known by in on at to from about around of with for during because a an".split(),
        *"la le les el los las der die das il".split(),
    )
)
"""The first word of every opening but of those that are drawn out."""
_DRAWN_OUT = re.compile(r"bruh|haha|um|uh|er|hm|x")
"""How the first word of such an opening begins, or the last of such a tail."""
_TAILS = (
    "i think|i guess|i believe|i reckon|i suppose|id say|i would say|im sure|i m sure|im pretty sure|i m pretty sure",
    "im certain|if i remember|if i remember right|if i remember rightly|if i remember correctly|iirc|imo|i hope|right",
    "correct|innit|lol|lmao|xd",
    "of course|obviously|definitely|probably|maybe|perhaps|surely|for sure|4 sure|tbh|tbf|ofc|obvs|obvi|obv|fr|ngl",
    "please|thanks|thank you|sorry|sir|miss|mate|bro|fam|100 percent|these days|nowadays|there|now|today",
    "isnt it|wasnt it|final answer|i think theyre called|i think its called|i think it s called|i think they re called",
    "as well|too|easy|was it|is it|no|then|though|or something|or whatever|did|does|was|is|were|has|had|have|can|could",
    *map(" ".join, product(("is my", "is the"), ("answer", "guess", "one"))),
    *map(" ".join, product(("is my", "is the"), ("final", "correct", "right"), ("answer", "guess", "one"))),
)
_TAIL = re.compile(rf"(?:\s+{_any(*_TAILS, 'haha+|x+|xo+')})+$")
_CLOSERS = frozenset(tail.split()[-1] for tails in _TAILS for tail in tails.split("|"))
"""The last word of every tail but of those that are drawn out."""
_BECAUSES = frozenset(
    "because becuase bc cos coz cuz since as who which whose where when after so that he she they it this".split()
)
_BECAUSE = re.compile(rf"^(.*?)\s+{_any(*sorted(_BECAUSES))}\s+(.+)$")
_REASON = re.compile(
    r"(?:because|becuase|cos|cuz|bc|coz|since|as|who|which|he|she|it|they|on|in|at|by|with|when|where|while|after"
    r"|before|from|during|under|about|though|not|now|then|so)\b"
)
_ASSERTS = _any(
    "its|it s|it is|it was|it must be|that s|thats|that is|that was|thatd be|that d be|that would be|itd be|it d be",
    "it would be|would be|they were|they re|theyre|the answer is|called|named|guessing|wanna say|have to say|id say",
    "i d say|makes|meaning|short for|none other than|who else but",
)
_CONCLUDED = re.compile(rf"^.+\b{_ASSERTS} (?:the |a |an |called |probably )*(.+)$")
_ASSERTING = _first_words(_ASSERTS)
_MENDS = _any(
    "no wait|wait no|scratch that|no sorry|sorry no|i mean|actually no|no actually|wait its|oh wait|nvm|never mind",
    "correction",
)
_MENDED = re.compile(rf"^.*\b{_MENDS} (.+)$")
_MENDING = _first_words(_MENDS)
_STOPS = re.compile(r"[,;.!=(–—-]")
"""Signs of which one is there wherever a comment begins."""
_COMMENTED = re.compile(r"^(.{1,100}?)\s*(?:,|;|\.+|!+|=|\s[-–—]+\s|\()\s*(.+?)\)?$", re.DOTALL)
_NO_COMMENT = re.compile(
    r"(?:or|and|maybe|perhaps|either|possibly|no|nah|wait|actually|sorry|scratch|oh|if not|not|otherwise|also|plus|then"
    r"|else)\b"
)
_CLAUSE = frozenset(
    """
    is was were are be been did does do had has have s its it he she they we i you his her their our my that thats which
    who whose whos ones one them him me us theyre hes shes im ive id got get gets took takes made makes just means meant
    called named wrote led ended began went goes came comes puts put bend bends said says same because cos when where
    guy than isnt wasnt arent
    """.split()
)
"""Words that make a clause of what stands behind a comma, rather than another answer."""
_PREDICATES = frozenset(
    """
    is was were are did does has had got took wrote made makes led won began fought built found ran gave became held
    drew sang spoke stood sent met lost taught said went came goes comes invented meant means
    """.split()
)
_DENIALS = _any(
    "not|isnt|wasnt|arent|werent|isn t|wasn t|aren t|weren t|never|neither|nor|cannot|cant|didnt|doesnt|dont|non|anti",
    "except|without|excluding|anyone but|anybody but|anything but|everyone but|everybody but|everything but|all but",
    "anywhere but|instead of|rather than|other than|apart from|opposite|contrary|unlike|against",
)
_DENIED = re.compile(rf"\b{_DENIALS}\b")
_DENYING = _first_words(_DENIALS)
_AGAINST = frozenset(("not", "rather", "instead", "as"))
"""Words of which one is there wherever one thing is set against another."""
_NOT_BUT = re.compile(r"^(?:it (?:was|is) )?not (?:the )?(.+?) but (?:rather )?(?:the )?(.+)$")
_NOT_AFTER = re.compile(
    r"^(.+?)(?<! is)(?<! was)(?<! are)(?<! were)(?<! did)(?<! do)(?:\s+and)?"
    r" (?:not|rather than|instead of|as opposed to) (?:the )?(.+)$"
)
_SHRUGS = _any(
    "idk|dunno|no idea|no clue|not sure|dont know|do not know|don t know|havent a clue|pass|skip|who knows|help|forgot",
    "cant remember",
)
_UNSURE = re.compile(rf"\b{_SHRUGS}\b")
_SHRUGGING = _first_words(_SHRUGS)
_MAY_JOIN = re.compile(r"[/|;\n,&+?]|->|(?:or|vs|versus|either|maybe|and|if not|also|plus)\b")
"""What is there wherever one thing is offered beside another, in small letters of ASCII."""
_ALTERNATIVES = re.compile(
    r"\s*(?:\bor\b|/|\||;|\n|,|\bvs\.?\b|\bversus\b|\beither\b|\bmaybe\b|\band\b|&|\+|→|->|\bif not\b|\balso\b|\bplus\b"
    r"|\?(?=\s*\w))\s*",
    re.IGNORECASE,
)
_LAST_BRACKETS = re.compile(r"\(([^()]*)\)\W*$")
_OPEN_BRACKET = re.compile(r"[(\[{]")
_BRACKETS = re.compile(r"[(\[{]\s*(.*?)\s*[)\]}]")
COMMENT = 3
"""Words of the shortest comment on an answer."""
EMPTY = frozenset(
    """
    the a an is was were are be been it its that this of in on at by to for from and with as he she they his her their
    who which what when where did does do had has have called named known there one thing answer s just also itself
    themselves himself think i my me so then would could you youd youll we us our him them most all many some both only
    really actually basically lol thats signed played painted built formed took gave won lost became held came come
    out up about happened started began place made used lot bit very too these those here now back
    """.split()
)
"""Words that say nothing by themselves."""


def opened(words: str) -> str:
    """Folded words without what people say before an answer (it was, I think it's, the answer is)."""
    if " " not in words or words.isspace():
        return words
    first = words.split(maxsplit=1)[0]
    return _OPENING.sub("", words, count=1) if first in _OPENERS or _DRAWN_OUT.match(first) else words


def closed(words: str) -> str:
    """Folded words without what people say after an answer (I think, lol, obviously)."""
    if " " not in words or words.isspace():
        return words
    last = words.rsplit(maxsplit=1)[-1]
    return _TAIL.sub("", words) if last in _CLOSERS or _DRAWN_OUT.match(last) else words


def reasoned(words: str) -> tuple[str, str]:
    """Folded words up to a reason or a relative clause, and the rest; all of them where there is none."""
    found = None if _BECAUSES.isdisjoint(words.split()) else _BECAUSE.match(words)
    return (found[1], found[2]) if found else (words, "")


def concluded(words: str) -> str:
    """What folded words come to at their end: last in, first out, so it's a stack; diffusion, no wait, osmosis."""
    said = words.split()
    mended = None if _MENDING.isdisjoint(said) else _MENDED.match(words)
    if mended:
        return closed(opened(mended[1]))
    found = None if _ASSERTING.isdisjoint(said) else _CONCLUDED.match(words)
    return closed(found[1]) if found else ""


def commented(text: str) -> tuple[str, str]:
    """A text up to its first comma, full stop, dash or bracket, and what follows; none where there is none."""
    found = _COMMENTED.match(text) if _STOPS.search(text) else None
    return (found[1], found[2]) if found else (text, "")


def is_comment(text: str) -> bool:
    """Whether what follows an answer is about it, and no other answer: a clause, not a name."""
    words = fold(text).split()
    if (
        len(text.split()) < COMMENT
        or _NO_COMMENT.match(" ".join(words))
        or len(opened(" ".join(words)).split()) < COMMENT - 1
    ):
        return False
    return not _CLAUSE.isdisjoint(words)


def is_aside(text: str) -> bool:
    """Whether what stands in brackets behind an answer is a remark: everyday words, figures, nothing offered."""
    words = fold(text).split()
    if not words or _NO_COMMENT.match(" ".join(words)) or words[-1] in lists.people():
        return False
    return all(word in lists.common() or word in EMPTY or word.isdigit() for word in words) or len(words) >= COMMENT


def in_brackets(text: str) -> str:
    """What stands in brackets at the end of a text, if anything does."""
    found = _LAST_BRACKETS.search(text)
    return found[1] if found else ""


def is_predicate(word: str) -> bool:
    """Whether a word behind an answer begins to tell of it."""
    return word in _PREDICATES or (word.endswith("ed") and len(word) > COMMENT)


def is_verb(word: str) -> bool:
    """Whether a word behind a name tells what was done, rather than making another name with it."""
    return word.endswith("ed") or word in _PREDICATES


def begins_reason(words: str) -> bool:
    """Whether folded words are why, or who somebody is, rather than another answer."""
    return bool(_REASON.match(words))


def denies(words: str) -> bool:
    """Whether folded words say what is not so."""
    return not _DENYING.isdisjoint(words.split()) and bool(_DENIED.search(words))


def unsure(words: str) -> bool:
    """Whether folded words say that no answer is known."""
    return not _SHRUGGING.isdisjoint(words.split()) and bool(_UNSURE.search(words))


def corrected(words: str) -> str:
    """What is left where folded words set one thing against another: not X but Y, Y rather than X."""
    if _AGAINST.isdisjoint(words.split()):
        return ""
    found = _NOT_BUT.match(words)
    if found:
        return found[2]
    found = _NOT_AFTER.match(words)
    return found[1] if found and not denies(found[1]) else ""


def parts(text: str) -> tuple[str, ...]:
    """What an unmarked text offers one beside the other, brackets opened."""
    outside, inside = text, []
    if _OPEN_BRACKET.search(text):
        outside = _BRACKETS.sub(" ", text)
        inside = [found for found in _BRACKETS.findall(text) if found]
    may_join = not outside.isascii() or _MAY_JOIN.search(outside.lower())
    offered = (*_ALTERNATIVES.split(outside), *inside) if may_join else (outside, *inside)
    return tuple(part for part in offered if part and part.strip(" .?!,;:-'\""))
