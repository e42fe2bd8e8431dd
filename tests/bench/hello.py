"""The bare Flask application that everything is compared with."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Says hello."""
    return "<p>hello</p>"
