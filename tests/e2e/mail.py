"""mail.py - reads one .eml with Python's own parser, which shares nothing with what wrote it, and
prints what a person and a mail program would see of it, as JSON. It fails on a malformed mail."""
import base64
import json
import sys
from email import policy
from email.parser import BytesParser


def read(path):
    with open(path, "rb") as stream:
        raw = stream.read()
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    if not mail["From"] or not mail["To"]:
        return None  # its file was opened a moment ago, and is not written yet
    defects = [str(d) for part in mail.walk() for d in part.defects]
    for name, value in mail.items():
        defects += [f"{name}: {d}" for d in getattr(value, "defects", [])]
    parts = [
        {"type": part.get_content_type(), "charset": part.get_content_charset(),
         "content": part.get_content() if part.get_content_maintype() == "text" else None}
        for part in mail.walk() if not part.is_multipart()
    ]
    by_type = {part["type"]: part["content"] for part in parts}
    return {
        "path": path,
        "type": mail.get_content_type(),
        "headers": {name.lower(): str(value) for name, value in mail.items()},
        "subject": str(mail["Subject"]),
        "from": [a.addr_spec for a in mail["From"].addresses],
        "to": [a.addr_spec for a in mail["To"].addresses],
        "replyTo": [a.addr_spec for a in mail["Reply-To"].addresses] if mail["Reply-To"] else [],
        "text": by_type.get("text/plain"),
        "html": by_type.get("text/html"),
        "parts": [part["type"] for part in parts],
        "files": [{"name": part.get_filename(), "type": part.get_content_type(),
                   "base64": base64.b64encode(part.get_content()).decode()}
                  for part in mail.iter_attachments()]
        if mail.get_content_type() == "multipart/mixed" else [],
        "defects": defects,
        "longest": max((len(line) for line in raw.splitlines()), default=0),
    }


if __name__ == "__main__":
    json.dump([mail for mail in map(read, sys.argv[1:]) if mail], sys.stdout)
