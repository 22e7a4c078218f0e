# shellcheck shell=bash
# bench.sh - ./dev bench: ratios, measured in one run on a portal of its own (var-bench, build-bench,
# release build). Sourced by ./dev. Nothing here fails for being slow: it only prints.

bench_run() { # [PAIRS]
    local first
    STEPS=6
    BUILD=$ROOT/build-bench
    lock "$ROOT/tests/bench/bench.sh"
    step "Paquets"
    debian_ensure "${PACKAGES_BUILD[@]}" "${PACKAGES_RUN[@]}"
    debian_node
    debian_libfcgi
    stack_use bench
    stack_stop
    [ ! -d "$VAR" ] || find "$VAR" -mindepth 1 -maxdepth 1 -not -name npm -exec rm -rf {} +
    stack_dirs
    trap 'stack_stop' EXIT
    trap 'exit 130' INT TERM HUP
    step "Compilation (version livrée)"
    build_tree build-bench
    run_logged make-bench make -C "$BUILD" -j"$(nproc)" bench_bare bench_load bench_pdf
    first=$((20000 + RANDOM % 20000))
    PORT=$(port_free_from $first)
    MAIL_PORT=$(port_free_from $((PORT + 1)))
    SMTP_PORT=$(port_free_from $((MAIL_PORT + 1)))
    # A worker is not replaced while it is measured.
    WORKERS=4 MAX_REQUESTS=1000000
    app_install
    stack_up
    export PORTAIL_URL=http://localhost:$PORT PORTAIL_MAIL=$MAIL PORTAIL_VAR=$VAR \
        PORTAIL_BUILD=$BUILD PORTAIL_DB_SOCKET=$DB_SOCKET PORTAIL_RUN=$RUN PORTAIL_LOG=$LOG \
        PORTAIL_WORKERS=$WORKERS
    step "Mesures"
    /usr/bin/python3 "$ROOT/tests/bench/bench.py" "$@"
}
