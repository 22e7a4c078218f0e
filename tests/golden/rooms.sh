#!/bin/sh
# The structure checker on the house itself, then on small houses that are built wrongly: each must
# be named at its line, and nothing else.
set -eu
rooms=$(pwd)/rooms
"$rooms" "${srcdir:-.}/portal"

# The second lock: what tests the domain links nothing else, so it cannot need anything else.
# shellcheck disable=SC2016 # Automake's own $(…)
locks=$(grep -c '^test_domain[a-z_]*_LDADD = ' "${srcdir:-.}/Makefile.am")
# shellcheck disable=SC2016
if [ "$locks" -eq 0 ] || grep '^test_domain[a-z_]*_LDADD' "${srcdir:-.}/Makefile.am" |
    grep -v '_LDADD = libdomain\.a libbase\.a [$](CHECK_LIBS)$'; then
    echo "a test of the domain must link libdomain.a libbase.a \$(CHECK_LIBS), and no more"
    exit 1
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0 ran=0

# Reads a file from stdin into a fresh house: new_file ROOM/FILE
new_file() {
    rm -rf "$dir/portal"
    mkdir -p "$dir/portal/$(dirname "$1")"
    cat >"$dir/portal/$1"
}

# Expects exactly these findings ('' = none).
expect() {
    ran=$((ran + 1))
    status=0
    (cd "$dir" && "$rooms" portal) >"$dir/out" 2>"$dir/err" || status=$?
    want=1
    [ -n "$1" ] || want=0
    if [ "$(cat "$dir/err")" != "$1" ] || [ "$status" -ne "$want" ]; then
        echo "expected '$1', got '$(cat "$dir/err")', status $status"
        failed=$((failed + 1))
    fi
}

# one ROOM INCLUDE FINDING: a file of one line
one() {
    echo "#include $2" | new_file "$1/a.c"
    expect "${3:+portal/$1/a.c:1: $3}"
}

no='this room may not include'
one base '"base/str.h"' ''
one base '<string.h>' ''
one base '"domain/field.h"' "$no domain/field.h"
one base '<time.h>' "$no time.h"
one base '<unistd.h>' "$no unistd.h"
one domain '"base/day.h"' ''
one domain '"http/request.h"' "$no http/request.h"
one domain '"store/facts.h"' "$no store/facts.h"
one domain '<sys/time.h>' "$no sys/time.h"
one domain '<openssl/rand.h>' "$no openssl/rand.h"
one http '"view/put.h"' "$no view/put.h"
one http '<errno.h>' "$no errno.h"
one view '"domain/field.h"' ''
one view '"page/page.h"' "$no page/page.h"
one view '"store/facts.h"' "$no store/facts.h"
one view '<signal.h>' "$no signal.h"
one sys '<openssl/evp.h>' ''
one sys '<sys/stat.h>' ''
one sys '"store/db.h"' "$no store/db.h"
one sys '<curl/curl.h>' "$no curl/curl.h"
one store '<mysql.h>' ''
one store '<mysql/mysql.h>' ''
one store '<jansson.h>' ''
one store '"view/put.h"' "$no view/put.h"
one store '"web/route.h"' "$no web/route.h"
one mail '<gmime/gmime.h>' ''
one mail '<curl/curl.h>' ''
one mail '"store/db.h"' "$no store/db.h"
one mail '<mysql.h>' "$no mysql.h"
one page '"store/facts.h"' ''
one page '"web/route.h"' "$no web/route.h"
one page '"mail/compose.h"' "$no mail/compose.h"
one page '"fcgi/app.h"' "$no fcgi/app.h"
one page '<mysql.h>' "$no mysql.h"
one page '<openssl/evp.h>' "$no openssl/evp.h"
one page '<jansson.h>' "$no jansson.h"
one job '"mail/kinds.h"' ''
one job '"page/page.h"' "$no page/page.h"
one web '"page/page.h"' ''
one web '"fcgi/app.h"' "$no fcgi/app.h"
one web '<fcgiapp.h>' "$no fcgiapp.h"
one fcgi '<fcgiapp.h>' ''
one fcgi '<fcgi_stdio.h>' 'a header that tools/rooms.c does not know: fcgi_stdio.h'
one fcgi '"page/page.h"' "$no page/page.h"
one fcgi '"store/db.h"' "$no store/db.h"
one cmd '"fcgi/master.h"' ''
one cmd '<mysql.h>' ''
one tools '"view/put.h"' "$no view/put.h"
one page '"page.h"' 'an own header is named with its room: page.h'
one page '"pages/page.h"' 'no such room: pages/page.h'
one page '<left-pad.h>' 'a header that tools/rooms.c does not know: left-pad.h'
one page 'HEADER' 'an include by macro: HEADER'

printf '#ifndef A\n  #  include   <glib.h>   /* spaces */\n#endif\n' | new_file domain/deep/er/a.h
expect "portal/domain/deep/er/a.h:2: $no glib.h"
echo '#include <time.h>' | new_file base/banned.h
expect ''
echo | new_file kitchen/a.c
expect 'portal/kitchen/a.c:0: a source file outside the rooms: kitchen/a.c'
echo '#include <mysql.h>' | new_file view/a.html.c
echo >"$dir/portal/view/b.c"
expect ''

# lines N: N lines
lines() {
    awk -v n="$1" 'BEGIN { while (n-- > 0) print "    ;" }'
}
lines 499 | new_file domain/a.c
expect ''
lines 500 | new_file domain/a.c
expect 'portal/domain/a.c:500: file of 500 lines or more '
{ printf 'void f(void)\n{\n' && lines 60 && echo '}'; } | new_file domain/a.c
expect ''
{ printf 'void f(void)\n{\n' && lines 61 && echo '}'; } | new_file domain/a.c
expect 'portal/domain/a.c:64: function longer than 60 lines '

rm -rf "$dir/portal"
mkdir "$dir/portal"
for arguments in '' "$dir/portal" "$dir/missing" 'a b'; do
    ran=$((ran + 1))
    # shellcheck disable=SC2086
    if "$rooms" $arguments >/dev/null 2>&1; then
        echo "rooms $arguments succeeded"
        failed=$((failed + 1))
    fi
done
echo "$ran small houses, $failed judged wrongly"
[ "$failed" -eq 0 ] && [ "$ran" -ge 60 ]
