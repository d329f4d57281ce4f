"""The coordinator's side: disposition, consent, and whose group is whose."""
