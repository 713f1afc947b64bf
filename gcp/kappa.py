"""Kappa of tables of grades: `python -m gcp.kappa`, the tables as JSON on stdin and stdout.

A program of its own, since the statistics library takes a second to load and 130 MB to hold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy
from statsmodels.stats.inter_rater import cohens_kappa


def kappa_of(table: Sequence[Sequence[int]]) -> dict[str, float]:
    """Linearly weighted kappa of a table that holds each pair of grades both ways round.

    With its 95 % interval, no wider than kappa can be. Halved, since one pair of grades is one
    answer: by either way round the two people change places and the figure stays.
    """
    found = cohens_kappa(numpy.array(table, float) / 2, wt="linear", return_results=True)
    return {
        "kappa": float(found.kappa),
        "low": max(-1.0, float(found.kappa_low)),
        "high": min(1.0, float(found.kappa_upp)),
    }


if __name__ == "__main__":
    json.dump([kappa_of(table) for table in json.load(sys.stdin)], sys.stdout)
