"""Brings the English catalogue up to what code and templates say: `make translations`.

New messages come in empty, those that are gone go, the others keep their translation; one whose spaces alone changed
(a no-break space put right) keeps it too.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "forum" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_n": (1, 2)}
HEADER = r"""msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def messages_of_code() -> Catalog:
    """Every message that code and templates hold."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    found = Catalog(locale="en")
    for _file, _line, message, _comments, context in extract_from_dir(
        str(ROOT), method_map=methods, options_map=options, keywords=KEYWORDS
    ):
        found.add(message, context=context)
    return found


def as_known(message: Message) -> tuple[str, ...]:
    """A message without the kind of its spaces."""
    parts = [message.id] if isinstance(message.id, str) else list(message.id)
    return tuple(" ".join(part.split()) for part in parts)


def main() -> None:
    kept = read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en") if CATALOGUE.exists() else Catalog(locale="en")
    known = {as_known(message): message.string for message in kept if message.id}
    wanted = messages_of_code()
    for message in wanted:
        if message.id:
            message.string = known.get(as_known(message), message.string)
    body = io.BytesIO()
    write_po(body, wanted, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True, width=110)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(HEADER + body.getvalue().decode("utf-8").strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
