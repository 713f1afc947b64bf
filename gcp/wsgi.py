"""The application for a WSGI server: `granian --interface wsgi gcp.wsgi:app`."""

import gc
import sys

from gcp import create_app
from gcp.settings import read_settings
from gcp.web import job_care

# A thread that comes back from the disk waits this long for one that computes: 5 ms, if unset,
# is longer than a whole visit takes.
sys.setswitchinterval(0.0005)

app = create_app(read_settings())

# What is there now stays, and a long history's page holds tens of thousands of values until it is
# drawn: the collector looks for rings after some pages, not some thirty times within each.
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 20, 20)

job_care.begin(app)
