"""The application object for servers: `gunicorn wsgi:app`."""

from config import read_settings
from forum import create_app

app = create_app(read_settings())
