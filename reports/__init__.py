"""What may happen to a report: the rules, free of Telegram, HTTP and SQL."""
