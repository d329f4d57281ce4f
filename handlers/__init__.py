"""What people and the clock do: each update becomes one call of the desk and one screen."""
