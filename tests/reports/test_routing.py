"""Routing: the right category among the first guesses, the same every time, quickly; and emergencies noticed."""

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.loading import load
from reports.lexicon import tokens
from reports.regency import Category, Emergency, Regency
from reports.routing import Guess, Scorer, WordScorer, emergency_in, guesses
from tests.reports.complaints import COMPLAINTS

ROOT = Path(__file__).resolve().parents[2]
TUBAN = load(ROOT / "config.toml", {}).regency()
SCORER = WordScorer(TUBAN)


def first(text: str) -> str | None:
    found = guesses(SCORER, text)
    return found[0].category if found else None


def small_regency(*categories: tuple[str, tuple[str, ...]], emergencies: tuple[Emergency, ...] = ()) -> Regency:
    return Regency(
        "Kabupaten Kecil",
        "99.99",
        "KC",
        ZoneInfo("Asia/Jakarta"),
        "id",
        (),
        tuple(Category(code, code, "", None, False, False, 14, words) for code, words in categories),  # noqa: FBT003
        emergencies,
    )


def test_the_right_category_comes_first_or_among_three() -> None:
    found = [(code, [guess.category for guess in guesses(SCORER, text)]) for code, text in COMPLAINTS]
    among_first = sum(code == guessed[0] for code, guessed in found if guessed)
    among_three = sum(code in guessed for code, guessed in found)
    assert len(COMPLAINTS) > 150
    assert among_first / len(COMPLAINTS) >= 0.9, [pair for pair in found if pair[1][:1] != [pair[0]]]
    assert among_three / len(COMPLAINTS) >= 0.95


def test_every_category_is_found_by_each_of_its_words() -> None:
    for category in TUBAN.categories:
        for word in category.words:
            assert category.code in [guess.category for guess in SCORER.rank(word)], (category.code, word)


@pytest.mark.parametrize(
    "text",
    [
        "Air di RT 03 RW 02 Kelurahan Latsari kecamatan Tuban sudah mati",
        "Air di Desa Sumurgung Kecamatan Tuban mati sejak kemarin",
        "Air keruh, RT 2 RW 1 Kelurahan Perbon Kecamatan Tuban",
        "Air tidak mengalir di desa Bejagung kecamatan Semanding RT 3 RW 2 sudah tiga hari",
    ],
)
def test_an_address_does_not_say_what_it_is_about(text: str) -> None:
    assert first(text) == "air_bersih_pdam"


def test_an_address_counts_where_nothing_else_is_said() -> None:
    assert first("Di kelurahan Sidorejo orangnya kasar") == "layanan_desa_kelurahan_kecamatan"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Jalan RUSAK", "jalan rusak"),
        ("jalan rusakkkkk", "jalan rusak"),
        ("jalan rusakk!!!", "jalan rusak"),
        ("ja\u200blan ru\u00adsak".replace("\u00ad", ""), "jalan rusak"),
        ("jln. rusak", "jalan rusak"),
        ("jalannya rusak", "jalan rusak"),
        ("jalane rusak", "jalan rusak"),
        ("lubang2 di jalan", "lubang lubang di jalan"),
        ("ｊａｌａｎ ｒｕｓａｋ", "jalan rusak"),
        ("*jalan* _rusak_ <b>", "jalan rusak"),
    ],
)
def test_ways_of_writing_do_not_matter(written: str, plain: str) -> None:
    assert guesses(SCORER, written) == guesses(SCORER, plain)
    assert first(written) == "jalan_rusak"


def test_short_words_with_doubled_letters_stay_as_they_are() -> None:
    assert tokens("KK dan SPP") == ["kk", "dan", "spp"]
    assert tokens("got, gooot, kabeeeh") == ["got", "got", "kabeh"]


def test_words_count_whole() -> None:
    scorer = WordScorer(small_regency(("a", ("got",)), ("b", ("rt",))))
    assert scorer.rank("gotong royong di kantor kartu") == []
    assert [guess.category for guess in scorer.rank("ketua RT tutup got")] == ["a", "b"]


def test_a_phrase_counts_more_than_its_words_elsewhere() -> None:
    scorer = WordScorer(small_regency(("lampu", ("lampu",)), ("lalu_lintas", ("lampu merah",))))
    assert scorer.rank("lampu merah mati")[0].category == "lalu_lintas"
    assert scorer.rank("lampu mati")[0].category == "lampu"


def test_the_words_of_a_phrase_may_stand_apart() -> None:
    scorer = WordScorer(small_regency(("jalan", ("jalan rusak",)), ("lain", ("desa",))))
    assert scorer.rank("jalan di desa kami rusak")[0].category == "jalan"
    assert scorer.rank("rusak sekali jalan ini")[0].category == "jalan"
    far = "jalan " + "yang " * 20 + "rusak"
    assert scorer.rank(far) == []


def test_saying_it_often_does_not_drown_the_rest() -> None:
    scorer = WordScorer(small_regency(("a", ("sampah",)), ("b", ("jalan rusak",))))
    assert scorer.rank("sampah " * 300 + "jalan rusak")[0].category == "b"


def test_equal_scores_come_in_the_order_of_the_configuration() -> None:
    scorer = WordScorer(small_regency(("z", ("satu",)), ("a", ("dua",)), ("m", ("tiga",))))
    assert [guess.category for guess in scorer.rank("tiga dua satu")] == ["z", "a", "m"]


def test_a_word_of_two_categories_tells_less() -> None:
    scorer = WordScorer(small_regency(("a", ("pabrik",)), ("b", ("pabrik", "gaji"))))
    assert [guess.category for guess in scorer.rank("pabrik gaji")] == ["b", "a"]


@pytest.mark.parametrize("text", ["", " ", "😀😀", "halo", "\u200b", "1234", "?!"])
def test_a_text_that_says_nothing_gets_no_guess(text: str) -> None:
    assert guesses(SCORER, text) == []


def test_categories_without_words_are_never_guessed() -> None:
    assert WordScorer(small_regency(("a", ()), ("b", ("sampah",)))).rank("sampah") == [Guess("b", 1.0)]


@given(st.text(max_size=600))
def test_any_text_is_ranked_the_same_each_time(text: str) -> None:
    ranked = SCORER.rank(text)
    assert ranked == SCORER.rank(text) == WordScorerAnew.rank(text)
    assert [guess.score for guess in ranked] == sorted((guess.score for guess in ranked), reverse=True)
    assert all(0 < guess.score <= 1 for guess in ranked)
    assert not ranked or sum(guess.score for guess in ranked) == pytest.approx(1)
    assert len(guesses(SCORER, text)) <= 3


WordScorerAnew: Scorer = WordScorer(TUBAN)
"""A second scorer of the same configuration."""


def test_a_long_text_is_ranked_quickly() -> None:
    """300 characters take well under 0.2 ms of processor time, once compiled; the bar leaves room for a busy machine."""
    text = " ".join(text for _, text in COMPLAINTS)[:300]
    SCORER.rank(text)

    def once() -> float:
        start = time.process_time()
        for _ in range(50):
            SCORER.rank(text)
        return (time.process_time() - start) / 50

    assert min(once() for _ in range(5)) < 0.0005


def test_a_hostile_text_takes_no_longer() -> None:
    start = time.process_time()
    for text in ("jalan " * 100_000, "a" * 1_000_000, "22" * 500_000, "rusak jalan " * 50_000, "\u0301" * 200_000):
        SCORER.rank(text)
        emergency_in(TUBAN, text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("KEBAKARAN di pasar!!!", "113"),
        ("ada rumah terbakar di desa sugiharjo", "113"),
        ("omah kobong pak tulung", "113"),
        ("tolong pemadam kebakaran ke Jenu", "113"),
        ("kebakarannnn", "113"),
        ("anak tenggelam di kali", "112"),
        ("ono wong kelelep", "112"),
        ("adik saya tidak bisa berenang tenggelam di waduk", "112"),
        ("Saya takut. Kebakaran di rumah tetangga!", "113"),
        ("Kecelakaan truk dan motor di Widang", "119"),
        ("barusan ada tabrakan, korban luka parah", "119"),
        ("bapak saya pingsan di pasar", "119"),
        ("ada maling masuk rumah", "110"),
    ],
)
def test_emergencies_are_noticed(text: str, number: str) -> None:
    emergency = emergency_in(TUBAN, text)
    assert emergency is not None
    assert number in emergency.say


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jalan berlubang di depan pasar",
        "tikungan ini rawan kecelakaan, mohon dipasang cermin",
        "sering terjadi kecelakaan karena lubang",
        "mohon rambu agar tidak terjadi kecelakaan",
        "takut kebakaran karena kabel semrawut",
        "lubangnya berpotensi bikin kecelakaan",
        "Pak Bomba minta KTP",
        "permalingan",
    ],
)
def test_danger_in_general_is_no_emergency(text: str) -> None:
    assert emergency_in(TUBAN, text) is None


def test_one_emergency_among_general_talk_counts() -> None:
    text = "di sini rawan kecelakaan pak. tadi pagi ada lagi, dua orang tabrakan sama truk"
    assert emergency_in(TUBAN, text) is not None


def test_the_first_of_the_configuration_is_said_when_several_fit() -> None:
    fire, crash = Emergency(("kebakaran",), "113"), Emergency(("kecelakaan",), "110")
    text = "kecelakaan lalu kebakaran"
    assert emergency_in(small_regency(emergencies=(fire, crash)), text) == fire
    assert emergency_in(small_regency(emergencies=(crash, fire)), text) == crash
    assert emergency_in(small_regency(), text) is None
