"""The citizen's side: a private chat in which reports are filed and followed."""
