"""values.py - what is typed: what a field wants, what tempts it to fail, and how a body is spoilt.

A value is bytes, before it is encoded; {m} is the marker of whoever types."""
import urllib.parse

EM = chr(0x2014)
# By the name of the field, whatever the form. What is not here is text, and gets the marker.
RIGHT = {
    "birth_date.d": "13", "birth_date.m": "5", "birth_date.y": "1980", "phone": "01 02 03 04 05",
    "postal_code": "75010", "country": "France", "year": "2004", "started.m": "9", "started.y": "2010",
    "ended.m": "6", "ended.y": "2019", "working_time": "100", "payer_siret": "19753471200017",
    "addressee_siret": "19753471200017", "cpf_amount": "1200,50", "headcount": "2",
    "recognition_on.d": "2", "recognition_on.m": "3", "recognition_on.y": "2015",
    "received_on.d": "1", "received_on.m": "1", "received_on.y": "2026", "from.d": "1", "from.m": "1", "from.y": "2026",
    "to.d": "31", "to.m": "12", "to.y": "2026", "third_diploma": "5000", "third_module": "",
    "opco_reference": "", "chorus_service": "", "chorus_engagement": "", "usage_name": "",
    "birth_name": "Le {m}", "given_names": "Anaïs {m}", "name": "Ada {m}", "signer_name": "Ada {m}",
    "person_name": "Ada {m}", "trainees": "Ada {m}", "street": "1 rue {m}", "city": "Paris {m}",
    "addressee_address": "1 rue {m}\r\n75010 Paris", "person_address": "1 rue {m}\r\n75010 Paris",
    "password": "quatre mots sans rapport", "again": "quatre mots sans rapport", "code": "000000",
    "reference": "MOVSC-7K3M-9QX2", "siret_vu": "1",
}
# Boxes that say "there is none": ticked, they contradict what stands beside them.
SELDOM = {"ongoing", "none", "no_birth_name", "no_given_names", "stay", "replace"}

# What is typed for a number, by people who mean one and by others.
NUMBERS = [v.encode() for v in ("0", "-1", "1", "00", "31", "13", "99", "99999999999999999999", "1e9", "0x10", "1.5", "1,5", "NaN", "Inf",
                                "1899", "2101", "12,34,56", "0,001", "1 000 000,00", "9999999,999", "1er", "+3", "٣", "½", "100 %")]
# What people, programs and attackers type. bytes: as they are, UTF-8 or not.
TEMPTING = [v if isinstance(v, bytes) else v.encode() for v in (
    "", " ", "\t\n", "\u00a0", "2026-02-31",
    "<{m}>", "</textarea><{m}>", "</title><{m}>", '"><{m} {m}="', "' {m}='", '" {m}="1', "<!--{m}", "&{m};", "&#60;{m}>",
    "{m}' OR '1'='1", "{m}\\", "{m}\\';--", "{{ {m} }}", "{m}%s%n%00", "${jndi:{m}}", "=1+{m}", "@SUM({m})", "-{m}",
    b"{m}\x00{m}", b"{m}\x01", b"\x1b[31m{m}", b"\x7f", b"{m}\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xc3", b"\xf4\x90\x80\x80",
    "é" * 40, "e\u0301{m}", "\u202e{m}\u202c", "\u05e9\u05dc\u05d5\u05dd {m}", "\u0627\u0644\u0627\u0633\u0645",
    "\U0001f600", "\U0001f469\u200d\U0001f680 {m}", "\ufeff{m}", "\u200b", "\u0301", "\u093e", "\uffff", "\ufffd",
    EM, "-", "’", ",", "{m}\r\nBcc: {m}@exemple.fr", "\n" * 50, "a" * 101, "{m} " * 300, "é" * 4001, "\U0001f600" * 3001,
    "../../etc/passwd", "//exemple.fr", "javascript:{m}", "http://exemple.fr/{m}", "www.exemple.fr {m}", "{m}@exemple.fr",
    "{m}@EXEMPLE.FR", "a@b@c.fr", "a@localhost", "é{m}@exemple.fr", '"{m}"@exemple.fr', "{m}@[127.0.0.1]", "x" * 250 + "@exemple.fr",
    "NULL", "null", "true", '{"a":1}', "[nom]", "[numéro]", "1975347120001", "35600000000048", "00000000000000",
)] + NUMBERS


def right(name, rng, marker, more):
    """A value that the field of that name takes; `more`: this actor's own (address, code…)."""
    if name in more:
        return more[name]
    value = RIGHT.get(name)
    if value is None:
        value = rng.choice(["Texte {m}", "Une phrase d’{m}.", "L’« été » {m}\r\net une ligne de plus"])
    return value.replace("{m}", marker).encode()


def tempting(name, rng, marker):
    number = RIGHT.get(name, "")[:1].isdigit() and rng.random() < 0.6
    return rng.choice(NUMBERS if number else TEMPTING).replace(b"{m}", marker.encode())


def encode(pairs):
    quote = urllib.parse.quote_from_bytes
    return "&".join(f"{quote(n.encode())}={quote(v)}" for n, v in pairs).encode()


# ---- a body that no browser sends: (pairs, others' hidden values, rng) -> body, content type, cut

FORM = "application/x-www-form-urlencoded"


def _without(pairs, _others, rng):
    pairs = list(pairs)
    del pairs[rng.randrange(len(pairs))]
    return encode(pairs), FORM, 0


def _twice(pairs, _others, rng):
    return encode(pairs + [rng.choice(pairs)]), FORM, 0


def _theirs(pairs, others, rng):
    """Somebody else's key, version, or token, in the place of one's own."""
    at = rng.randrange(len(pairs))
    name = pairs[at][0]
    value = rng.choice(others.get(name) or [b"0"])
    return encode(pairs[:at] + [(name, value)] + pairs[at + 1:]), FORM, 0


def _unknown(pairs, _others, rng):
    return encode(pairs + [(rng.choice(["state", "account_id", "total_cents", "é", "csrf.x"]), b"1")]), FORM, 0


def _many(pairs, _others, _rng):
    return encode(pairs + [(f"x{i}", b"1") for i in range(1500)]), FORM, 0


def _shuffled(pairs, _others, rng):
    return encode(rng.sample(pairs, len(pairs))), FORM, 0


def _typed(pairs, _others, rng):
    kind = rng.choice(["text/plain", "application/json", "multipart/form-data; boundary=x", "", FORM + "; charset=latin1"])
    return encode(pairs), kind, 0


def _cut(pairs, _others, rng):
    """Ends before what was announced: the front answers, or nobody."""
    body = encode(pairs)
    return body, FORM, rng.randrange(1, max(2, len(body)))


def _shorter(pairs, _others, rng):
    body = encode(pairs)
    return body[:rng.randrange(len(body))], FORM, 0


def _escapes(pairs, _others, rng):
    body = encode(pairs)
    at = rng.randrange(len(body))
    return body[:at] + rng.choice([b"%", b"%zz", b"%4", b"\xff", b"\0", b"&&=", b"=", b";"]) + body[at:], FORM, 0


def _large(pairs, _others, rng):
    return encode(pairs) + b"&note=" + b"a" * rng.choice([200000, 262144, 300000]), FORM, 0


def _nothing(_pairs, _others, _rng):
    return b"", FORM, 0


SPOILT = [_without, _twice, _theirs, _theirs, _unknown, _many, _shuffled, _typed, _cut, _shorter, _escapes, _large, _nothing]

# Addresses that nobody links to; {p} is one that exists.
ODD = ["{p}/", "{p}//", "{p}?suite=//exemple.fr", "{p}?suite=%zz", "{p}?depuis=%FF%FE", "/%00", "{p}%00", "{p}/..%2f..", "{p}?a=" + "b" * 3000,
       "{p}?fait=%3Czz%3E", "{p}?dit=message.99999999999999999999", "{p}?etat=x&etat=y", "/candidature/%ff", "/gestion/devis?page=-1&tri=x",
       "/gestion/devis?q=" + "%C3%A9" * 300, "/eligibilite?q=99&de=x", "/verifier?reference=1", "/devis/x/y/z", "/lien/a/b", "{p}/../{p}"]
