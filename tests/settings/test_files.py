"""Files that cannot be read as a configuration: said in one line, with the place."""

from pathlib import Path

import pytest

from bot.settings.loading import BadConfiguration, load
from tests.settings.sample import mistakes


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    assert {mistake.key for mistake in mistakes(tmp_path, "")} == {"regency", "category"}


def test_broken_toml_is_told_with_line_and_column(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, '[regency]\nname = "Tuban\n')
    assert mistake.key == "baris 2, kolom 14"


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes('[regency]\nname = "Café"\n'.encode("latin-1"))
    with pytest.raises(BadConfiguration) as caught:
        load(file, {})
    assert caught.value.mistakes[0].key == "baris 2"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(BadConfiguration) as caught:
            load(path, {})
        (mistake,) = caught.value.mistakes
        assert mistake.file == str(path)
