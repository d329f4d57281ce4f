"""Answers to prompts: an officer's words become the act, and what they lack is asked for without losing the rest."""

import re
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.types import Message, User

from handlers import files
from handlers.cards.acts import BY_NAME, Told
from handlers.filters import RepliesToOurs
from handlers.officer.group_messages import is_command, is_faceless
from handlers.officer.prompts import prompt_again
from handlers.parts.actors import acting_members_of, actor_in
from handlers.parts.purposes import Answered, Asked, AskedAgain, purpose_of
from handlers.visit import GroupVisit, Visit
from handlers.wording import joined_words
from reports.actors import Actor
from reports.desk.case import MAX_FILES
from reports.errors import BadPromise, Missing
from reports.filing import Attachment
from reports.filing.typed_text import normalised
from reports.lifecycle import Act
from storage.links import Link
from storage.tables import Role

CANCEL_COMMAND = "/batal"

_REPLACES = re.compile(r"ganti\s*[:：]\s*", re.IGNORECASE)
"""How words begin that shall stand in place of the explanation given before."""

_ASKED_AGAIN = frozenset({"question", "resolution", "reason", "proof", "day"})
"""What a second answer to the same prompt can bring."""

Lack = Missing | BadPromise


def register(router: Router) -> None:
    """Have a router take replies to prompts."""
    router.message.register(answered, RepliesToPrompt())


class RepliesToPrompt(RepliesToOurs):
    """A reply to one of our prompts that is no command: whoever types /antrean there wants the list."""

    async def __call__(self, message: Message, visit: Visit) -> bool | dict[str, Any]:
        """Return the prompt's link, or False."""
        if is_command(message) and not _is_cancel_command(message):
            return False
        found = await super().__call__(message, visit)
        return found if isinstance(found, dict) and found["link"].role is Role.PROMPT else False


async def answered(message: Message, link: Link, visit: GroupVisit) -> None:
    """Carry out the act whose words these are."""
    user = message.from_user
    if user is None or link.report_id is None:
        return
    link = await _first(visit, link)
    acting_members_of(visit.group)
    asked, file = purpose_of(link.purpose), files.of_message(message)
    if not isinstance(asked, Asked) or asked.act not in BY_NAME:
        await _late(message, link, visit, user, file)
    elif is_faceless(message):
        await visit.voice.reply(message, visit.speech("faceless"))
    elif asked.by != user.id:
        await visit.voice.reply(message, visit.speech("prompt-for-another"))
    elif _cancels(message, visit):
        await visit.tx.links.keep_purpose(link, Answered(None, user.id).to_json())
        await visit.voice.reply(message, visit.speech("prompt-cancelled"))
    elif file is None and message.content_type != ContentType.TEXT:
        await visit.voice.reply(message, visit.speech("prompt-misfit"))
    elif file is not None and not file.is_accepted:
        await visit.voice.reply(message, visit.speech("reply-file-refused"))
    else:
        actor = await actor_in(visit.group, user, visit.tx)
        await _Answer(message, link, asked, visit, actor, user, file).work()


class _Answer:
    """One answer to a prompt, with what the officer brought before."""

    def __init__(
        self,
        message: Message,
        link: Link,
        asked: Asked,
        visit: GroupVisit,
        actor: Actor,
        user: User,
        file: Attachment | None,
    ) -> None:
        self._message, self._link, self._visit, self._desk = message, link, visit, visit.desk
        self._report: int = link.report_id or 0
        self._actor, self._user = actor, user
        self._asked, self._entry = asked, BY_NAME[asked.act]
        self._words = message.text or message.caption
        self._brought = [] if file is None else [file]

    async def work(self) -> None:
        """Act; where something is lacking, keep what came and ask for the rest."""
        if self._speaks_beside():
            await self._keep_inside()
            return
        asked, before = self._asked, self._asked.album
        album = self._message.media_group_id
        told = Told(self._told(), self._files(), self._brought, asked.to, asked.days)
        try:
            await self._entry.call(self._desk, self._report, self._actor, told)
        except (Missing, BadPromise) as lack:
            if isinstance(lack, Missing) and lack.what not in _ASKED_AGAIN:
                raise
            kept = replace(self._kept(lack), album=album or before)
            await self._visit.tx.links.keep_purpose(self._link, kept.to_json())
            if album is None or album != before:
                await self._ask_again(lack)
            return
        done = Answered(asked.act, self._user.id, album or before)
        await self._visit.tx.links.keep_purpose(self._link, done.to_json())
        await self._visit.voice.thumbs_up(self._message)
        if self._brought and not self._entry.takes_files:
            await self._visit.voice.reply(self._message, self._visit.speech("prompt-file-left-out"))

    def _speaks_beside(self) -> bool:
        """Tell whether the explanation is there, a photo is awaited, and words come that do not say they replace it."""
        return self._asked.text is not None and not self._brought and self._replacement() is None

    async def _keep_inside(self) -> None:
        """Keep what is written beside an explanation as an internal note, and ask for the photo again."""
        report = await self._desk.report_for(self._report, self._entry.act, self._actor)
        await self._desk.note(self._report, self._actor, self._words)
        why = self._visit.speech.plain_text("prompt-kept-inside")
        await prompt_again(self._visit, report, self._message, self._link.message_id, self._user, "proof", why)

    def _replacement(self) -> str | None:
        """Return the words that shall stand in place of the explanation, if these are some."""
        begins = _REPLACES.match(self._words or "") if self._asked.text is not None else None
        return (self._words or "")[begins.end() :].strip() or None if begins else None

    def _told(self) -> str | None:
        """Return the words of the act: those that came with a file go on with what was said before, if they may."""
        if (replacement := self._replacement()) is not None:
            return replacement
        return joined_words(self._asked.text, self._words) if self._brought else self._words or self._asked.text

    def _files(self) -> tuple[Attachment, ...]:
        """Return what came with earlier answers to this prompt and with this one, as much as one act may bring."""
        return (*self._asked.files, *self._brought)[:MAX_FILES]

    def _kept(self, lack: Lack) -> Asked:
        """Return the prompt with what of a resolution need not be said or sent a second time."""
        if self._entry.act is not Act.RESOLVE:
            return self._asked
        words = self._told() if _lacks(lack, "proof") else None
        return replace(self._asked, text=words, files=self._files())

    async def _ask_again(self, lack: Lack) -> None:
        name = _lacking(lack, have_files=self._entry.act is Act.RESOLVE and bool(self._files()))
        why = self._visit.speech.plain_text(name)
        needed = "proof" if _lacks(lack, "proof") else self._asked.act
        report = await self._visit.tx.reports.get(self._report)
        assert report is not None  # noqa: S101  the act was refused for what it lacks alone
        await prompt_again(self._visit, report, self._message, self._link.message_id, self._user, needed, why)


async def _first(visit: GroupVisit, link: Link) -> Link:
    """Return the prompt that began it all, for one that asked for the rest."""
    purpose = purpose_of(link.purpose)
    if not isinstance(purpose, AskedAgain):
        return link
    return await visit.tx.links.by_message(link.chat_id, purpose.first) or link


def _lacks(lack: Lack, what: str) -> bool:
    return isinstance(lack, Missing) and lack.what == what


def _lacking(lack: Lack, *, have_files: bool) -> str:
    """Return the name of the text that says what is lacking."""
    if isinstance(lack, BadPromise):
        return f"promise-{lack.why}"
    if lack.what == "resolution" and have_files:
        return "prompt-words-only"
    return "prompt-photo-only" if lack.what == "proof" else f"missing-{lack.what}"


def _is_cancel_command(message: Message) -> bool:
    return (message.text or "").partition("@")[0].strip().lower() == CANCEL_COMMAND


def _cancels(message: Message, visit: GroupVisit) -> bool:
    """Tell whether an answer calls the question off."""
    words = {normalised(word) for word in visit.office.texts.every("btn-cancel")}
    return _is_cancel_command(message) or normalised(message.text or "") in words


async def _late(message: Message, link: Link, visit: GroupVisit, user: User, file: Attachment | None) -> None:
    """A further item of the album that answered the prompt follows it; anything else comes too late."""
    over = purpose_of(link.purpose)
    if not isinstance(over, Answered) or over.album is None or over.album != message.media_group_id:
        await visit.voice.reply(message, visit.speech("prompt-over"))
        return
    entry = BY_NAME.get(over.act or "")
    if file is not None and file.is_accepted and link.report_id and entry is not None and entry.takes_files:
        actor = await actor_in(visit.group, user, visit.tx)
        await visit.desk.reply(link.report_id, actor, message.caption, [file])
