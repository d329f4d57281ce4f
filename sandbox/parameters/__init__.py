"""The parameters of a bot's call: read from any form they come in, and checked."""
