"""What we decide: hand-written pure functions, one folder for each system."""
