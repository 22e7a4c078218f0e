# shellcheck shell=bash
# portal.sh - the portal of ./dev check, for a test that looks at it from the machine or starts part of
# it again. Sourced; tests/check.sh exports PORTAIL_*. Gives nginx/stack.sh's functions, `expect` for
# a test a line, and `verdict` for the last one.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT" || exit 1
export PATH=$PATH:/usr/sbin:/sbin LC_ALL=C.UTF-8
say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}
# shellcheck source=nginx/stack.sh
. "$ROOT/nginx/stack.sh"
stack_use "$PORTAIL_STACK"
PORT=${PORTAIL_URL##*:} MAIL_PORT=$PORTAIL_MAIL_PORT SMTP_PORT=$PORTAIL_SMTP_PORT

passed=0 failed=0
expect() { # WHAT COMMAND…
    local what=$1
    shift
    if "$@"; then passed=$((passed + 1)) && echo "ok   $what"; else
        failed=$((failed + 1)) && echo "FAIL $what"
    fi
}
verdict() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
