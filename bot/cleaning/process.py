"""The process that cleans one file: a broken or hostile file can take only its own memory and time."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.cleaning.refusal import CannotBeCleaned

SECONDS = 60.0
"""How long one file may take; 20 MB take a few seconds on one slow core."""

_ROOT = Path(__file__).resolve().parents[2]
_TYPES = {b"%PDF": ("berkas.pdf", "application/pdf"), b"\xff\xd8\xff": ("berkas.jpg", "image/jpeg")}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it may be sent; its name says only what it is."""

    name: str
    mime: str
    content: bytes


async def clean(kind: str, content: bytes) -> Cleaned:
    """Return a file of a kind of attachment ("document", "video") without what it tells beside what it shows.

    Raises CannotBeCleaned, also for a file that takes too long or too much memory, and OSError.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cleaning.child", kind, cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            result, _ = await process.communicate(content)
    except TimeoutError:
        raise CannotBeCleaned("it takes too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not result:
        raise CannotBeCleaned(
            f"it is broken, encrypted, too large or of a type that is not known ({process.returncode})"
        )
    name, mime = next(
        (known for start, known in _TYPES.items() if result.startswith(start)), ("berkas.mp4", "video/mp4")
    )
    return Cleaned(name, mime, result)
