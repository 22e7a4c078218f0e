"""tests/doc/judge.py FOLDER - is every PDF of tests/doc/write.c what a PDF of ours has to be?

Each claim is judged by a program that is not ours: qpdf (structure), poppler (tags, fonts, text,
where words stand), Ghostscript (a second reader). Prints each finding; the exit status is 1 when
there is any, or when nothing was judged."""
import filecmp
import json
import pathlib
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree

LEFT, RIGHT, TOP, BOTTOM = 53.0, 595.28 - 53.0, 4.0, 841.89 - 30.0
WIDE_LABEL = "et ce qui va avec"
folder = pathlib.Path(sys.argv[1])
findings = judged = 0


def claim(name, holds, what):
    global findings, judged
    judged += 1
    if not holds:
        findings += 1
        print(f"{name}: {what}")


def run(*command):
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, done.stdout, (done.stdout + done.stderr).decode(errors="replace")


def text_of(path, *options):
    return run("pdftotext", "-enc", "UTF-8", *options, path, "-")[1].decode()


def bare(text):
    """Letters and signs only: spaces and line breaks are the setting's, and so are the marks that
    poppler adds around what runs from right to left, and the shapes of Arabic letters."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def right_to_left(text):
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def structure(path, name):
    code, _, said = run("qpdf", "--check", path)
    claim(name, code == 0 and "WARNING" not in said, f"qpdf: {said}")
    code, _, said = run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage", path)
    claim(name, code == 0 and not said.strip(), f"ghostscript: {said}")
    made = json.loads(run("qpdf", "--json=2", path)[1])
    by_name = {key.removeprefix("obj:"): o.get("value", o.get("stream", {}).get("dict"))
               for key, o in made["qpdf"][1].items()}
    objects = list(by_name.values())
    root = next(o for o in objects if isinstance(o, dict) and o.get("/Type") == "/Catalog")
    claim(name, root.get("/Lang") == "u:fr-FR", f"language {root.get('/Lang')}")
    claim(name, root.get("/ViewerPreferences") == {"/DisplayDocTitle": True}, "title not shown")
    elements = [o for o in objects if isinstance(o, dict) and "/S" in o and "/P" in o]
    for row in (o for o in elements if o["/S"] == "/TR"):
        kids = row["/K"] if isinstance(row["/K"], list) else [row["/K"]]
        cells = [by_name[kid] for kid in kids if isinstance(kid, str)]
        scope = "/Row" if any(c["/S"] == "/TD" for c in cells) else "/Column"
        heads = [c for c in cells if c["/S"] == "/TH"]
        claim(name, all(h["/A"]["/Scope"] == scope for h in heads),
              f"heads of a row that are not for their {scope}: {heads}")
    kinds = {o["/S"] for o in elements}
    claim(name, kinds >= {"/Document", "/H1", "/P"}, f"tags {kinds}")
    if name.startswith("formes"):
        claim(name, kinds >= {"/H2", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Lbl", "/LBody"},
              f"tags {kinds}")


def marked(path, name):
    """Every operator that paints stands inside a tag or an artifact, and what is open is closed."""
    plain = run("qpdf", "--qdf", "--object-streams=disable", path, "-")[1]
    for stream in re.findall(rb"%% Contents for page.*?\nstream\n(.*?)\nendstream", plain, re.S):
        depth = stray = 0
        for line in stream.split(b"\n"):
            if re.search(rb" (BDC|BMC)$", line):
                depth += 1
            elif line == b"EMC":
                depth -= 1
            elif depth == 0 and re.search(rb"(\bTJ|\bTj|\bf|\bS|\bDo)$", line):
                stray += 1
        claim(name, depth == 0 and stray == 0, f"{stray} painted outside a tag, {depth} left open")


def information(path, name, pages_max, title):
    info = dict(line.split(":", 1) for line in run("pdfinfo", path)[2].splitlines() if ":" in line)
    claim(name, info["Tagged"].strip() == "yes", "not tagged")
    claim(name, info["Title"].strip() == title, f"title {info['Title']}")
    claim(name, "A4" in info["Page size"], f"page size {info['Page size']}")
    claim(name, int(info["Pages"]) <= pages_max, f"{info['Pages']} pages, {pages_max} at most")
    claim(name, "Nov 23 " in info["CreationDate"] and "2026" in info["CreationDate"],
          f"made on {info['CreationDate']}")
    fonts = run("pdffonts", path)[2].splitlines()[2:]
    claim(name, len(fonts) >= 3, "no fonts")
    for font in fonts:
        embedded, subset, unicode = font.split()[-5:-2]
        claim(name, embedded == subset == unicode == "yes", f"font {font}")
    return int(info["Pages"])


def words(path, name, expected):
    """All that the document says is there, in the order in which it says it. Poppler ends a tag at
    the first ligature inside it (Arabic has some), and gives right to left its own order: in the
    one document with such text, what stands beside it is looked for on the page instead."""
    tagged = "".join(re.findall(r'^ *"(.*?)"$', run("pdfinfo", "-struct-text", path)[1].decode(),
                                re.M | re.S))
    printed, at = bare(text_of(path, "-raw")), 0
    here = bare(tagged)
    for text in expected:
        if right_to_left(text):
            missing = set(bare(text)) - set(printed)
            claim(name, not missing, f"lost from « {text} »: {missing}")
            continue
        for sign in bare(text):
            if ord(sign) > 0xffff:
                claim(name, sign in printed, f"lost: {sign}")
        found = here.find(bare(text), at)
        if found < 0 and any(map(right_to_left, expected)):
            whole = any(ord(sign) > 0x2600 for sign in text) or bare(text) in printed
            claim(name, whole and set(bare(text)) <= set(printed), f"not on the page: {text}")
            continue
        claim(name, found >= 0, f"not found, or not in order: {text[:80]}")
        at = found + len(bare(text)) if found >= 0 else at


def places(path, name):
    pages = xml.etree.ElementTree.fromstring(re.sub(
        "[^\t\n -\ud7ff\ue000-\U0010ffff]", "", text_of(path, "-bbox"))).iter(
            "{http://www.w3.org/1999/xhtml}page")
    count = 0
    for page in pages:
        for word in page:
            box = {k: float(v) for k, v in word.attrib.items()}
            count += 1
            claim(name, box["xMin"] >= LEFT and box["xMax"] <= RIGHT and box["yMin"] >= TOP
                  and box["yMax"] <= BOTTOM, f"outside the margins: {word.text} {box}")
    claim(name, count > 20, "no words")


def each_page(path, name, pages, sha256, footer):
    """Number, fingerprint and address stand on each; no title is left alone at the foot of one, and
    a table that goes on has its heads again."""
    for n in range(1, pages + 1):
        lines = text_of(path, "-raw", "-f", str(n), "-l", str(n)).split("\n")
        text = "\n".join(lines).replace("\u00a0", " ")
        claim(name, f"Page {n} sur {pages}" in text, f"page {n} has no number")
        numbered = name not in ("devis-apercu", "part-a-confirmer")
        claim(name, (sha256 in text) == numbered, f"page {n} has no fingerprint, or one too many")
        claim(name, ("/verifier" in text) == numbered, f"page {n}: can it be checked, and where?")
        foot = max(i for i, line in enumerate(lines) if line.startswith(footer[:20]))
        claim(name, not lines[foot - 1].startswith("Titre"), f"page {n} ends in a title")


def rows(path, name, pages, expected):
    """In the long one, what a row says stands on one page."""
    texts = [bare(text_of(path, "-raw", "-f", str(n), "-l", str(n))) for n in range(1, pages + 1)]
    for text in expected:
        if WIDE_LABEL in text and text.startswith("Contenu"):
            claim(name, any(bare(text) in page for page in texts), f"cut in two: {text[:60]}")
    for n, page in enumerate(texts[1:], 2):
        body = page.split("Cestes—Cnam", 1)[1]
        going_on = re.match(r"(Libellé-\d+)", body)
        if going_on:
            label = next(t for t in expected if t == going_on[1])
            claim(name, expected_kind(expected, label) == "rows", f"page {n} goes on without heads")


def expected_kind(expected, label):
    """Money stands behind a row's text in the tables that have heads."""
    at = expected.index(label)
    return "money" if re.search(r"\d,\d\d\s€$", expected[at + 2]) else "rows"


def amounts(path, name):
    """A payer's amounts, against programme.md's table and not the builder's."""
    _, payer, what, module_payer = name.split(".")
    third = payer not in ("individual", "cpf")
    diploma = 500050 if payer == "individual" else 1000500
    module = 40000 if third or module_payer == "third" else 20000
    counted = what == "module" and payer != "cpf"
    total = diploma + (module if counted else 0)
    text = " ".join(text_of(path, "-raw").replace("\u00a0", " ").split())
    said = re.findall(r"Total net ([0-9 ]+,[0-9]{2} €)", text)
    claim(name, set(said) == {euros(total)}, f"total {said}, not {euros(total)}")
    claim(name, text.count(euros(diploma)) >= 2, f"no unit price and amount of {euros(diploma)}")
    claim(name, (f" {euros(module)}" in text) == (what == "module"), f"not {euros(module)}, or so")
    claim(name, ("non certifiant" in text) == (what == "module"), "module not marked, or not asked")
    claim(name, ("Signature" in text) == third, "a signature where none belongs, or none")
    claim(name, ("ne vaut pas devis" in text) == (payer == "cpf"), "not said what it is worth")


def euros(cents):
    whole = f"{cents // 100:,}".replace(",", " ")
    return f"{whole},{cents % 100:02} €"


def judge(name, pages_max, title):
    path = folder / f"{name}.pdf"
    expected = (folder / f"{name}.txt").read_text().splitlines()
    claim(name, filecmp.cmp(path, folder / "again" / f"{name}.pdf", shallow=False),
          "another run made other bytes")
    structure(path, name)
    marked(path, name)
    pages = information(path, name, pages_max, title)
    words(path, name, expected)
    places(path, name)
    each_page(path, name, pages, "a5" * 32, expected[-1])
    if name.startswith("tarif."):
        amounts(path, name)
    if name == "tres-long":
        rows(path, name, pages, expected)


def main():
    all_of_them = [line.split(" ", 2) for line in (folder / "list").read_text().splitlines()]
    for name, pages_max, title in all_of_them:
        judge(name, int(pages_max), title)
    print(f"{len(all_of_them)} documents, {judged} claims, {findings} findings")
    return 1 if findings or len(all_of_them) < 30 or judged < 1000 else 0


sys.exit(main())
