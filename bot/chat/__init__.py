"""The language that both sides speak: events in, answers out, views as plain data."""

from bot.chat.answers import Answer, Choices, Entry, Form, Home, Invalid, Reply
from bot.chat.declared import Level, command, home, noticed, pressed, submitted, to
from bot.chat.events import AnyEvent, Event, Invoke, Notice, Opened, Press, Room, Submit, Suggest, Value
from bot.chat.parameters import About, Between, PersonKey, Suggested
from bot.chat.platform import DeskRefused, NotSent, OutcomeUnknown, Platform, Profile, Unreachable, desk_of
from bot.chat.text import Moment, Run, Text, bare, dotted, lines, paragraphs, plain, prose, rich
from bot.chat.trouble import new_code, not_shown
from bot.chat.views import Action, Button, Control, Field, Image, Option, Select, Table, View

__all__ = [
    "About",
    "Action",
    "Answer",
    "AnyEvent",
    "Between",
    "Button",
    "Choices",
    "Control",
    "DeskRefused",
    "Entry",
    "Event",
    "Field",
    "Form",
    "Home",
    "Image",
    "Invalid",
    "Invoke",
    "Level",
    "Moment",
    "NotSent",
    "Notice",
    "Opened",
    "Option",
    "OutcomeUnknown",
    "PersonKey",
    "Platform",
    "Press",
    "Profile",
    "Reply",
    "Room",
    "Run",
    "Select",
    "Submit",
    "Suggest",
    "Suggested",
    "Table",
    "Text",
    "Unreachable",
    "Value",
    "View",
    "bare",
    "command",
    "desk_of",
    "dotted",
    "home",
    "lines",
    "new_code",
    "not_shown",
    "noticed",
    "paragraphs",
    "plain",
    "pressed",
    "prose",
    "rich",
    "submitted",
    "to",
]
