"""Cards: reports as groups see them, and what can be done with the buttons under them."""
