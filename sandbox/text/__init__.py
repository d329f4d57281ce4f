"""Texts as Telegram reads them: markup, entities, lengths in UTF-16 code units."""
