"""Parts of screens that several of them share: names, icons, places in words, keyboards, commands."""
