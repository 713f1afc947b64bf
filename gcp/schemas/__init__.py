"""What the files that leave the building are made of, as JSON Schemas."""
