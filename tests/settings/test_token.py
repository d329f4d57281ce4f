"""The bot's token: where it may stand, and that it never shows."""

from pathlib import Path

import pytest

from bot.settings.loading import BadConfiguration
from tests.settings.sample import GOOD, TOKEN, changed, mistakes, read


def test_the_token_comes_from_the_environment_and_never_shows(tmp_path: Path) -> None:
    settings = read(
        tmp_path, GOOD, TAPROSE_TELEGRAM__TOKEN=TOKEN, TAPROSE_STORAGE__URL="postgresql+asyncpg://a:hidden@h/db"
    )
    assert settings.token().get_secret_value() == TOKEN
    for text in (repr(settings), str(settings), repr(settings.telegram), f"{settings.token()}"):
        assert "secret_secret" not in text
        assert "hidden" not in text


def test_the_token_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text(f"{TOKEN}\n")
    text = changed("[telegram]", '[telegram]\ntoken_file = "token.txt"')
    assert read(tmp_path, text).token().get_secret_value() == TOKEN
    other = read(tmp_path, text, TAPROSE_TELEGRAM__TOKEN="9:other").token()
    assert other.get_secret_value() == "9:other", "the environment goes before the file"


@pytest.mark.parametrize("content", [None, "", "two words", "12345", "\ufeff"])
def test_a_token_file_without_a_token_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "token.txt").write_text(content)
    (mistake,) = mistakes(tmp_path, changed("[telegram]", '[telegram]\ntoken_file = "token.txt"'))
    assert mistake.key == "telegram.token_file"


def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, changed("[telegram]", f'[telegram]\ntoken = "{TOKEN}"'))
    assert mistake.key == "telegram.token"
    assert "TAPROSE_TELEGRAM__TOKEN" in mistake.right
    assert "secret" not in str(mistake)


def test_a_malformed_token_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read(tmp_path, GOOD, TAPROSE_TELEGRAM__TOKEN="my secret")
    (mistake,) = caught.value.mistakes
    assert (mistake.file, mistake.key) == ("variabel lingkungan", "TAPROSE_TELEGRAM__TOKEN")
    assert "my secret" not in str(caught.value)
    assert caught.value.__suppress_context__ or "my secret" not in repr(caught.value.__context__)


def test_no_token_is_told_only_when_it_is_needed(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD)
    with pytest.raises(BadConfiguration, match="TAPROSE_TELEGRAM__TOKEN"):
        settings.token()
