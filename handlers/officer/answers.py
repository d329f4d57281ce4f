"""Answers to prompts: an officer's words become the act, and what they lack is asked for without losing the rest."""

from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.types import Message, User

from handlers import files
from handlers.filters import RepliesToOurs
from handlers.officer.acting import is_command, is_faceless
from handlers.officer.dates import parse_day
from handlers.officer.prompts import prompt_again
from handlers.parts.actors import actor_in
from handlers.visit import GroupVisit, Visit
from reports.actors import Actor
from reports.desk.case import MAX_FILES, wording
from reports.errors import BadPromise, Missing
from reports.filing import Attachment
from reports.filing.typed_text import normalised
from reports.lifecycle import Act
from storage.links import Link
from storage.tables import Proposal, Role

NOT_A_REPORT = "bukan laporan"
"""Words that begin a reason under `Tidak dapat` when the report is none at all (spam, prank)."""

CANCEL_COMMAND = "/batal"

_ASKED_AGAIN = frozenset({"question", "resolution", "reason", "proof", "day"})
"""What a second answer to the same prompt can bring."""

_WITH_FILES = frozenset({"ask", "resolve"})
"""Acts whose files go to the reporter; a reason is only words."""

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
    wanted, actor, file = link.purpose, actor_in(visit.group, user), files.of_message(message)
    if not wanted or "done" in wanted:
        await _late(message, link, visit, actor, file)
    elif is_faceless(message):
        await visit.voice.reply(message, visit.speech("faceless"))
    elif wanted["by"] != user.id:
        await visit.voice.reply(message, visit.speech("prompt-for-another"))
    elif _cancels(message, visit):
        await visit.tx.links.keep_purpose(link, {"done": "cancel", "by": user.id})
        await visit.voice.reply(message, visit.speech("prompt-cancelled"))
    elif file is None and message.content_type != ContentType.TEXT:
        await visit.voice.reply(message, visit.speech("prompt-misfit"))
    elif file is not None and not file.is_accepted:
        await visit.voice.reply(message, visit.speech("reply-file-refused"))
    else:
        await _Answer(message, link, visit, actor, user, file).take()


class _Answer:
    """One answer to a prompt, with what the officer brought before."""

    def __init__(
        self, message: Message, link: Link, visit: GroupVisit, actor: Actor, user: User, file: Attachment | None
    ) -> None:
        self._message, self._link, self._visit, self._desk = message, link, visit, visit.desk
        self._report: int = link.report_id or 0
        self._actor, self._user = actor, user
        self._wanted = link.purpose
        self._words = message.text or message.caption
        self._brought = [] if file is None else [file]

    async def take(self) -> None:
        """Act; where something is lacking, keep what came and ask for the rest."""
        act, before = self._wanted["act"], self._wanted.get("album")
        album = self._message.media_group_id
        try:
            await self._act(act)
        except (Missing, BadPromise) as lack:
            if isinstance(lack, Missing) and lack.what not in _ASKED_AGAIN:
                raise
            kept = {**self._wanted, **self._kept(act, lack), "album": album or before}
            await self._visit.tx.links.keep_purpose(self._link, kept)
            if album is None or album != before:
                await self._ask_again(act, lack)
            return
        done = {"done": act, "album": album or before, "by": self._user.id}
        await self._visit.tx.links.keep_purpose(self._link, done)
        await self._visit.voice.thumbs_up(self._message)
        if self._brought and act not in _WITH_FILES:
            await self._visit.voice.reply(self._message, self._visit.speech("prompt-file-left-out"))

    async def _act(self, act: str) -> None:
        desk, report, actor, words = self._desk, self._report, self._actor, self._words or ""
        match act:
            case "ask":
                await self._ask(words)
            case "resolve":
                await desk.resolve(report, actor, self._words or self._wanted.get("text"), self._files())
            case "cannot":
                reason = words.strip()
                rejected = reason.lower().startswith(NOT_A_REPORT)
                await desk.propose(report, actor, Proposal.REJECT if rejected else Proposal.CANNOT_ACT, reason)
            case "reroute":
                await desk.reroute(report, actor, self._wanted["to"], words)
            case "refuse":
                await desk.refuse(report, actor, words)
            case "extend":
                await desk.extend(report, actor, int(self._wanted["days"]), words)
            case "promise":
                calendar = desk.calendar_of(await desk.report_for(report, Act.PROMISE, actor))
                today = desk.now.astimezone(desk.regency.timezone).date()
                await desk.promise(report, actor, parse_day(words, today, calendar))
            case other:
                raise Missing(other)

    async def _ask(self, words: str) -> None:
        """Ask the reporter; a photo that goes with the question is sent before it."""
        if self._brought:
            await self._desk.report_for(self._report, Act.ASK, self._actor)
            wording(words, what="question")
            await self._desk.reply(self._report, self._actor, None, self._brought)
        await self._desk.ask(self._report, self._actor, words)

    def _files(self) -> list[Attachment]:
        """Return what came with earlier answers to this prompt and with this one, as much as one act may bring."""
        return [*map(Attachment.from_json, self._wanted.get("files", ())), *self._brought][:MAX_FILES]

    def _kept(self, act: str, lack: Lack) -> dict[str, Any]:
        """Return what of a resolution need not be said or sent a second time."""
        if act != "resolve":
            return {}
        words = (self._words or self._wanted.get("text")) if _lacks(lack, "proof") else None
        return {"text": words, "files": [file.to_json() for file in self._files()]}

    async def _ask_again(self, act: str, lack: Lack) -> None:
        name = _lacking(lack, have_files=act == "resolve" and bool(self._files()))
        why = self._visit.speech.plain(name)
        needed = "proof" if _lacks(lack, "proof") else act
        await prompt_again(self._visit, self._report, self._message, self._link.message_id, self._user, needed, why)


async def _first(visit: GroupVisit, link: Link) -> Link:
    """Return the prompt that began it all, for one that asked for the rest."""
    if "of" not in link.purpose:
        return link
    return await visit.tx.links.by_message(link.chat_id, link.purpose["of"]) or link


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


async def _late(message: Message, link: Link, visit: GroupVisit, actor: Actor, file: Attachment | None) -> None:
    """A further item of the album that answered the prompt follows it; anything else comes too late."""
    same_album = message.media_group_id is not None and link.purpose.get("album") == message.media_group_id
    if not same_album:
        await visit.voice.reply(message, visit.speech("prompt-over"))
    elif file is not None and file.is_accepted and link.report_id and link.purpose.get("done") in _WITH_FILES:
        await visit.desk.reply(link.report_id, actor, None, [file])
