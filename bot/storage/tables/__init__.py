"""The tables as they are now; how they came to be stands in `migrations/`.

Instants are integer microseconds UTC, ids are text, marks are hundredths of a mark.
"""

from bot.storage.tables.appeals import appeals, disputes, reported, reports
from bot.storage.tables.base import Instant, Sequence, metadata
from bot.storage.tables.classes import (
    accounts,
    chosen_classes,
    class_rooms,
    classes,
    closures,
    deeds,
    exams,
    link_codes,
    members,
    register,
    roles,
    terms,
)
from bot.storage.tables.curriculum import accepted_forms, class_packs, left_out
from bot.storage.tables.homework import homework, homework_learners
from bot.storage.tables.mocks import mock_learners, mock_markings, mock_marks, mocks, own_papers, sittings
from bot.storage.tables.own import own_packs, own_versions
from bot.storage.tables.plumbing import deliveries, desks, drafts, due, outbox
from bot.storage.tables.privacy import forgotten_lists, installations, retention
from bot.storage.tables.quizzes import debate_votes, debates, marks, remarked, remarks, responses, rounds, solos
from bot.storage.tables.review import cards, own_words
from bot.storage.tables.standings import standing_counts, standings, team_members
from bot.storage.tables.timed import occurrences, timed_posts, timed_rooms, told_facts

__all__ = [
    "Instant",
    "Sequence",
    "accepted_forms",
    "accounts",
    "appeals",
    "cards",
    "chosen_classes",
    "class_packs",
    "class_rooms",
    "classes",
    "closures",
    "debate_votes",
    "debates",
    "deeds",
    "deliveries",
    "desks",
    "disputes",
    "drafts",
    "due",
    "exams",
    "forgotten_lists",
    "homework",
    "homework_learners",
    "installations",
    "left_out",
    "link_codes",
    "marks",
    "members",
    "metadata",
    "mock_learners",
    "mock_markings",
    "mock_marks",
    "mocks",
    "occurrences",
    "outbox",
    "own_packs",
    "own_papers",
    "own_versions",
    "own_words",
    "register",
    "remarked",
    "remarks",
    "reported",
    "reports",
    "responses",
    "retention",
    "roles",
    "rounds",
    "sittings",
    "solos",
    "standing_counts",
    "standings",
    "team_members",
    "terms",
    "timed_posts",
    "timed_rooms",
    "told_facts",
]
