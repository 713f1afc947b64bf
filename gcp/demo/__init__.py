"""Invented homes, people and pictures that show what the tool does."""
