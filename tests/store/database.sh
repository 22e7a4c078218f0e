# shellcheck shell=bash
# database.sh - a private MariaDB of the tests of store/ and flow/: made once as a folder, copied for
# whoever wants one of their own. Sourced; needs ROOT and BUILD.
PATH=$PATH:/usr/sbin:/sbin
AS=()
[ "$(id -u)" != 0 ] || AS=(--user=root)

# In memory where there is room: a schema is a hundred flushes.
database_place() {
    [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -1)" -gt 400000 ] && echo /dev/shm && return
    echo "${TMPDIR:-/tmp}"
}
SERVER=''
database_start() { # FOLDER: serves FOLDER/db on the socket FOLDER/s
    DIR=$1 SOCKET=$1/s
    mariadbd --no-defaults --datadir="$DIR/db" "${AS[@]}" --socket="$SOCKET" --skip-networking \
        --skip-name-resolve --pid-file="$DIR/pid" --tmpdir="$DIR" --innodb-buffer-pool-size=48M \
        --innodb-log-file-size=16M --innodb-flush-log-at-trx-commit=0 --performance-schema=OFF \
        --max-connections=300 >"$DIR/server.log" 2>&1 &
    SERVER=$!
    until sql -e 'SELECT 1' >/dev/null 2>&1; do
        kill -0 "$SERVER" 2>/dev/null || { tail "$DIR/server.log" && return 1; }
        sleep 0.05
    done
}
database_stop() {
    [ -n "$SERVER" ] || return 0
    kill "$SERVER" 2>/dev/null
    wait "$SERVER" 2>/dev/null
    SERVER=''
}
sql() { mariadb --no-defaults --default-character-set=utf8mb4 -S "$SOCKET" -u root -B -N "$@"; }

# The schema as an operator makes it; no passwords, since only we reach the socket. What the
# password files hold is then empty, so portal-admin runs as root here; the tests use each role.
database_conf() { # SCHEMA -> DIR/etc/SCHEMA.conf
    if [ ! -d "$DIR/etc" ]; then
        mkdir -m 700 "$DIR/etc"
        head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$DIR/etc/master"
        chmod 600 "$DIR/etc/master"
    fi
    cat >"$DIR/etc/$1.conf" <<CONF
[site]
base_url = http://localhost:8080
demo = true
[pool applicants]
socket = $DIR/applicants.sock
[database]
socket = $SOCKET
name = $1
web_user = movsc_web
jobs_user = movsc_jobs
admin_user = movsc_admin
migrate_user = movsc_migrate
staff_user = movsc_staff
signin_user = movsc_signin
documents_user = movsc_documents
purge_user = movsc_purge
rights_user = movsc_rights
[smtp]
host = 127.0.0.1
port = 25
tls = none
from = a@exemple.fr
from_name = Essai
envelope_domain = exemple.fr
[secrets]
master_key_file = $DIR/etc/master
keys_folder = $DIR/etc/keys
CONF
}
database_schema() { # SCHEMA, migrated
    local role
    sql -e "CREATE DATABASE $1 CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci" || return 1
    for role in web documents jobs admin migrate staff signin purge rights; do
        sql -e "CREATE USER IF NOT EXISTS movsc_$role@localhost IDENTIFIED BY ''" || return 1
    done
    sql "$1" <"$ROOT/sql/users.sql" || return 1
    database_conf "$1"
    "$BUILD/portal-admin" --config "$DIR/etc/$1.conf" --sql "$ROOT/sql" migrate
}
# PORTAIL_CLOCK="2028-02-29 23:59:59" (UTC): the tests that move their clock live on that day.
database_today() {
    sql movsc -e "DELETE FROM intake" &&
        { [ -z "${PORTAIL_CLOCK:-}" ] || echo "SET timestamp = UNIX_TIMESTAMP('$PORTAIL_CLOCK');"
            cat "$ROOT/sql/demo.sql"; } | sql movsc
}
database_make() { # FOLDER (empty): FOLDER/db, a whole schema with rights and demo data, nobody serving it
    DIR=$1
    TMPDIR=$DIR mariadb-install-db --no-defaults --datadir="$DIR/db" "${AS[@]}" --skip-test-db \
        --auth-root-authentication-method=normal &&
        database_start "$DIR" && database_schema movsc && database_schema plans &&
        sql movsc -e "source $ROOT/sql/grants.sql" && database_today
    local status=$?
    database_stop
    return $status
}
# A server of the caller's own, on a copy of PORTAIL_DATABASE or of one made here; gone when it exits.
database_own() {
    local folder
    folder=$(mktemp -d "${PORTAIL_DATABASE:-$(database_place)}/portail-XXXXXX") || return 1
    trap 'database_stop; rm -rf "$DIR"' EXIT
    trap 'exit 130' INT TERM HUP
    DIR=$folder
    if [ -d "${PORTAIL_DATABASE:-}/db" ]; then
        cp -r "$PORTAIL_DATABASE/db" "$folder/db"
    else
        database_make "$folder" >"$folder/make.log" 2>&1 || { cat "$folder/make.log" && return 1; }
    fi
    database_start "$folder" && database_conf movsc && database_conf plans
}
