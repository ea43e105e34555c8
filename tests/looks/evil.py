"""What somebody might write who means the gallery harm, in every place of a message and of a form."""

from __future__ import annotations

from bot.chat import Action, Button, Entry, Field, Form, Image, Option, Run, Select, Table, View

EVIL = '<script>"x"</script>'
PNG = b"\x89PNG\r\n\x1a\n"
CLICK = Action("try.it")
EVIL_VIEW = View(
    (Run(EVIL),),
    EVIL,
    (Field(EVIL, (Run(EVIL),)),),
    Table((EVIL,), ((EVIL,),)),
    Image("picture", PNG, EVIL),
    (Button(EVIL, CLICK), Select(EVIL, Action("try.that"), (Option(EVIL, "a", EVIL),))),
)
EVIL_FORM = Form(EVIL, CLICK, (Entry("one", EVIL, EVIL, EVIL), Entry("two", EVIL, options=(Option(EVIL, "a", EVIL),))))
