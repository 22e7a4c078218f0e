# shellcheck shell=bash
# check.sh - ./dev check: a build with sanitizers, every test, on a private portal of its own.
# Sourced by ./dev. It shares nothing with a running demo: own build folder, own var-check/, own
# ports, free ones. Each runner's output goes to var-check/log/; what is counted comes from its
# closing lines, and one that fails without a count counts as one failure.

PASSED=0 FAILED=0 SUMMARY=()

tally() { # NAME PASSED FAILED SECONDS
    PASSED=$((PASSED + $2))
    FAILED=$((FAILED + $3))
    SUMMARY+=("$(printf '%-12s %5d réussis %4d échoués %5d s' "$1" "$2" "$3" "$4")")
}

# A runner ends with "N passed, N failed" alone on a line.
count_lines() { # LOG -> "PASSED FAILED"
    sed -nE 's/^([a-z]+: )?([0-9]+) passed, ([0-9]+) failed.*/\2 \3/p' "$1" | tail -n 1
}
# make check: Check's own figures where a program prints them, else one test a program.
count_unit() { # FOLDER -> "PASSED FAILED"
    local trs
    find "$1" -name '*.trs' -not -name 'test-suite*' | while read -r trs; do
        if ! sed -nE 's/^[0-9]+%: Checks: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+).*/\1 \2 \3/p' \
            "${trs%.trs}.log" 2>/dev/null | grep .; then
            if grep -q '^:test-result: *\(PASS\|XFAIL\)' "$trs"; then
                echo 1 0 0
            else
                echo 1 1 0
            fi
        fi
    done | awk '{ bad = $2 + $3; pass += $1 - bad; fail += bad } END { print pass + 0, fail + 0 }'
}

run_counted() { # NAME COUNTER COMMAND…
    local name=$1 counter=$2 log=$LOG/check-$1.log began=$SECONDS status passed failed beat
    shift 2
    (while sleep 15; do say "$name : $((SECONDS - began)) s…"; done) 9>&- &
    beat=$!
    "$@" >"$log" 2>&1 </dev/null
    status=$?
    kill $beat 2>/dev/null
    wait $beat 2>/dev/null
    read -r passed failed <<<"$($counter "$log")"
    [ "$status" = 0 ] || [ "${failed:-0}" -gt 0 ] || failed=1
    # A runner that says nothing has proved nothing.
    [ "${passed:-0}" -gt 0 ] || [ "${failed:-0}" -gt 0 ] || failed=1
    tally "$name" "${passed:-0}" "${failed:-0}" $((SECONDS - began))
    if [ "${failed:-0}" -gt 0 ]; then
        grep -nE '^ *not ok|^✗|:[FE]:|^FAIL|^ERROR|\*\*\*|^error' "$log" | cut -c1-300 | head -n 40
        tail -n 20 "$log" | cut -c1-300
        say "✗ $name (tout est dans $log)"
    fi
}
count_unit_of_build() { count_unit "$BUILD"; }

# Shell and configuration: what no compiler reads.
check_scripts() {
    local passed=0 failed=0 file
    while read -r file; do
        if shellcheck "$file"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    done < <(find dev .ci nginx tests -name node_modules -prune -o -type f -print |
        while read -r file; do
            if head -c 60 "$file" | grep -aqE '^#(!/bin/sh|!.*bash| shellcheck)'; then
                echo "$file"
            fi
        done)
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# What the sanitizers said in the programs that the tests only met through nginx.
check_reports() {
    local found
    found=$(grep -lE 'ERROR: (Address|Leak)Sanitizer|runtime error:' "$LOG"/portal-*.log "$LOG"/check-doctor.log 2>/dev/null)
    if [ -z "$(find "$LOG" -name 'portal-web*.log' -size +0)" ]; then
        echo "✗ no worker has written a log"
        echo "0 passed, 1 failed"
        return 1
    fi
    if [ -n "$found" ]; then
        grep -hE -A30 'ERROR: (Address|Leak)Sanitizer|runtime error:' "$LOG"/portal-*.log "$LOG"/check-doctor.log | head -n 80
        echo "0 passed, 1 failed"
        return 1
    fi
    echo "1 passed, 0 failed"
}

check_prepare() {
    BUILD=$ROOT/build-check
    lock "$ROOT/tests/check.sh"
    step "Paquets"
    debian_ensure "${PACKAGES_BUILD[@]}" "${PACKAGES_RUN[@]}" "${PACKAGES_CHECK[@]}"
    debian_node
    debian_libfcgi
    stack_use check
    stack_stop
    [ ! -d "$VAR" ] || find "$VAR" -mindepth 1 -maxdepth 1 -not -name npm -exec rm -rf {} +
    stack_dirs
    npm_ensure "$ROOT/tests"
    run_logged exim python3 tests/faults/server_exim.py "$BUILD"
    trap 'stack_stop' EXIT
    trap 'exit 130' INT TERM HUP
}
check_build() {
    step "Compilation avec sanitizers"
    build_tree build-check --enable-sanitizers --enable-werror
}
check_stack() {
    local first
    # Away from usual ports, and elsewhere for each run.
    first=$((10100 + RANDOM % 19900)) # below what the system gives to clients (32768)
    PORT=$(port_free_from $first)
    MAIL_PORT=$(port_free_from $((PORT + 1)))
    SMTP_PORT=$(port_free_from $((MAIL_PORT + 1)))
    app_install
    stack_up
    # What a test may know of the portal it talks to.
    export PORTAIL_URL=http://localhost:$PORT PORTAIL_MAIL=$MAIL PORTAIL_VAR=$VAR \
        PORTAIL_CONF=$CONF PORTAIL_BUILD=$BUILD PORTAIL_DB_SOCKET=$DB_SOCKET \
        PORTAIL_RUN=$RUN PORTAIL_APP=$APP PORTAIL_LOG=$LOG PORTAIL_STACK=$STACK \
        PORTAIL_MAIL_PORT=$MAIL_PORT PORTAIL_SMTP_PORT=$SMTP_PORT
}
check_verdict() {
    printf '\n'
    printf '  %s\n' "${SUMMARY[@]}"
    printf '\n%d passed, %d failed\n' $PASSED $FAILED
    [ $FAILED = 0 ] && [ $PASSED -gt 0 ]
}

check_rooms() { # ROOM…: each given the portal that runs
    local room
    for room in "$@"; do
        run_counted "$room" count_lines "tests/$room/run"
    done
}
# portal-admin's own eye on the portal that the tests use. Facts that the institution has yet to
# give (« réglage ») are its affair; anything else that is wrong is ours.
check_doctor() {
    local wrong
    as_user "$APP_USER" "$(app_program portal-admin)" --config "$CONF" doctor >"$LOG/doctor.txt"
    cat "$LOG/doctor.txt"
    wrong=$(grep '^✗' "$LOG/doctor.txt" | grep -cvE '^✗ (réglage |[0-9]+ à corriger)')
    [ -s "$LOG/doctor.txt" ] && [ "$wrong" = 0 ] && echo "1 passed, 0 failed" && return
    echo "0 passed, 1 failed"
    return 1
}

# How the whole stands on the machine: who owns what, who listens where.
check_machine() {
    local passed=0 failed=0 file name port
    expect() { # WHAT COMMAND…
        local what=$1
        shift
        if "$@"; then passed=$((passed + 1)); else echo "✗ $what" && failed=$((failed + 1)); fi
    }
    for file in "$SECRETS"/*; do
        expect "$file: 0600, $APP_USER" [ "$(stat -c '%a %U' "$file")" = "600 $APP_USER" ]
    done
    expect "critical log is private" [ "$(stat -c %a "$LOG/nginx-error.log")" = 600 ]
    expect "body folder in memory" [ "$(stat -f -c %T "$BODY")" = tmpfs ]
    for name in "${POOLS[@]}"; do
        expect "FastCGI socket of $name 0660" [ "$(stat -c %a "$RUN/web/$name.sock")" = 660 ]
    done
    for name in $(stack_processes); do
        [ "$name" != nginx ] || continue
        expect "$name runs" proc_alive "$name"
        expect "$name is not root" [ "$(stat -c %U "/proc/$PROC_PID" 2>/dev/null)" != root ]
        if [ "$name" != maildev ]; then
            expect "$name listens to no network" not_listening "$PROC_PID"
        fi
    done
    for port in "$PORT" "$MAIL_PORT" "$SMTP_PORT"; do
        expect "port $port: this machine only" loopback_only "$port"
    done
    # A pid that another program has by now is left alone.
    sleep 60 &
    echo "$! 1" >"$RUN/ancien.pid"
    proc_stop ancien TERM 1
    expect "a pid used again is not signalled" kill -0 $!
    kill $!
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
not_listening() { # PID: it takes no connection from a network; one to the mail server is its own
    local inode
    for inode in $(find "/proc/$1/fd" -printf '%l\n' | sed -nE 's/^socket:\[([0-9]+)\]$/\1/p'); do
        ! awk -v i="$inode" '$4 == "0A" && $10 == i { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6 ||
            return 1
    done
}
loopback_only() { # PORT: nobody listens to it but on 127.0.0.1 or ::1
    awk -v p=":$(printf %04X "$1")" '
        $4 == "0A" && substr($2, length($2) - 4) == p {
            n++
            if ($2 !~ /^0100007F:/ && $2 !~ /^00000000000000000000000001000000:/) bad = 1
        }
        END { exit bad || !n }' /proc/net/tcp /proc/net/tcp6
}

# The same requests on other days: the next academic year, 29 February, the last second of a year
# and the hour that comes twice (UTC; the demonstration's intake is made for that day).
check_days() {
    local day
    for day in '2027-11-15 08:00:00' '2028-02-29 23:59:59' '2027-12-31 22:59:59' '2027-10-31 00:30:00'; do
        PORTAIL_CLOCK=$day run_counted "${day%% *}" count_lines tests/flow/run
    done
}

check_all() { # [--long]
    local long=${1:-}
    STEPS=9
    [ "$long" != --long ] || { STEPS=10 && export PORTAIL_LONG=1; }
    check_prepare
    step "Scripts"
    run_counted scripts count_lines check_scripts
    check_build
    step "make check"
    run_counted unit count_unit_of_build make -C "$BUILD" check
    check_stack
    step "Base et parcours sans navigateur"
    run_counted doctor count_lines check_doctor
    run_counted machine count_lines check_machine
    check_rooms store flow
    step "Navigateur"
    run_counted e2e count_lines node tests/e2e/run.mjs
    # Last: these kill what runs.
    check_rooms faults
    stack_stop
    run_counted sanitizers count_lines check_reports
    if [ "$long" = --long ]; then
        step "Autres jours, cent mille demandes, puis fuzzing"
        check_days
        PORTAIL_MANY=100000 run_counted many count_lines tests/store/run test_store_desk
        debian_ensure "${PACKAGES_FUZZ[@]}"
        run_counted fuzz count_lines tests/fuzz/run 60
    fi
    check_verdict
}
check_faults() {
    STEPS=6
    check_prepare
    check_build
    check_stack
    step "Pannes"
    # the mails that an independent parser reads are left there by the tests of mail
    run_logged make-check make -C "$BUILD" check TESTS=test_mail_kinds
    tests/faults/run
}

check_e2e() { # FILE…: shows its output as it comes
    STEPS=6
    check_prepare
    check_build
    check_stack
    step "Navigateur"
    node tests/e2e/run.mjs "$@"
}
