"""A local Telegram: a Bot API server with people and groups, for trying, training and testing. Imports nothing of ours."""
