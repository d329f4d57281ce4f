"""The officer's side: cards in an agency's group, and what officers do with them."""
