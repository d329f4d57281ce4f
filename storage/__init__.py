"""What is kept: tables, transactions, queries and migrations. Knows nothing of Telegram or of the rules above it."""
