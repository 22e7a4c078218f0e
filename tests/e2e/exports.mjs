// exports.mjs - what a list gives to be taken away, downloaded as a person does and re-read by readers
// that are not ours: Python's csv and openpyxl.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

/** Downloads what the link of that name gives: its name and where it lies. */
export async function take(page, name) {
    const [download] = await Promise.all([page.waitForEvent('download'),
        page.getByRole('link', { name, exact: true }).click()]);
    return { name: download.suggestedFilename(), path: await download.path() };
}

// Rows as lists of texts; dates as spreadsheets have them, so that they can be told from texts.
const READ = `
import csv, json, sys
path, kind = sys.argv[1:]
if kind == "csv":
    raw = open(path, "rb").read()
    assert raw.startswith(b"\\xef\\xbb\\xbf") and raw.endswith(b"\\r\\n")
    rows = list(csv.reader(open(path, encoding="utf-8-sig", newline=""), delimiter=";", strict=True))
else:
    import openpyxl
    sheet = openpyxl.load_workbook(open(path, "rb")).active
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
    assert all(c.data_type != "f" for line in sheet.iter_rows() for c in line)
    def said(c):
        if c.value is None or not c.is_date:
            return "" if c.value is None else str(c.value)
        return c.value.strftime("%Y-%m-%d %H:%M" if "h" in c.number_format else "%Y-%m-%d")
    rows = [[said(c) for c in line] for line in sheet.iter_rows()]
print(json.dumps(rows))
`;

/** The file's rows as objects by label; no cell may begin as a formula does. */
export function read(file, kind) {
    const [labels, ...rows] = JSON.parse(execFileSync('/usr/bin/python3',
        ['-c', READ, file.path, kind], { encoding: 'utf8' }));
    for (const cell of rows.flat()) {
        assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/, 'a cell that a spreadsheet would calculate');
    }
    return rows.map((row) => Object.fromEntries(row.map((cell, i) => [labels[i], cell])));
}
