"""Reading a TOML file for people: what keeps it from being read is told in one Indonesian line, with its place."""

from pathlib import Path
from typing import Any

import tomli

from bot.settings.mistakes import BadConfiguration, Mistake

_RIGHT = "cara menulis TOML: https://toml.io"

_MEANINGS = (
    ("Expected '=' after a key", "tanda = belum ada sesudah kunci"),
    ("Expected ']", "kurung siku penutup belum ada"),
    ("Expected newline", "ada tulisan sesudah nilai; satu baris memuat satu kunci"),
    ("Unterminated string", "tanda kutip penutup belum ada"),
    ("Illegal character", "tanda kutip penutup belum ada, atau ada karakter yang tidak boleh"),
    ("Unescaped", "garis miring terbalik ditulis dua kali, atau pakai kutip tunggal"),
    ("Invalid hex value", "garis miring terbalik ditulis dua kali, atau pakai kutip tunggal"),
    ("Invalid value", "nilainya tidak terbaca; teks ditulis di antara tanda kutip"),
    ("Invalid date", "tanggal atau jamnya tidak ada"),
    ("Unclosed array", "kurung siku penutup daftar belum ada"),
    ("Unclosed inline table", "kurung kurawal penutup belum ada"),
    ("Cannot declare", "bagian ini sudah ada di atas"),
    ("Cannot overwrite", "kunci ini sudah ada di atas"),
    ("Duplicate inline table key", "kunci ini sudah ada di atas"),
    ("Invalid statement", "baris ini bukan kunci dan bukan bagian"),
    ("Invalid initial character", "baris ini bukan kunci dan bukan bagian"),
)
"""How what tomli says begins, and what it means here. It promises the place of an error but not its words:

an unknown one is told in general, and tests/settings/test_toml.py names each, so that an upgrade cannot change it unseen.
tomllib of Python 3.11 to 3.13 is the same parser, but tells the place only in its words.
"""


def read(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file. Raises BadConfiguration saying where it cannot be read."""
    try:
        # Editors on Windows put a byte order mark before the text, which TOML does not know.
        return tomli.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        problem = Mistake(str(path), "", "berkas itu tidak ada", "sebut yang benar dengan --config PATH")
    except OSError as error:
        problem = Mistake(str(path), "", why_unreadable(error), "pakai berkas yang boleh dibaca pengguna ini")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Mistake(str(path), f"baris {line}", "bukan UTF-8", "simpan berkas itu sebagai UTF-8")
    except tomli.TOMLDecodeError as error:
        meaning = next((words for start, words in _MEANINGS if error.msg.startswith(start)), "bukan TOML yang benar")
        at_the_end = error.pos >= len(error.doc)
        place = "akhir berkas" if at_the_end else f"baris {error.lineno}, kolom {error.colno}"
        problem = Mistake(str(path), place, meaning, _RIGHT)
    raise BadConfiguration([problem])


def why_unreadable(error: OSError) -> str:
    """Say why a file could not be read."""
    match error:
        case FileNotFoundError():
            return "tidak ada"
        case PermissionError():
            return "tidak boleh dibaca pengguna ini"
        case IsADirectoryError():
            return "bukan berkas, melainkan folder"
        case _:
            return "tidak terbaca"
