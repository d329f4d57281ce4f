"""Every button of the form by its action, and what a person may type instead of tapping it."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from reports.filing.typed_text import normalised


class Action(StrEnum):
    """What a button does. Its value travels in callback data, so it is short and never changes its meaning.

    CATEGORY, KECAMATAN, DESA and the two pages carry a value (a code, a page from 0); the others stand for themselves.
    """

    CANCEL = "cancel"
    BACK = "back"
    SKIP = "skip"
    NEXT = "next"
    SEND = "send"
    EDIT = "edit"

    CATEGORY = "category"
    OTHER_CATEGORY = "other_category"
    SEND_LOCATION = "send_location"
    PICK_KECAMATAN = "pick_kecamatan"
    KECAMATAN = "kecamatan"
    DESA = "desa"
    ANY_DESA = "any_desa"
    PREVIOUS_PAGE = "previous_page"
    NEXT_PAGE = "next_page"
    CLEAR_ATTACHMENTS = "clear_attachments"
    NAMED = "named"
    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"

    EDIT_STORY = "edit_story"
    EDIT_CATEGORY = "edit_category"
    EDIT_PLACE = "edit_place"
    EDIT_ATTACHMENTS = "edit_attachments"
    EDIT_IDENTITY = "edit_identity"

    CONFIRM_CANCEL = "confirm_cancel"
    CONTINUE = "continue"
    START_OVER = "start_over"


# The words of the contract with their users. They are understood when typed, whatever language the screen speaks.
INDONESIAN: Mapping[str, str] = MappingProxyType(
    {
        Action.CANCEL: "Batal",
        Action.BACK: "Kembali",
        Action.SKIP: "Lewati",
        Action.NEXT: "Lanjut",
        Action.SEND: "Kirim",
        Action.EDIT: "Ubah",
        Action.OTHER_CATEGORY: "Kategori lain",
        Action.SEND_LOCATION: "Kirim lokasi saya",
        Action.PICK_KECAMATAN: "Pilih kecamatan",
        Action.ANY_DESA: "Tidak tahu desanya",
        Action.PREVIOUS_PAGE: "Sebelumnya",
        Action.NEXT_PAGE: "Berikutnya",
        Action.CLEAR_ATTACHMENTS: "Hapus lampiran",
        Action.NAMED: "Nama ditampilkan",
        Action.ANONYMOUS: "Anonim",
        Action.CONFIDENTIAL: "Rahasia",
        Action.EDIT_STORY: "Cerita",
        Action.EDIT_CATEGORY: "Kategori",
        Action.EDIT_PLACE: "Lokasi",
        Action.EDIT_ATTACHMENTS: "Lampiran",
        Action.EDIT_IDENTITY: "Identitas",
        Action.CONFIRM_CANCEL: "Ya, batalkan",
        Action.CONTINUE: "Lanjutkan",
        Action.START_OVER: "Mulai baru",
    }
)

# Understood in every question, also where no button offers them: the answer then says why not, and none of these words
# is ever taken for an address or a story.
CONTROLS = (Action.CANCEL, Action.BACK, Action.SKIP, Action.NEXT, Action.SEND, Action.EDIT)

# What people type besides the label, where the label is offered.
_ALSO: Mapping[Action, tuple[str, ...]] = MappingProxyType(
    {
        Action.CONFIRM_CANCEL: ("ya", "iya", "batal", "batalkan"),
        Action.CONTINUE: ("lanjut", "tidak", "jangan"),
        Action.START_OVER: ("baru",),
        Action.NEXT: ("lanjutkan",),
        Action.NAMED: ("nama",),
    }
)


def typed_as(action: Action, labels: Mapping[str, str]) -> frozenset[str]:
    """Return the normalised words that do what the button of this action does, in the person's language and Indonesian."""
    return _typed_as(action, labels.get(action))


@lru_cache(maxsize=2048)
def label_words(label: str) -> str:
    """Return a label normalised: one of few, unlike what people type."""
    return normalised(label)


@lru_cache(maxsize=512)
def _typed_as(action: Action, label: str | None) -> frozenset[str]:
    words = (label, INDONESIAN.get(action), *_ALSO.get(action, ()))
    return frozenset(normalised(word) for word in words if word)


def control_in(text: str, labels: Mapping[str, str]) -> Action | None:
    """Return the control that the typed text asks for, if it is one."""
    typed = normalised(text)
    return next((action for action in CONTROLS if typed in typed_as(action, labels)), None)
