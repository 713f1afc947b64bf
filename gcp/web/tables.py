"""Tables for spreadsheets, as the pages hand them out."""

from __future__ import annotations

from gcp.tables import csv_bytes

__all__ = ["csv_bytes"]
