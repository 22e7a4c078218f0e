#!/bin/sh
# exports.sh - the nasty cells of tests/unit/test_table.c, written as CSV and XLSX and re-read by
# Python's csv and by openpyxl: both see the same rows, dates as dates, amounts as numbers, and no
# cell that a spreadsheet would calculate.
set -eu
PYTHON=/usr/bin/python3
"$PYTHON" -c 'import openpyxl' 2>/dev/null || {
    echo "exports.sh: python3-openpyxl is missing (./dev check installs it)"
    exit 77
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
./test_table "$folder"
"$PYTHON" - "$folder" <<'PYTHON'
import csv, datetime, sys, zipfile
import openpyxl
folder = sys.argv[1]
raw = open(folder + "/essai.csv", "rb").read()
assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
rows = list(csv.reader(open(folder + "/essai.csv", encoding="utf-8-sig", newline=""), delimiter=";",
                       strict=True))
book = openpyxl.load_workbook(folder + "/essai.xlsx")
sheet = book.active
cells = [list(line) for line in sheet.iter_rows()]
assert len(rows) == len(cells) > 30, (len(rows), len(cells))
assert [c.value for c in cells[0]] == rows[0] == ["Texte", "Nombre", "Montant (€)", "Jour", "Instant"]
DANGER = tuple("=+-@\t\r\n＝＋－＠")
typed = ["Élodie Le Gall", "", "=1+1", "=cmd|' /C calc'!A0", "+33 6 12 34 56 78", "-2+3", "@SUM(A1)"]
for n, (text, line) in enumerate(zip(rows[1:], cells[1:])):
    assert len(text) == len(line) == 5, text
    for value in text + [c.value for c in line]:
        assert not (isinstance(value, str) and value.startswith(DANGER)), value
    assert all(c.data_type != "f" for c in line), "a formula"
    assert (line[0].value or "") == text[0], (line[0].value, text[0])
    if n < len(typed):
        assert text[0].lstrip("'") == typed[n].lstrip("'"), text
    assert line[1].value == int(text[1]) == n
    assert round(line[2].value * 100) == 1000550 + n and text[2] == "%d,%02d" % divmod(1000550 + n, 100)
    assert line[3].is_date and line[3].value == datetime.datetime(2026, 11, 23) and text[3] == "2026-11-23"
    when = datetime.datetime(2026, 11, 23, 18, 40) if n % 2 else datetime.datetime(2026, 6, 23, 19, 40)
    assert line[4].is_date and line[4].value == when, line[4].value
    assert text[4] == when.strftime("%Y-%m-%d %H:%M"), text[4]
assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:E%d" % len(rows)
assert zipfile.ZipFile(folder + "/essai.xlsx").testzip() is None
# With every separator a spreadsheet offers, quotes understood or not, no cell begins with a formula; a
# lone sign between two spaces is none.
text = raw.decode("utf-8-sig")
seen = 0
for separator in ";,:|\t ":
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        lines = csv.reader(text.splitlines(keepends=True), delimiter=separator, quoting=quoting)
        for cell in (c for line in lines for c in line):
            bare = cell.strip(' "\u00a0')
            assert len(bare) < 2 or not bare.startswith(DANGER), (separator, cell)
            seen += 1
assert seen > 1000, seen
print("exports.sh: %d rows read twice" % len(rows))
PYTHON
