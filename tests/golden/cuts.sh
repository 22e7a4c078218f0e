#!/bin/sh
# A text is shortened by utf8_cut, between two characters (base/utf8.h). Bytes are cut only off what is
# ASCII or is no text: each such place is known here by its words.
set -eu
cd "${srcdir:-.}"
known='public_id_new|\(hex, 0, KEY_MAX|\(str_c\(raw\), 0, HEADER_BYTES_MAX|get_message_id|\(bytes, 0, (INCOMING_BYTES|META_BYTES)_MAX|header\(msg, "From"\), 0, HEADER_BYTES_MAX|s->at, 0, 19|day_parse_iso\(str_slice|base, 0, MERGE_WRITER|\(raw, 0, REPORT_BYTES_MAX|\(line, 0, 1[46]\)|header_get_value\(h\)\), 0, HEADER_BYTES_MAX|\(digits, 0, SIREN_DIGITS'
found=$(find portal -name '*.c' -not -path 'portal/tools/*' -not -name '*.html.c' -exec \
    grep -nHE 'str_slice\(.*, 0, ([A-Z_]+|[0-9]{2,})\)' {} +)
[ "$(echo "$found" | grep -cE "$known")" -ge 8 ] || { echo "the known places are not found: look at the pattern" && exit 1; }
! echo "$found" | grep -vE "$known" || { echo "cut by bytes: use utf8_cut" && exit 1; }
! find portal -name '*.c' -not -path 'portal/tools/*' -exec grep -nHE '%\.[0-9]+s' {} + |
    grep -v 'Content-Type: %.100s' ||
    { echo "a printf that cuts by bytes: use utf8_cut" && exit 1; }
