"""What a message waits for is read as it was written, also by the version before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.parts.purposes import Answered, Asked, AskedAgain, Combined, Offered, Purpose, purpose_of
from reports.filing import Attachment
from storage.tables import AttachmentKind

FILE = {
    "kind": "photo",
    "file_id": "AgAC",
    "file_unique_id": "AQAD",
    "file_name": None,
    "mime_type": None,
    "message_id": None,
}
PHOTO = Attachment.from_json(FILE)

BEFORE: list[tuple[dict[str, Any], Purpose | None]] = [
    ({}, None),
    ({"act": "ask", "by": 11}, Asked("ask", 11)),
    ({"act": "reroute", "by": 11, "to": "DLHP"}, Asked("reroute", 11, to="DLHP")),
    ({"act": "reroute", "by": 11, "to": None}, Asked("reroute", 11)),
    ({"act": "extend", "by": 21, "days": 7}, Asked("extend", 21, days=7)),
    (
        {"act": "resolve", "by": 11, "text": "Sudah ditambal", "files": [], "album": None},
        Asked("resolve", 11, text="Sudah ditambal"),
    ),
    (
        {"act": "resolve", "by": 11, "text": None, "files": [FILE], "album": "77"},
        Asked("resolve", 11, files=(PHOTO,), album="77"),
    ),
    ({"of": 512}, AskedAgain(512)),
    ({"of": -9}, AskedAgain(-9)),
    ({"done": "cancel", "by": 11}, Answered(None, 11)),
    ({"done": "resolve", "album": "77", "by": 11}, Answered("resolve", 11, "77")),
    (
        {"by": 11, "message": 40, "text": "Besok", "files": [FILE], "album": None},
        Offered(11, 40, "Besok", (PHOTO,)),
    ),
    ({"by": 11, "message": 40, "text": None, "files": [], "album": "78"}, Offered(11, 40, None, (), "78")),
    ({"gathered": True}, Combined()),
]
"""What links hold that were written before there were types for it."""

NAMES = st.none() | st.text(min_size=1, max_size=20)
FILES = st.lists(st.builds(Attachment, st.sampled_from(AttachmentKind), st.just("id"), st.just("unique")), max_size=3)
PURPOSES: st.SearchStrategy[Purpose] = st.one_of(
    st.builds(Asked, st.text(), st.integers(), NAMES, st.none() | st.integers(), NAMES, FILES.map(tuple), NAMES),
    st.builds(AskedAgain, st.integers()),
    st.builds(Answered, st.none() | st.sampled_from(["ask", "resolve"]), st.integers(), NAMES),
    st.builds(Offered, st.integers(), st.integers(), NAMES, FILES.map(tuple), NAMES),
    st.just(Combined()),
)


@pytest.mark.parametrize(("kept", "meant"), BEFORE)
def test_what_the_version_before_wrote_is_read(kept: dict[str, Any], meant: Purpose | None) -> None:
    assert purpose_of(kept) == meant


@given(PURPOSES)
def test_what_is_written_is_read_again(purpose: Purpose) -> None:
    assert purpose_of(purpose.to_json()) == purpose
