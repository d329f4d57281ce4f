"""`python -m bot` is the same as `taprose`."""

from bot.cli import main

main()
