"""The application for a WSGI server: `granian --interface wsgi gcp.wsgi:app`."""

from gcp import create_app
from gcp.settings import read_settings

app = create_app(read_settings())
