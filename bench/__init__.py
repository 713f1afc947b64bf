"""Benchmarks that print figures beside the bars of the design; no time is ever asserted."""
