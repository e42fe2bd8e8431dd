"""The pages of the library, parted by what one does there: browsing, reading, writing, bringing reports in."""

from flask import Blueprint

bp = Blueprint("practices", __name__)

from forum.practices.views import (  # noqa: E402
    authors,  # noqa: F401
    browsing,  # noqa: F401
    checklist,  # noqa: F401
    communities,  # noqa: F401
    contact,  # noqa: F401
    discussion,  # noqa: F401
    editing,  # noqa: F401
    exports,  # noqa: F401
    feeds,  # noqa: F401
    files,  # noqa: F401
    formalise,  # noqa: F401
    history,  # noqa: F401
    importing,  # noqa: F401
    oai,  # noqa: F401
    opendata,  # noqa: F401
    pdf,  # noqa: F401
    quotations,  # noqa: F401
    reading,  # noqa: F401
    review,  # noqa: F401
    shelves,  # noqa: F401
    transpositions,  # noqa: F401
)
