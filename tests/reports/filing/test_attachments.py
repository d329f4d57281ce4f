"""Step 4: up to five files, albums answered once."""

import pytest

from reports.filing import Action, Attachment, Reason, Remark, ScreenKey, Sent, choices
from storage.tables.reports import AttachmentKind
from tests.reports.filing.world import CONTEXT, STORY, photo, walk


def at_attachments():
    return walk(STORY, "1", "Pasar Baru").draft


def sent(name: str, album: str | None = None, **rest: object) -> Sent:
    return Sent(photo(name), album=album, **rest)  # type: ignore[arg-type]


def actions(draft) -> list[Action]:
    return [choice.action for row in choices(draft, CONTEXT) for choice in row]


@pytest.mark.parametrize("word", ["lewati", "lanjut", Action.SKIP, Action.NEXT])
def test_no_attachment(word: str) -> None:
    asked = walk(word, draft=at_attachments())
    assert (asked.screen.key, asked.screen.number) == (ScreenKey.IDENTITY, 5)


def test_the_button_is_skip_until_there_is_something() -> None:
    assert actions(at_attachments()) == [Action.BACK, Action.SKIP, Action.CANCEL]
    asked = walk(sent("a"), draft=at_attachments())
    assert actions(asked.draft) == [Action.CLEAR_ATTACHMENTS, Action.BACK, Action.NEXT, Action.CANCEL]
    assert asked.screen.key is ScreenKey.ATTACHMENTS


def test_going_on_while_a_photo_arrives_is_not_stale() -> None:
    draft = at_attachments()
    later = walk(sent("a"), draft=draft).draft
    assert later.revision == draft.revision
    assert walk(Action.SKIP, draft=later).screen.key is ScreenKey.IDENTITY


def test_five_are_kept_and_the_sixth_refused() -> None:
    asked = walk(*(sent(name) for name in "abcdef"), draft=at_attachments())
    assert [item.file_id for item in asked.draft.attachments] == [f"file-{name}" for name in "abcde"]
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.TOO_MANY_ATTACHMENTS
    assert asked.screen.problem.args == {"limit": 5}


def test_an_album_is_answered_once() -> None:
    draft = at_attachments()
    said = []
    for name in "abc":
        asked = walk(sent(name, "album"), draft=draft)
        draft = asked.draft
        said.append((asked.quiet, asked.amends))
    assert said == [(False, False), (False, True), (False, True)]
    assert len(draft.attachments) == 3


def test_an_album_of_ten_is_answered_and_then_told_its_limit_once() -> None:
    draft = at_attachments()
    said = []
    for name in "abcdefghij":
        asked = walk(sent(name, "album"), draft=draft)
        draft = asked.draft
        if not asked.quiet:
            said.append((name, asked.amends, asked.screen.problem.reason if asked.screen.problem else None))
    kept = [(name, True, None) for name in "bcde"]
    assert said == [("a", False, None), *kept, ("f", True, Reason.TOO_MANY_ATTACHMENTS)]
    assert len(draft.attachments) == 5


def test_an_album_with_the_story_goes_on_once() -> None:
    first = walk(Sent(photo("a"), caption=STORY, album="album", message_id=1))
    second = walk(sent("b", "album"), draft=first.draft)
    assert first.screen.key is ScreenKey.CATEGORY
    assert second.quiet
    assert second.draft.revision == first.draft.revision
    assert len(second.draft.attachments) == 2


def test_an_album_with_the_story_on_a_later_item_speaks_again() -> None:
    asked = walk(sent("a", "album"), Sent(photo("b"), caption=STORY, album="album"))
    assert not asked.quiet
    assert asked.screen.key is ScreenKey.CATEGORY


def test_an_album_item_on_its_way_does_not_undo_a_cancel() -> None:
    draft = walk(sent("a", "album"), "batal", draft=at_attachments()).draft
    asked = walk(sent("b", "album"), draft=draft)
    assert asked.quiet
    assert asked.screen.key is ScreenKey.CONFIRM_CANCEL
    assert len(asked.draft.attachments) == 2


def test_the_same_file_twice_is_kept_once() -> None:
    asked = walk(sent("a"), sent("a"), draft=at_attachments())
    assert len(asked.draft.attachments) == 1
    assert asked.screen.notice is not None
    assert asked.screen.notice.remark is Remark.ATTACHMENT_KNOWN


@pytest.mark.parametrize(
    ("kind", "mime", "name", "accepted"),
    [
        (AttachmentKind.VIDEO, "video/mp4", "a.mp4", True),
        (AttachmentKind.VOICE, "audio/ogg", None, True),
        (AttachmentKind.DOCUMENT, "application/pdf", "Surat.PDF", True),
        (AttachmentKind.DOCUMENT, "image/jpeg", "foto.jpg", True),
        (AttachmentKind.DOCUMENT, "image/png", None, True),
        (AttachmentKind.DOCUMENT, None, "surat.pdf", True),
        (AttachmentKind.DOCUMENT, None, None, False),
        (AttachmentKind.DOCUMENT, "application/vnd.android.package-archive", "undangan.apk", False),
        (AttachmentKind.DOCUMENT, "image/jpeg", "foto.jpg.exe", False),
        (AttachmentKind.DOCUMENT, "application/pdf", "undangan.apk", False),
        (AttachmentKind.DOCUMENT, "application/x-msdownload", "surat.pdf", False),
        (AttachmentKind.DOCUMENT, "image/svg+xml", "gambar.svg", False),
    ],
)
def test_which_files_are_taken(kind: AttachmentKind, mime: str | None, name: str | None, *, accepted: bool) -> None:
    file = Attachment(kind, "id", "unique", mime=mime, file_name=name)
    asked = walk(Sent(file), draft=at_attachments())
    assert bool(asked.draft.attachments) is accepted
    if not accepted:
        assert asked.screen.problem is not None
        assert asked.screen.problem.reason is Reason.FILE_NOT_ACCEPTED


def test_words_that_are_no_file() -> None:
    asked = walk("Lubangnya dalam sekali", draft=at_attachments())
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.CHOOSE


def test_a_caption_is_kept_with_its_file() -> None:
    asked = walk(Sent(photo(), caption="  dari utara\u200b ", message_id=3), draft=at_attachments())
    assert asked.draft.attachments[0].caption == "dari utara"
    assert asked.draft.attachments[0].message_id == 3
    assert asked.draft.story == STORY


def test_all_can_be_removed() -> None:
    asked = walk(sent("a"), sent("b"), Action.CLEAR_ATTACHMENTS, draft=at_attachments())
    assert asked.draft.attachments == ()
    assert asked.screen.notice is not None
    assert asked.screen.notice.args == {"count": 2}
    assert asked.screen.key is ScreenKey.ATTACHMENTS
    typed = walk(sent("a"), "hapus lampiran", draft=at_attachments())
    assert typed.draft.attachments == ()


def test_the_latest_albums_are_remembered() -> None:
    draft = at_attachments()
    for n in range(12):
        draft = walk(sent("a", f"album {n}"), draft=draft).draft
    assert walk(sent("b", "album 11"), draft=draft).amends
    assert len(draft.albums) == 8
