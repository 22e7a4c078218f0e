#!/usr/bin/python3
"""draw.py SEED [LIST] - draws small faults from the sources and writes them down, one a line.

A fault is a comparison turned, a condition negated, a guard removed, one term of a statement's WHERE
cut, an escaper dropped. Each room gives as many as QUOTA says; within a room the kinds share evenly,
and so do the places of a kind. What does not compile is no fault, and another is drawn instead. The
same seed and the same sources give the same list, which is committed before anything is run.

A line: number, kind, file, line, column (both from 1), what stands there, what is put instead."""
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUOTA = {"base": 3, "domain": 10, "http": 2, "sys": 4, "view": 4, "store": 10, "doc": 3, "mail": 4,
         "page": 9, "job": 3, "web": 3, "fcgi": 2, "cmd": 2, "tools": 1}
TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
DOORS = r"GUARD_(?:SESSION|ACCOUNT|CANDIDACY|STAFF|LOCAL)\b"
# How each escaper is called, and what writes the same value bare.
ESCAPERS = [
    (r"\bput_text_str\((?P<b>[^,]+), (?P<v>[^;]+)\);", "buf_put({b}, {v});"),
    (r"\bput_urlpart_str\((?P<b>[^,]+), (?P<v>[^;]+)\);", "buf_put({b}, {v});"),
    (r"\bjson_string\((?P<b>[^,]+), (?P<v>[^;]+)\);",
     'buf_printf({b}, "\\"%.*s\\"", STR_ARG({v}));'),
    (r"\bheader_put_(?:text|phrase)\((?P<b>[^,]+), (?P<v>[^,]+), [^;]+\);", "buf_put({b}, {v});"),
    (r"\bpercent_encode\((?P<b>[^,]+), (?P<v>[^;]+)\);", "buf_put({b}, {v});"),
    (r"\bparams_put\((?P<b>[^,]+), (?P<n>[^,]+), (?P<v>[^;]+)\);",
     'buf_printf({b}, "%.*s=%.*s", STR_ARG({n}), STR_ARG({v}));'),
    (r"= table_safe\(a, (?P<v>[^;]+)\);", "= {v};"),
    (r"\bpercent\(a, (?P<v>\w+)\)", "{v}"),
    (r"\bput_escaped\((?P<b>\w+), (?P<v>\w+), HTML\);", "put_escaped({b}, {v}, PLAIN);"),
    (r"url_is_safe\((?P<v>\w+)\) \? (?P=v) : STR\(\"#\"\)", "{v}"),
]
TERM = re.compile(r"(?P<word>\b(?:WHERE|AND) )(?P<term>[a-z_.]+ (?:(?:=|<>|<=|>=|<|>)"
                  r" (?:\?|'[a-z_]+'|\d+)|IS (?:NOT )?NULL))(?![\w.+*(])")


def blanked(text):
    """The same text, comments, strings and preprocessor lines made of spaces: places stay."""
    pattern = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
                         r"|^[ \t]*#(?:\\\n|[^\n])*", re.S | re.M)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def condition_at(code, at):
    """Where the condition that opens at `at` ends, if it does so on its line."""
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] == "(") - (code[i] == ")")
        if depth == 0:
            return i
    return None


def places_of(lines, code):
    """(kind, line index, column, before, after) of everything that may be broken in a file."""
    for n, (line, bare) in enumerate(zip(lines, code)):
        for m in re.finditer(r"(?<![<>=!\-&|+*/%^])(<=|>=|==|!=|<|>)(?![<>=])", bare):
            if line[m.start() - 1:m.start()] == " ":  # a comparison has room around it here
                yield "comparison", n, m.start(), m[0], TURNED[m[0]]
        for m in re.finditer(r"\bif \(", bare):
            open_at = m.end() - 1
            end = condition_at(bare, open_at)
            if end is None:
                continue
            held = line[open_at:end + 1]
            yield "condition", n, open_at, held, f"(!{held})"
            follows = bare[end + 1:].strip() or (code[n + 1].strip() if n + 1 < len(code) else "")
            if re.match(r"return\b", follows):
                yield "guard", n, open_at, held, f"(0 && {held})"
        for m in re.finditer(DOORS, bare):
            if re.match(r"\s*\{METHOD_", bare):
                yield "guard", n, m.start(), m[0], "GUARD_PUBLIC"
        for m in TERM.finditer(line):
            if bare[m.start()] == " " and line.lstrip()[:2] not in ("/*", "* "):
                yield "where", n, m.start("term"), m["term"], f"({m['term']} OR TRUE)"
        for pattern, bald in ESCAPERS:
            for m in re.finditer(pattern, line):
                if bare[m.start():m.start() + 3].strip() or m[0][0] in "=u":
                    yield "escaper", n, m.start(), m[0], bald.format(**m.groupdict())


def candidates(room):
    found = {}
    for file in sorted((ROOT / "portal" / room).glob("*.c")):
        text = file.read_text("utf-8")
        lines, code = text.split("\n"), blanked(text).split("\n")
        for kind, n, column, before, after in places_of(lines, code):
            assert lines[n].startswith(before, column), (file, n)
            found.setdefault(kind, []).append((file.relative_to(ROOT), n + 1, column + 1, before, after))
    return found


def compiles(fault, flags):
    file, n, column, before, after = fault
    lines = (ROOT / file).read_text("utf-8").split("\n")
    line = lines[n - 1]
    lines[n - 1] = line[:column - 1] + after + line[column - 1 + len(before):]
    return subprocess.run(["gcc", *flags, "-fsyntax-only", "-x", "c", "-iquote", str((ROOT / file).parent),
                           "-"], input="\n".join(lines), text=True, cwd=ROOT, capture_output=True,
                          check=False).returncode == 0


def compiler_flags():
    """As the checks compile (configure.ac), with every library's headers."""
    libraries = subprocess.run(
        "pkg-config --cflags fcgi libmariadb libcurl libcrypto glib-2.0 liboath libqrencode gmime-3.0"
        " jansson cairo pangocairo pangoft2 harfbuzz fontconfig libqpdf xlsxwriter",
        shell=True, check=True, capture_output=True, text=True).stdout.split()
    return ["-std=c11", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wformat=2", "-Werror",
            "-Wno-unknown-pragmas", "-O1", "-D_GNU_SOURCE", '-DSQL_FOLDER="x"', "-include",
            "portal/base/banned.h", "-Iportal", "-Ibuild-check/portal", *libraries]


def draw(seed):
    dice, flags = random.Random(seed), compiler_flags()
    for room, many in QUOTA.items():
        left = candidates(room)
        kinds = sorted(left)
        dice.shuffle(kinds)
        for _ in range(many):
            kind = kinds.pop(0)
            while not compiles(fault := left[kind].pop(dice.randrange(len(left[kind]))), flags):
                pass
            if left[kind]:
                kinds.append(kind)
            yield kind, *fault


def main():
    seed = sys.argv[1]
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "tests/mutants/list"
    rows = [f"{i}\t" + "\t".join(map(str, row)) for i, row in enumerate(draw(seed), 1)]
    out.write_text(f"# drawn by draw.py {seed}\n" + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(rows)} faults, in {out}")


main()
