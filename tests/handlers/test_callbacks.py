"""What is written on the back of buttons."""

import pytest

from handlers.callbacks import FormTap
from reports.filing import Action


@pytest.mark.parametrize("action", Action)
def test_a_form_button_packed_by_hand_is_what_the_library_packs_and_reads(action: Action) -> None:
    tap = FormTap(action=action.value, value="jalan_rusak", revision=1_790_000_000)
    packed = FormTap.packed(tap.action, tap.value, tap.revision)
    assert packed == tap.pack()
    assert FormTap.unpack(packed) == tap
