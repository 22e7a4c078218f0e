# shellcheck shell=bash
# staff.sh - three people for the demonstration's /gestion, one a role, made as any other: an
# invitation from portal-admin, then through the site itself, their codes by oathtool. Their
# passwords and keys are drawn here once and kept in var/secrets/staff, so that they are said again.
# Sourced by ./dev, after stack.sh.

DEMO_STAFF=(
    "admin|admin@cestes.example|Amina Haddad"
    "quotes|devis@cestes.example|Basile Kervella"
    "reviewer|lecture@cestes.example|Chloé N’Diaye"
)

# One browser: its cookie is carried by hand, since it is for https and we are on this machine.
STAFF_COOKIE='' STAFF_PAGE='' STAFF_PLACE=''
staff_ask() { # PATH [curl option…]: fills STAFF_PAGE and STAFF_PLACE, where it sends us
    local path=$1 heads cookie
    shift
    heads=$(mktemp)
    STAFF_PAGE=$(curl -sS --noproxy '*' -D "$heads" -H "Cookie: $STAFF_COOKIE" \
        -H "Origin: http://localhost:$PORT" "$@" "http://localhost:$PORT$path")
    STAFF_PLACE=$(sed -nE 's/^Location: ([^\r]*)\r?$/\1/p' "$heads")
    cookie=$(sed -nE 's/^Set-Cookie: (__Host-gestion=[^;]*);.*/\1/p' "$heads" | tail -n 1)
    STAFF_COOKIE=${cookie:-$STAFF_COOKIE}
    rm -f "$heads"
}
# What is secret goes by standard input, never on a command line; nothing here needs encoding.
staff_post() { # PATH NAME=VALUE…
    local path=$1 pair body
    shift
    body=csrf=$(sed -nE 's/.*name="csrf" value="([^"]*)".*/\1/p' <<<"$STAFF_PAGE" | head -n 1)
    for pair in "$@"; do body+="&$pair"; done
    staff_ask "$path" --data @- <<<"$body"
}
staff_enrol() { # LINK PASSWORD -> prints the key of the second factor
    local key
    STAFF_COOKIE=''
    staff_ask "${1#"http://localhost:$PORT"}"
    staff_post "${1#"http://localhost:$PORT"}" "password=$2" "again=$2"
    [ "$STAFF_PLACE" = /gestion/inscription ] || return 1
    staff_ask /gestion/inscription
    key=$(sed -nE 's/.*<dt>Clé<\/dt><dd><code>([A-Z2-7 ]*)<.*/\1/p' <<<"$STAFF_PAGE" | tr -d ' ')
    [ ${#key} = 32 ] || return 1
    staff_post /gestion/inscription "code=$(oathtool --totp -b - <<<"$key")"
    grep -q 'class="codes"' <<<"$STAFF_PAGE" || return 1
    echo "$key"
}
staff_admin() { # COMMAND… of portal-admin
    "$(app_program portal-admin)" --config "$CONF" staff "$@"
}
staff_make() { # ROLE EMAIL NAME PASSWORD -> key
    local said
    said=$(staff_admin add "$2" "$3" "$1") || said=$(staff_admin reset "$2") || return 1
    staff_enrol "$(tail -n 1 <<<"$said")" "$4"
}

# A line each: role, address, password, key.
staff_demo() {
    local one role email name password key file=$SECRETS/staff
    for one in "${DEMO_STAFF[@]}"; do
        IFS='|' read -r role email name <<<"$one"
        [ ! -e "$file" ] || [ "$AS_ROOT" = no ] || chown root: "$file"
        if ! grep -q "^$role " "$file" 2>/dev/null; then
            password=$(od -An -N12 -v -tx1 /dev/urandom | tr -d ' \n' | sed 's/....../&-/g; s/-$//')
            key=$(staff_make "$role" "$email" "$name" "$password") ||
                fail "le compte de démonstration $email n'a pas pu être créé."
            (umask 077 && echo "$role $email $password $key" >>"$file")
        fi
    done
}
staff_say() {
    local role email password key
    printf '  La gestion     http://localhost:%s/gestion\n' "$PORT"
    while read -r role email password key; do
        printf '    %-9s %-24s mot de passe %s\n              code : oathtool --totp -b %s\n' \
            "$role" "$email" "$password" "$key"
    done <"$SECRETS/staff"
    printf '\n'
}
