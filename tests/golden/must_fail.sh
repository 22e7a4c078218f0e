#!/bin/sh
# Runs each template of must_fail.txt through tmplc and expects its message, exactly, and no output;
# then a few files whose bytes a text cannot hold, and the command's own mistakes.
set -eu
LC_ALL=C
export LC_ALL
here=${srcdir:-.}/tests/golden
tmplc=$(pwd)/tmplc
here=$(cd "$here" && pwd)
portal=$(cd "$here/../../portal" && pwd)
generated=$(pwd)/tests/golden
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/emails"
failed=0 ran=0

wrong() {
    echo "$1: $2"
    failed=$((failed + 1))
}

# must_stop FILE LINE: REASON
must_stop() {
    ran=$((ran + 1))
    if (cd "$dir" && "$tmplc" "$1" out.c) 2>"$dir/err"; then
        wrong "$1" "compiled, but must stop: $2"
    elif [ "$(cat "$dir/err")" != "$1:$2" ]; then
        wrong "$1" "expected '$1:$2', got '$(cat "$dir/err")'"
    elif [ -e "$dir/out.c" ]; then
        wrong "$1" "left a C file behind"
    fi
    rm -f "$dir/out.c"
}

# cc_must_stop FILE LINE: REASON-PART
cc_must_stop() {
    ran=$((ran + 1))
    line=${2%%:*} reason=${2#*: }
    text=
    case $1 in cc_txt_*) text=--text ;; esac
    if ! (cd "$dir" && "$tmplc" $text --with templates.h "$1" out.c) 2>"$dir/err"; then
        wrong "$1" "stopped too early: $(cat "$dir/err")"
    elif ${CC:-cc} -std=c11 -Werror=incompatible-pointer-types -fsyntax-only -I"$here" \
        -I"$generated" -I"$portal" "$dir/out.c" 2>"$dir/err"; then
        wrong "$1" "its C compiled, but must stop: $2"
    elif ! grep -q "^$1:$line:" "$dir/err" || ! grep -qF -e "$reason" "$dir/err"; then
        wrong "$1" "expected line $line, '$reason', got: $(head -3 "$dir/err")"
    fi
    rm -f "$dir/out.c"
}

awk -v dir="$dir" '
    /^== / {
        name = $2; file = dir "/" name ".html"
        reason = $0; sub(/^== [^ ]+ /, "", reason)
        print name ".html\t" reason >(dir "/list")
        printf "" >file
        if (name !~ /^raw_/)
            print "{{!view \"golden.h\" struct golden_values v}}" >file
        next
    }
    /^[A-Z][^{<]*$/ { file = ""; next }  # a heading
    name == "raw_view_late" && file != "" { print >file; next }
    file != "" && $0 != "" { print >file }
' "$here/must_fail.txt"
tab=$(printf '\t')
while IFS="$tab" read -r file reason; do
    case $file in
    cc_*) cc_must_stop "$file" "$reason" ;;
    *) must_stop "$file" "$reason" ;;
    esac
done <"$dir/list"

view='{{!view "golden.h" struct golden_values v}}'
bytes='1: the file must be UTF-8 without control characters or CR LF'
printf '%s\r\n<p>\r\n' "$view" >"$dir/crlf.html"
must_stop crlf.html "$bytes"
printf '%s\n<p>\000\n' "$view" >"$dir/nul.html"
must_stop nul.html "$bytes"
printf '%s\n<p>\351\n' "$view" >"$dir/latin1.html"
must_stop latin1.html "$bytes"
printf '%s\n<p>{{#if v.word}}' "$view" >"$dir/cut.html"
must_stop cut.html '2: the if of line 2 is never closed'
printf '' >"$dir/nothing.html"
must_stop nothing.html '1: the file must begin with {{!view "room/header.h" struct name root}}'

for arguments in '' 'one' '--with' '--unknown a b' 'a b c' '--header'; do
    ran=$((ran + 1))
    # shellcheck disable=SC2086
    if "$tmplc" $arguments 2>/dev/null; then
        wrong "tmplc $arguments" "succeeded"
    fi
done
if "$tmplc" "$dir/missing.html" "$dir/out.c" 2>/dev/null; then
    wrong missing.html "compiled"
fi
# The control: without a mistake the same path succeeds.
printf '%s\n<p>{{ v.word }}\n' "$view" >"$dir/fine.html"
"$tmplc" "$dir/fine.html" "$dir/out.c" || wrong fine.html "must compile"
echo "$ran templates stopped as they must, but for $failed"
[ "$failed" -eq 0 ] && [ "$ran" -ge 100 ]
