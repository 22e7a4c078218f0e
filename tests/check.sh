# shellcheck shell=bash
# check.sh - ./dev check: a build with sanitizers, every test, on a private portal of its own.
# Sourced by ./dev. It shares nothing with a running demo: own build folder, own var-check/, own
# ports, free ones. Here is what there is to run; tests/pool.py runs it side by side and counts.

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
    trap check_stop EXIT
    trap 'exit 130' INT TERM HUP
}
check_stop() {
    stack_stop
    rm -rf "${PORTAIL_DATABASE:-}"
}
check_build() {
    step "Compilation avec sanitizers"
    MAKE_GOAL=tests build_tree build-check --enable-sanitizers --enable-werror
}
# What store/ and flow/ copy for each of their programs.
check_database() {
    step "Base des essais"
    # shellcheck source=tests/store/database.sh
    . "$ROOT/tests/store/database.sh"
    # Always in the same place, the copies inside it: what a killed run left goes now.
    PORTAIL_DATABASE=$(database_place)/portail-base-$HASH
    rm -rf "$PORTAIL_DATABASE"
    mkdir -m 700 "$PORTAIL_DATABASE" || fail "$PORTAIL_DATABASE appartient à quelqu'un d'autre."
    run_logged base database_make "$PORTAIL_DATABASE"
    export PORTAIL_DATABASE PORTAIL_BUILD=$BUILD PORTAIL_VAR=$VAR
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
    export PORTAIL_URL=http://localhost:$PORT PORTAIL_MAIL=$MAIL \
        PORTAIL_CONF=$CONF PORTAIL_DB_SOCKET=$DB_SOCKET \
        PORTAIL_RUN=$RUN PORTAIL_APP=$APP PORTAIL_LOG=$LOG PORTAIL_STACK=$STACK \
        PORTAIL_MAIL_PORT=$MAIL_PORT PORTAIL_SMTP_PORT=$SMTP_PORT
}

# ---- what there is to run: ROOM/NAME, when, how it is read, the command (tests/pool.py)

task() { printf '%s\t%s\t%s\t%s\n' "$@"; }
tasks_machine() {
    task machine/scripts any lines tests/machine/scripts
    task machine/units any lines tests/machine/units
    task machine/pool any lines tests/machine/pool
    task machine/install any lines tests/machine/install
    task machine/doctor portal lines tests/machine/doctor
    task machine/accounts portal lines tests/machine/accounts
    task machine/secrets portal lines tests/machine/secrets
    task machine/rotation any lines tests/machine/rotation
    task machine/logs after lines tests/machine/logs
    task machine/slow portal lines "/usr/bin/python3 tests/machine/slow.py"
    task machine/memory portal lines "/usr/bin/python3 tests/machine/memory.py"
}
# As `make check` runs them, each for itself; that `make check` does so is one of them.
tasks_unit() {
    local name
    for name in $(make -s -C "$BUILD" test-names); do
        case $name in
        tests/doc/run) task unit/doc any 'exit' "cd '$BUILD' && ../$name" ;;
        tests/*) task "unit/$(basename "$name" .sh)" any 'exit' "cd '$BUILD' && srcdir=.. CC=gcc ../$name" ;;
        *) task "unit/${name#test_}" any check "cd '$BUILD' && G_DEBUG=fatal-criticals srcdir=.. ./$name" ;;
        esac
    done
    task unit/make-check any 'exit' "make -C '$BUILD' check TESTS='test_base tests/golden/sql.sh'"
}
tasks_store() {
    local source
    for source in "$ROOT"/tests/store/test_*.c; do
        source=$(basename "$source" .c)
        task "store/${source#test_}" any check "tests/store/run test_store_${source#test_}"
    done
    task store/operator any lines tests/store/operator
}
tasks_flow() {
    local source
    for source in "$ROOT"/tests/flow/test_flow_*.c; do
        source=$(basename "$source" .c)
        task "flow/${source#test_flow_}" any check "tests/flow/run $source"
    done
}
tasks_e2e() {
    local file when
    for file in "$ROOT"/tests/e2e/*.test.mjs; do
        file=$(basename "$file" .test.mjs)
        when=portal
        [ "$file" != closing ] || when=alone # it closes the intake for everybody
        task "e2e/$file" $when tap "node --test --test-reporter=tap tests/e2e/$file.test.mjs"
    done
    task e2e/html after lines "node tests/e2e/html.mjs"
    task e2e/routes after lines "node tests/e2e/routes.mjs"
}
tasks_faults() {
    local file
    for file in mail_jobs mail_back mail_odd mail_smtp mail_way mail_kill; do
        task "faults/$file" any lines "/usr/bin/python3 tests/faults/$file.py '$BUILD'"
    done
    task faults/full portal lines tests/faults/full
    # Walks that nobody wrote, while nothing is killed: always the same, …
    task faults/walk alone lines "/usr/bin/python3 tests/walk/walk.py ${PORTAIL_WALK:---requests 600 --prove}"
    # Those that kill come last.
    for file in parallel clients quotes staff signin kill; do
        task "faults/front_$file" alone lines "/usr/bin/python3 tests/faults/front_$file.py"
    done
    # … and under --long 60 000 requests of new ones, whose mails would keep everybody else's waiting.
    for file in ${PORTAIL_LONG:+1 2 3 4 5 6}; do
        task "faults/walk-$file" alone lines "/usr/bin/python3 tests/walk/walk.py --requests 10000 --seed $RANDOM"
    done
    task machine/reports alone lines tests/machine/reports
}
# The same requests on other days: the next academic year, 29 February, the last second of a year
# and the hour that comes twice (UTC; the demonstration's intake is made for that day).
tasks_days() {
    local day
    for day in '2027-11-15 08:00:00' '2028-02-29 23:59:59' '2027-12-31 22:59:59' '2027-10-31 00:30:00'; do
        tasks_flow | sed "s|^flow/|${day%% *}/|; s|\ttests/|\tPORTAIL_CLOCK='$day' tests/|"
    done
}
tasks_long() {
    tasks_days
    task long/many any check "PORTAIL_MANY=100000 tests/store/run test_store_desk"
    task long/fuzz any lines "tests/fuzz/run 60"
    task long/mail_odd any lines "/usr/bin/python3 tests/faults/mail_odd.py '$BUILD' 4000 $RANDOM"
}

check_tasks() { # ROOM…
    local room
    for room in "$@"; do "tasks_$room"; done
}
# Those of a list that were named: a room, or ROOM/NAME. All of it when nothing was.
only() { # NAME…
    awk -F '\t' -v wanted=" $* " '
        wanted == "  " { print; next }
        { split($1, part, "/") }
        index(wanted, " " $1 " ") || index(wanted, " " part[1] " ")'
}

check_all() { # --first, or [--quick|--long] [ROOM|ROOM/NAME]…
    local rooms=(e2e machine unit store flow faults) tasks
    case ${1:-} in
    --quick) rooms=(unit store flow) && shift ;;
    --long) rooms+=(long) && export PORTAIL_LONG=1 && shift ;;
    --first)
        check_first
        return
        ;;
    esac
    STEPS=7
    check_prepare
    [ -z "${PORTAIL_LONG:-}" ] || debian_ensure "${PACKAGES_LONG[@]}"
    check_build
    check_database
    tasks=$(check_tasks "${rooms[@]}" | only "$@")
    [ -n "$tasks" ] || fail "Aucun essai ne s'appelle ainsi : $*"
    if cut -f2 <<<"$tasks" | grep -qv '^any$'; then check_stack; fi
    step "Essais"
    "$ROOT/tests/pool.py" "$LOG" "$VAR/failed" <<<"$tasks"
}
# For ./dev mutants: room after room, up to the first failure; a portal only once what needs none has passed.
check_first() {
    STEPS=8
    check_prepare
    check_build
    check_database
    step "Essais sans portail"
    check_tasks unit store flow | "$ROOT/tests/pool.py" --first "$LOG" "$VAR/failed" || return 1
    check_stack
    step "Essais du portail"
    check_tasks e2e faults | "$ROOT/tests/pool.py" --first "$LOG" "$VAR/failed"
}
