# shellcheck shell=bash
# stack.sh - one whole portal on this machine: MariaDB, mail catcher, workers, jobs, nginx.
# Sourced by ./dev, which gives ROOT, `say`, `fail`, `run_logged`. stack_use chooses which one
# ("demo" in var/, "check" in var-check/); they share nothing and can run side by side.
#
# Started by root, nothing but nginx's master stays root: MariaDB becomes mysql, nginx's workers and the
# mail catcher www-data, and each program of the portal an account of its own, as in production, which
# alone can read its secrets. Those are numbers that nobody has on a Debian (systemd keeps them for
# accounts that come and go), so nothing is left behind on the machine. portal-admin is root's, as there.
# Somebody who is not root has but one account: then everything is theirs.
#
# A process is ours when its pid and its start time are those we noted: a pid used again by another
# program is never signalled.

# Whose file holds a role's password (portal/sys/holder.c): a program's, or the operator's.
declare -A DB_ROLES=([web]=applicants [documents]=documents [staff]=staff [signin]=signin [jobs]=jobs [purge]=jobs
    [admin]=operator [migrate]=operator [rights]=operator)
# applicants: the public pages; staff: /gestion; signin: where the staff prove who they are; documents: the
# public pages that draw a PDF
POOLS=(applicants staff signin documents)

stack_use() { # NAME
    STACK=$1
    VAR=$ROOT/var
    [ "$STACK" = demo ] || VAR=$ROOT/var-$STACK
    HASH=$(printf %s "$ROOT" | sha256sum | cut -c1-8)
    APP_USER=$(id -un)
    DB_USER=$APP_USER
    AS_ROOT=no
    declare -gA ACCOUNT=([applicants]=$APP_USER [documents]=$APP_USER [staff]=$APP_USER
        [signin]=$APP_USER [jobs]=$APP_USER [operator]=$APP_USER)
    if [ "$(id -u)" = 0 ]; then
        AS_ROOT=yes
        ACCOUNT=([applicants]=61451 [documents]=61452 [staff]=61453 [jobs]=61454 [signin]=61455
            [operator]=root)
        APP_USER='www-data'
        DB_USER='www-data'
        ! getent passwd mysql >/dev/null || DB_USER=mysql
    fi
    LINK=$VAR
    [ ! -L "$LINK" ] || VAR=$(readlink -m "$LINK")
    stack_paths
}

stack_paths() {
    LOG=$VAR/log ETC=$VAR/etc TMP=$VAR/tmp APP=$VAR/app SECRETS=$VAR/secrets MAIL=$VAR/mail
    CONF=$ETC/portal.conf
    RUN=$VAR/run
    # A socket's path holds 107 bytes at most.
    local longest=$RUN/web/applicants/sock
    if [ ${#longest} -gt 107 ]; then
        RUN=/tmp/portail-$HASH-$STACK
        [ "$AS_ROOT" = no ] || RUN=/run/portail-$HASH-$STACK
    fi
    DB_SOCKET=$RUN/db/mariadb.sock
    BODY=$TMP/body
    [ ! -d /dev/shm ] || BODY=/dev/shm/portail-$HASH-$STACK
}

# A checkout in root's 0700 home is closed to the accounts that run the portal: var/ then is a link
# to a folder that they can reach.
stack_dirs() {
    if [ "$AS_ROOT" = yes ] && ! setpriv --reuid=www-data --regid=www-data --clear-groups \
        test -x "$ROOT"; then
        if [ "$VAR" = "$LINK" ]; then
            [ ! -e "$LINK" ] || fail "$LINK est fermé aux comptes du portail : lancez ./dev reset."
            VAR=/var/lib/portail-$HASH/$STACK
            install -d -m 711 "/var/lib/portail-$HASH" "$VAR"
            ln -sfn "$VAR" "$LINK"
            stack_paths
        fi
    fi
    install -d -m 711 "$VAR" "$RUN" "$TMP"
    [ -O "$RUN" ] || fail "$RUN appartient à quelqu'un d'autre."
    install -d -m 755 "$ETC" "$ETC/nginx" "$APP"
    install -d -m 750 "$LOG" "$LOG/sources"
    [ "$AS_ROOT" = no ] || chgrp adm "$LOG/sources"
    owned "${ACCOUNT[operator]}" 711 "$RUN/web" "$SECRETS" "$SECRETS/keys"
    owned "$DB_USER" 711 "$RUN/db"
    owned "$APP_USER" 700 "$MAIL" "$BODY" "$TMP/nginx"
    owned "$DB_USER" 700 "$TMP/db"
    # A pool makes its socket there; nginx's group gets it with the folder's, and comes through to it.
    local pool
    for pool in "${POOLS[@]}"; do
        owned "${ACCOUNT[$pool]}" 2710 "$RUN/web/$pool"
        [ "$AS_ROOT" = no ] || { chgrp www-data "$RUN/web/$pool" && chmod 2710 "$RUN/web/$pool"; }
    done
}
group_of() { # USER: a name, or a number that no name stands for
    id -g "$1" 2>/dev/null || echo "$1"
}
owned() { # USER MODE FOLDER…
    local user=$1 mode=$2
    shift 2
    if [ "$AS_ROOT" = yes ]; then
        install -d -m "$mode" -o "$user" -g "$(group_of "$user")" "$@"
    else
        install -d -m "$mode" "$@"
    fi
}

# ---- processes

proc_started_at() { # PID -> its start time in ticks, from the text after the name's last ")"
    local stat fields
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -r -a fields <<<"${stat##*) }"
    [ "${fields[0]}" != Z ] || return 1 # dead, and nobody has asked after it yet
    echo "${fields[19]}"
}
proc_alive() { # NAME -> sets PROC_PID
    local started
    read -r PROC_PID started 2>/dev/null <"$RUN/$1.pid" || return 1
    [ "$(proc_started_at "$PROC_PID")" = "$started" ]
}
proc_start() { # NAME USER COMMAND…
    local name=$1 user=$2 drop=()
    shift 2
    if [ "$AS_ROOT" = yes ] && [ "$user" != root ]; then
        drop=(setpriv "--reuid=$user" "--regid=$(group_of "$user")" --clear-groups --inh-caps=-all)
    fi
    cd / || return 1
    setsid "${drop[@]}" "$@" </dev/null >>"$LOG/$name.log" 2>&1 9>&- &
    local pid=$!
    cd "$ROOT" || return 1
    echo "$pid $(proc_started_at $pid)" >"$RUN/$name.pid"
    disown $pid
}
proc_stop() { # NAME SIGNAL SECONDS: asks, waits, and only then kills
    local tenths=$(($3 * 10))
    if proc_alive "$1"; then
        kill -"$2" "$PROC_PID" 2>/dev/null
        while [ "$tenths" -gt 0 ] && proc_alive "$1"; do
            sleep 0.1
            tenths=$((tenths - 1))
        done
        if proc_alive "$1"; then
            say "$1 ne s'arrête pas : il est tué"
            kill -KILL "$PROC_PID" 2>/dev/null
        fi
    fi
    rm -f "$RUN/$1.pid"
}
wait_for() { # NAME SECONDS COMMAND…: until the command works, while the process lives
    local name=$1 tenths=$(($2 * 10))
    shift 2
    until "$@" >/dev/null 2>&1; do
        if ! proc_alive "$name" || [ "$tenths" -le 0 ]; then
            tail -n 20 "$LOG/$name.log" >&2
            fail "$name n'a pas démarré (journal : $LOG/$name.log)."
        fi
        sleep 0.1
        tenths=$((tenths - 1))
    done
}
port_used() { # PORT
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
port_free_from() { # PORT -> the first free one
    local port=$1
    while port_used "$port"; do port=$((port + 1)); done
    echo "$port"
}

# ---- database

db_sql() { mariadb --no-defaults --socket="$DB_SOCKET" --user="$(id -un)" --batch --skip-column-names "$@"; }

db_start() {
    ! proc_alive mariadb || return 0
    # Made beside, then moved: one that was interrupted is begun again. Its temporary tables are its
    # own: a server that starts elsewhere on the machine clears /tmp of what looks like its.
    if [ ! -d "$VAR/db/mysql" ]; then
        rm -rf "$VAR/db" "$VAR/db.new"
        owned "$DB_USER" 700 "$VAR/db.new"
        run_logged "mariadb-install-db" env TMPDIR="$TMP/db" mariadb-install-db --no-defaults \
            --datadir="$VAR/db.new" --user="$DB_USER" --auth-root-authentication-method=socket \
            --auth-root-socket-user="$(id -un)" --skip-test-db
        mv "$VAR/db.new" "$VAR/db"
    fi
    # Small, and as durable as production: what was acknowledged survives a kill. In the demo and
    # the checks only, a session may shift its clock (secure_timestamp stays off).
    proc_start mariadb "$DB_USER" "$(command -v mariadbd || echo /usr/sbin/mariadbd)" --no-defaults \
        --datadir="$VAR/db" --socket="$DB_SOCKET" --pid-file="$RUN/db/mariadb.own.pid" \
        --tmpdir="$TMP/db" --skip-networking --skip-name-resolve --character-set-server=utf8mb4 \
        --default-time-zone=+00:00 --transaction-isolation=READ-COMMITTED \
        --sql-mode=STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO \
        --innodb-buffer-pool-size=64M --innodb-log-file-size=32M \
        --innodb-flush-log-at-trx-commit=1 --innodb-lock-wait-timeout=5 \
        --performance-schema=OFF --max-connections=120 --secure-timestamp=NO
    wait_for mariadb 60 db_sql -e 'SELECT 1'
}

app_program() { # NAME -> its path
    local path
    for path in "$APP/bin/$1" "$APP/sbin/$1"; do
        [ ! -x "$path" ] || echo "$path"
    done
}
# Each role its own user and password (sql/users.sql). None stands on a command line.
database_users() {
    local role
    db_sql -e 'CREATE DATABASE IF NOT EXISTS movsc CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci'
    {
        cat "$ROOT/sql/users.sql"
        for role in "${!DB_ROLES[@]}"; do
            echo "ALTER USER movsc_$role@localhost IDENTIFIED BY '$(cat "$SECRETS/db-$role")';"
        done
    } | db_sql movsc
}
database_ready() {
    db_start
    run_logged comptes database_users
    run_logged migrations "$(app_program portal-admin)" --config "$CONF" \
        --sql "$APP/share/portail-movsc/sql" migrate
    run_logged droits db_sql movsc -e "source $ROOT/sql/grants.sql"
    run_logged exemples db_sql movsc -e "source $ROOT/sql/demo.sql"
}

secret() { # NAME PROGRAM -> makes var/secrets/NAME once, 64 hex digits, for that program's account alone
    local file=$SECRETS/$1
    [ -s "$file" ] || (umask 077 && od -An -N32 -v -tx1 /dev/urandom | tr -d ' \n' >"$file")
    [ "$AS_ROOT" = no ] || chown "${ACCOUNT[$2]}:$(group_of "${ACCOUNT[$2]}")" "$file"
    chmod 400 "$file"
}

# ---- the portal's own settings

conf_write() {
    local role
    secret master operator
    for role in "${!DB_ROLES[@]}"; do secret "db-$role" "${DB_ROLES[$role]}"; done
    cat >"$CONF" <<CONF
# Written by ./dev; nginx/portal.conf.example explains each key.
[site]
base_url = http://localhost:$PORT
demo = true

[pool applicants]
user = ${ACCOUNT[applicants]}
socket = $RUN/web/applicants/sock
workers = ${WORKERS:-4}
max_requests = ${MAX_REQUESTS:-1000}

[pool staff]
user = ${ACCOUNT[staff]}
socket = $RUN/web/staff/sock
workers = 2

[pool signin]
user = ${ACCOUNT[signin]}
socket = $RUN/web/signin/sock
workers = 2

[pool documents]
user = ${ACCOUNT[documents]}
socket = $RUN/web/documents/sock
workers = 2

[jobs]
user = ${ACCOUNT[jobs]}

[database]
socket = $DB_SOCKET
name = movsc
web_user = movsc_web
web_password_file = $SECRETS/db-web
jobs_user = movsc_jobs
jobs_password_file = $SECRETS/db-jobs
admin_user = movsc_admin
admin_password_file = $SECRETS/db-admin
migrate_user = movsc_migrate
migrate_password_file = $SECRETS/db-migrate
staff_user = movsc_staff
staff_password_file = $SECRETS/db-staff
signin_user = movsc_signin
signin_password_file = $SECRETS/db-signin
documents_user = movsc_documents
documents_password_file = $SECRETS/db-documents
purge_user = movsc_purge
purge_password_file = $SECRETS/db-purge
rights_user = movsc_rights
rights_password_file = $SECRETS/db-rights

[smtp]
host = 127.0.0.1
port = $SMTP_PORT
tls = none
from = candidature@portail.example
from_name = Candidatures MOVSC
envelope_domain = portail.example

[secrets]
master_key_file = $SECRETS/master
keys_folder = $SECRETS/keys

[logs]
sources = $LOG/sources/sources.log

[test]
mail_fast = 1
CONF
    chmod 644 "$CONF"
}

# ---- the programs: one account, one socket and one journal each

pool_process() { # POOL -> the name of its process: portal-web, portal-web-staff…
    [ "$1" = applicants ] && echo portal-web || echo "portal-web-$1"
}
pools_start() { # PROGRAM
    local pool
    for pool in "${POOLS[@]}"; do
        proc_start "$(pool_process "$pool")" "${ACCOUNT[$pool]}" "$1" --config "$CONF" --pool "$pool"
    done
    for pool in "${POOLS[@]}"; do
        wait_for "$(pool_process "$pool")" 15 test -S "$RUN/web/$pool/sock"
    done
}
jobs_start() { # PROGRAM
    proc_start portal-jobs "${ACCOUNT[jobs]}" "$1" --config "$CONF"
}
stack_processes() { # -> every process of a running portal
    echo mariadb maildev portal-jobs nginx sources
    local pool
    for pool in "${POOLS[@]}"; do pool_process "$pool"; done
}

# ---- mail catcher: each mail is a file of var/mail, and a line on a page

mail_install() {
    [ "$(cat "$VAR/npm/.lock" 2>/dev/null)" != "$(sha256sum <"$ROOT/tests/package-lock.json")" ] ||
        return 0
    install -d -m 755 "$VAR/npm"
    install -m 644 "$ROOT/tests/package.json" "$ROOT/tests/package-lock.json" "$VAR/npm/"
    run_logged npm npm --prefix "$VAR/npm" ci --omit=dev --ignore-scripts --no-audit --no-fund
    chmod -R go+rX "$VAR/npm"
    sha256sum <"$ROOT/tests/package-lock.json" >"$VAR/npm/.lock"
}
mail_start() {
    ! proc_alive maildev || return 0
    proc_start maildev "$APP_USER" env HOME="$MAIL" "$(command -v node)" \
        "$VAR/npm/node_modules/maildev/bin/maildev" --ip 127.0.0.1 --smtp "$SMTP_PORT" \
        --web-ip 127.0.0.1 --web "$MAIL_PORT" --mail-directory "$MAIL" --silent
    wait_for maildev 30 port_used "$SMTP_PORT"
    wait_for maildev 30 port_used "$MAIL_PORT"
}

# ---- nginx

nginx_write() {
    local user='' modules='' listen="listen 127.0.0.1:$PORT;" www=$APP/share/portail-movsc
    local module=/usr/lib/nginx/modules/ngx_http_brotli_static_module.so
    [ "$AS_ROOT" = no ] || user="user $APP_USER;"
    ! grep -q '^0\{31\}1 ' /proc/net/if_inet6 2>/dev/null || listen="$listen listen [::1]:$PORT;"
    rm -rf "$ETC/nginx"
    cp -r "$ROOT/nginx/common" "$ETC/nginx-common.new"
    install -d -m 755 "$ETC/nginx"
    mv "$ETC/nginx-common.new" "$ETC/nginx/common"
    if [ -e $module ]; then
        modules="load_module $module;"
        echo 'brotli_static on;' >"$ETC/nginx/brotli.conf"
    fi
    sed -e "s|@USER@|$user|" -e "s|@MODULES@|$modules|" -e "s|@LISTEN@|$listen|" \
        -e "s|@RUN@|$RUN|" -e "s|@LOG@|$LOG|" -e "s|@TMP@|$TMP/nginx|" -e "s|@BODY@|$BODY|" \
        -e "s|@WWW@|$www|" "$ROOT/nginx/site.conf.in" >"$ETC/nginx/nginx.conf"
    install -m 600 /dev/null "$LOG/nginx-error.log"
    [ -e "$LOG/nginx-access.log" ] || install -m 640 /dev/null "$LOG/nginx-access.log"
    [ -e "$LOG/sources/sources.log" ] || install -m 640 /dev/null "$LOG/sources/sources.log"
    [ "$AS_ROOT" = no ] || chgrp adm "$LOG/sources/sources.log"
    sources_write "$LOG/sources" "$ETC/sources.logrotate"
}
# production's own rotation of the addresses' log, in another folder; not root's, when we are not root
sources_write() { # FOLDER FILE
    local mine=()
    [ "$AS_ROOT" = yes ] || mine=(-e '/^    su /d' -e 's/^    create .*/    create 0640/')
    sed -e "s|/var/log/portail-movsc|$1|" -e "s|systemctl reload nginx.service|kill -HUP \$(cat '$RUN/nginx.own.pid')|" \
        "${mine[@]}" "$ROOT/nginx/portal-sources.logrotate" >"$2"
    chmod 644 "$2"
}
sources_rotate() { # what a timer does once a day on a machine that has one
    "$(command -v logrotate || echo /usr/sbin/logrotate)" --state "$LOG/sources/.state" "$ETC/sources.logrotate"
}
# Looks each hour; logrotate itself knows whether the day is another one.
sources_start() {
    # shellcheck disable=SC2016 # the inner shell's
    proc_start sources root bash -c 'exec 8<> <(:); while :; do "$@"; read -rt 3600 -u 8; done' sources \
        "$(command -v logrotate || echo /usr/sbin/logrotate)" --state "$LOG/sources/.state" "$ETC/sources.logrotate"
}
fail_port() {
    fail "Le port $PORT est pris par un autre programme : essayez ./dev demo --port $((PORT + 10))."
}
nginx_start() {
    local nginx
    nginx=$(command -v nginx || echo /usr/sbin/nginx)
    ! port_used "$PORT" || fail_port
    run_logged "nginx -t" "$nginx" -t -q -e "$LOG/nginx-error.log" -c "$ETC/nginx/nginx.conf"
    proc_start nginx root "$nginx" -e "$LOG/nginx-error.log" -c "$ETC/nginx/nginx.conf"
    wait_for nginx 10 port_used "$PORT"
    sources_start
}

# ---- the whole

stack_stop_site() {
    local pool
    proc_stop sources TERM 5
    proc_stop nginx QUIT 10
    for pool in "${POOLS[@]}"; do proc_stop "$(pool_process "$pool")" TERM 30; done
    proc_stop portal-jobs TERM 30
}
stack_stop() {
    [ -d "$RUN" ] || return 0
    stack_stop_site
    proc_stop maildev TERM 5
    proc_stop mariadb TERM 60
    [ "${BODY#/dev/shm/}" = "$BODY" ] || rm -rf "$BODY"
    [ "${RUN#"$VAR"}" != "$RUN" ] || rm -rf "$RUN"
}
stack_reset() {
    stack_stop
    [ ! -d "$VAR" ] || find "$VAR" -mindepth 1 -delete
    if [ -L "$LINK" ]; then
        rm -f "$LINK"
        rmdir "$VAR" 2>/dev/null || true
        VAR=$LINK
        stack_paths
    fi
}
