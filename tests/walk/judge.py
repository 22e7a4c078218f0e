"""judge.py - what holds of every answer: one row a rule, (what, does it hold of (answer, page, viewer)?).
`page` is parsed HTML, or None; what a rule returns is what it saw: nothing, and it holds."""
import io
import re
import zipfile

from pages import MARKER

KNOWN = {200, 204, 303, 400, 401, 403, 404, 405, 409, 410, 413, 414, 422, 429}
HEADERS = {"content-security-policy": "default-src 'none'", "cache-control": "no-store",
           "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": ""}
# The places that a quote's own PDF, an export or a page may take.
BEGINS = {"application/pdf": b"%PDF-", "text/html; charset=utf-8": b"<!DOCTYPE html>"}


def _failed(answer, _page, _viewer):
    """A body that was cut short may be left without an answer: status 0."""
    return f"status {answer.status}" if answer.status >= 500 else ""


def _known(answer, _page, viewer):
    if answer.status >= 500 or (answer.status == 0 and viewer.cut):
        return ""
    return "" if answer.status in KNOWN else f"status {answer.status}"


def _headers(answer, _page, _viewer):
    if not answer.status:
        return ""
    wrong = [name for name, value in HEADERS.items()
             if len(answer.all(name)) != 1 or value not in answer.header(name)]
    return f"{wrong} in {answer.headers}" if wrong else ""


def _leads(answer, _page, _viewer):
    """A redirection stays here, and says where; cookies are for this host, and not for scripts."""
    to = answer.location
    wrong = answer.status == 303 and (not re.match(r"/(?!/)[\x21-\x7e]*$", to) or MARKER.search(to))
    wrong = wrong or any(not c.startswith("__Host-") or "HttpOnly" not in c or "SameSite=Lax" not in c
                         for c in answer.all("set-cookie"))
    return f"{to} {answer.all('set-cookie')}" if wrong else ""


def _text(answer, _page, _viewer):
    kind = answer.header("content-type")
    if kind.startswith("text/") or kind.startswith("application/json"):
        try:
            answer.body.decode("utf-8")
        except UnicodeDecodeError as error:
            return str(error)
    begins = BEGINS.get(kind, b"")
    if answer.body and not answer.body.lstrip().startswith(begins):
        return f"{kind} begins with {answer.body[:40]}"
    if answer.body and "spreadsheetml" in kind and zipfile.ZipFile(io.BytesIO(answer.body)).testzip():
        return "a broken spreadsheet"
    return ""


def _sound(_answer, page, _viewer):
    return "; ".join(page.faults()) if page else ""


def _escaped(answer, page, _viewer):
    """Neither too little nor twice. A NUL or another control is nobody's word."""
    if not page:
        return ""
    seen = re.search(r"<!?-*/?zz[a-p]{8}|&amp;lt;/?zz[a-p]{8}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", answer.text)
    return repr(answer.text[max(0, seen.start() - 80):seen.end() + 80]) if seen else ""


def _theirs(answer, _page, viewer):
    """Nobody's words stand on a page of somebody whom they do not concern."""
    if viewer.staff:
        return ""
    text = answer.text
    for seen in MARKER.finditer(text):
        if seen.group() not in viewer.may:
            return f"{seen.group()} of another person: {text[max(0, seen.start() - 120):seen.end() + 60]!r}"
    return ""


RULES = [
    ("no request fails on our side", _failed),
    ("every answer has a status that the portal knows", _known),
    ("every answer has its security headers, once, and is not kept", _headers),
    ("redirections stay here, cookies are locked", _leads),
    ("every answer is UTF-8, and what it says it is", _text),
    ("every page is sound HTML", _sound),
    ("what was typed is shown as text, escaped once", _escaped),
    ("nobody reads what another person typed", _theirs),
]


def judge(answer, page, viewer):
    """[(rule, what was seen)] that do not hold."""
    return [(what, seen) for what, holds in RULES if (seen := holds(answer, page, viewer))]
