"""What everything else stands on: the clock, refusals, and the record of what happens."""
