"""Reading a TOML file for people: what keeps it from being read is told in one Indonesian line, with its place."""

import tomllib
from pathlib import Path
from typing import Any

from bot.settings.mistakes import BadConfiguration, Mistake

_RIGHT = "cara menulis TOML: https://toml.io"

_MEANINGS = (
    ("Expected '=' after a key", "tanda = belum ada sesudah kunci"),
    ("Expected ']", "kurung siku penutup belum ada"),
    ("Expected newline", "ada tulisan sesudah nilai; satu baris memuat satu kunci"),
    ("Unterminated string", "tanda kutip penutup belum ada"),
    ("Illegal character", "tanda kutip penutup belum ada, atau ada karakter yang tidak boleh"),
    ("Unescaped", "garis miring terbalik ditulis dua kali, atau pakai kutip tunggal"),
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
"""What tomllib says (docs.python.org/3/library/tomllib.html; its messages are no promise), and what it means here."""


def read(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file. Raises BadConfiguration saying where it cannot be read."""
    try:
        # Editors on Windows put a byte order mark before the text, which TOML does not know.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        problem = Mistake(str(path), "", "berkas itu tidak ada", "sebut yang benar dengan --config PATH")
    except OSError as error:
        problem = Mistake(str(path), "", why_unreadable(error), "pakai berkas yang boleh dibaca pengguna ini")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Mistake(str(path), f"baris {line}", "bukan UTF-8", "simpan berkas itu sebagai UTF-8")
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        meaning = next((words for mark, words in _MEANINGS if what.startswith(mark)), "bukan TOML yang benar")
        problem = Mistake(str(path), _place(where.rstrip(")")), meaning, _RIGHT)
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


def _place(where: str) -> str:
    """Return "line 2, column 14" or "end of document" as an operator reads it."""
    return where.replace("line", "baris").replace("column", "kolom").replace("end of document", "akhir berkas")
