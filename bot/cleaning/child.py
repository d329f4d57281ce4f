"""Cleans the file on standard input and writes it to standard output; ends with 3 when it cannot be cleaned."""

import resource
import sys

from bot.cleaning.refusal import CannotBeCleaned

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space. A picture of pictures.MOST_PIXELS takes about a third of it."""

CPU_SECONDS = 40

REFUSED = 3


def main() -> int:
    """Clean one file; the only argument is the kind of attachment it came as."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        result = _cleaned(sys.argv[1], sys.stdin.buffer.read())
    except CannotBeCleaned:
        return REFUSED
    sys.stdout.buffer.write(result)
    return 0


def _cleaned(kind: str, content: bytes) -> bytes:
    """Return the clean file. What it is, its first bytes say: the type its sender's app claims can lie."""
    # Each library is loaded only for what needs it: a video is cleaned without any.
    if kind == "video":
        from bot.cleaning.videos import without_metadata

        return without_metadata(content)
    if content.startswith(b"%PDF-"):
        from bot.cleaning.pdfs import rewritten

        return rewritten(content)
    from bot.cleaning.pictures import encoded_anew

    return encoded_anew(content)


if __name__ == "__main__":
    sys.exit(main())
