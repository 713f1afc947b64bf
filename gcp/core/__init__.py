"""The pure core: values in, values out; no clock, file, request or database."""
