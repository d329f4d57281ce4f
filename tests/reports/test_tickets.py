"""Tickets: made, read back from messy typing, found in free text, and mistypings noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import NotATicket, WrongCheckCharacter
from reports.tickets import find, make, parse

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
prefixes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=6)
tickets = st.builds(make, prefixes, st.integers(2000, 2099), st.integers(1, 99_999_999))


def is_accepted(text: str) -> bool:
    try:
        parse(text)
    except (NotATicket, WrongCheckCharacter):
        return False
    return True


def sum_by_the_standard(text: str) -> str:
    """ISO 7064 MOD 37,36 written out anew from the standard's own words, to check the library's use of it."""
    product = 36
    for character in text:
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHABET[(1 - product) % 36]


def test_a_ticket_has_prefix_year_sequence_and_check_character() -> None:
    assert make("TBN", 2026, 42) == "TBN-26-000042-" + sum_by_the_standard("TBN26000042")


def test_the_year_may_be_given_short_or_long() -> None:
    assert make("TBN", 26, 42) == make("TBN", 2026, 42)
    assert make("TBN", 2000, 1).startswith("TBN-00-000001-")


def test_the_running_number_widens_past_six_digits() -> None:
    assert make("TBN", 2026, 999_999).startswith("TBN-26-999999-")
    wide = make("TBN", 2026, 1_000_000)
    assert wide.startswith("TBN-26-1000000-")
    assert parse(wide) == wide


@pytest.mark.parametrize(
    ("prefix", "year", "sequence"),
    [
        ("tbn", 26, 1),
        ("T", 26, 1),
        ("TUBAN12", 26, 1),
        ("", 26, 1),
        ("TBN", -1, 1),
        ("TBN", 26, 0),
        ("TBN", 26, 10**12),
    ],
)
def test_what_no_ticket_can_carry_is_refused(prefix: str, year: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="ticket"):
        make(prefix, year, sequence)


@given(prefixes, st.integers(0, 99), st.integers(1, 10**12 - 1))
def test_every_ticket_is_read_back(prefix: str, year: int, sequence: int) -> None:
    ticket = make(prefix, year, sequence)
    assert parse(ticket) == ticket
    assert ticket.replace("-", "")[-1] == sum_by_the_standard(ticket.replace("-", "")[:-1])


@given(tickets, st.data())
def test_messy_typing_is_forgiven(ticket: str, data: st.DataObject) -> None:
    separator = data.draw(
        st.sampled_from(["", " ", "-", " - ", "–", "—", "‑", "−", ".", "/", "_", "\u00ad", "\u200b-"])
    )
    noise = data.draw(st.sampled_from(["", "\u200b", "\u200e", "\ufeff", "\u2060"]))
    around = data.draw(st.sampled_from(["{}", "  {} ", "#{}", "({})", "*{}*", "{}.", "“{}”", "{}\n"]))
    messy = around.format(noise + separator.join(ticket.split("-")).lower() + noise)
    assert parse(messy) == ticket


def test_full_width_letters_are_forgiven() -> None:
    ticket = make("TBN", 2026, 7)
    assert parse("".join(chr(ord(letter) + 0xFEE0) for letter in ticket)) == ticket


@given(tickets, st.data())
def test_a_single_wrong_character_is_always_caught(ticket: str, data: st.DataObject) -> None:
    compact = ticket.replace("-", "")
    position = data.draw(st.integers(0, len(compact) - 1))
    wrong = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != compact[position]]))
    mistyped = compact[:position] + wrong + compact[position + 1 :]
    assert not is_accepted(mistyped)


def swaps(ticket: str) -> list[str]:
    compact = ticket.replace("-", "")
    return [
        compact[:place] + compact[place + 1] + compact[place] + compact[place + 2 :]
        for place in range(len(compact) - 1)
        if compact[place] != compact[place + 1]
    ]


def test_all_but_one_in_a_hundred_neighbour_swaps_are_caught() -> None:
    """The standard itself lets a few pass: neighbours that differ by one, in one of 36 positions of the sum."""
    tried = [swap for sequence in range(1, 20_000, 7) for swap in swaps(make("TBN", 2026, sequence))]
    missed = [swap for swap in tried if is_accepted(swap)]
    assert len(missed) / len(tried) < 0.01
    assert any(missed), "the docstring says that some pass; if none does, it should say so"


@given(tickets)
def test_a_swap_that_passes_is_of_neighbours_that_differ_by_one(ticket: str) -> None:
    compact = ticket.replace("-", "")
    for swap in filter(is_accepted, swaps(ticket)):
        changed = [place for place, (old, new) in enumerate(zip(compact, swap, strict=True)) if old != new]
        first, second = (ALPHABET.index(compact[place]) for place in changed)
        assert abs(first - second) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBN",
        "TBN-26",
        "TBN-26-42-X",
        "26-000042-X",
        "TBN-2026-000042-XY",
        "halo",
        "😀",
        "1" * 500,
        "TBN-26-0000042-X",
    ],
)
def test_what_is_no_ticket_is_called_so(text: str) -> None:
    with pytest.raises(NotATicket):
        parse(text)


def test_a_wrong_check_character_is_told_apart() -> None:
    ticket = make("TBN", 2026, 42)
    with pytest.raises(WrongCheckCharacter):
        parse(ticket[:-1] + ("A" if ticket[-1] != "A" else "B"))


@given(tickets, tickets, st.text("abc XYZ.,!?\n", max_size=20).map(lambda text: f" {text} "))
def test_tickets_are_found_in_free_text(first: str, second: str, words: str) -> None:
    text = f"lihat {first.lower()},{words}\nsama {second.replace('-', ' ')}. dan {first}"
    assert find(text) == list(dict.fromkeys([first, second]))


def test_only_valid_tickets_are_found() -> None:
    ticket = make("TBN", 2026, 42)
    wrong = ticket[:-1] + ("A" if ticket[-1] != "A" else "B")
    assert find(f"bukan {wrong}, bukan XX{ticket}9Z, jalan TBN 26, hp 081234567890, tetapi [{ticket}]") == [ticket]
    assert find("") == []


def test_a_long_row_of_digits_is_searched_quickly() -> None:
    assert find("AA" + "1" * 200_000 + "AA") == []
