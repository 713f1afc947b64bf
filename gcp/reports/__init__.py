"""PDF reports from the values they are given: nothing is looked up here."""
