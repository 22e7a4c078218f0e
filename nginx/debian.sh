# shellcheck shell=bash
# debian.sh - installs what is missing, from Debian 12 and npm, and starts no service while at it.
# Sourced by ./dev; run as root it also is `debian.sh install PACKAGE…`.

# What the build needs, what the demo runs, what the checks add. Versions are Debian's.
PACKAGES_BUILD=(
    autoconf automake make gcc libc6-dev pkgconf
    libfcgi-dev libmariadb-dev libcurl4-openssl-dev libssl-dev libglib2.0-dev libgmime-3.0-dev
    libjansson-dev liboath-dev libqrencode-dev check brotli libcairo2-dev libpango1.0-dev libqpdf-dev
    libxlsxwriter-dev
    python3 # its standard library has HTML's table of characters (portal/tools/entities.py)
    libunistring-dev libidn2-dev # what is typed, composed and classed; domains with accents
)
# logrotate: the log of source addresses is gone after days, in the demonstration as anywhere.
# MariaDB and nginx: the server's core package brings the program without its service.
PACKAGES_RUN=(
    mariadb-server-core mariadb-client-core nginx util-linux ca-certificates curl cracklib-runtime
    oathtool logrotate
    fonts-open-sans fonts-urw-base35 fonts-noto-core fonts-droid-fallback fonts-nanum fonts-symbola
)
PACKAGES_CHECK=(
    chromium-headless-shell fonts-liberation default-jre-headless python3-aiosmtpd python3-openpyxl openssl shellcheck
    poppler-utils qpdf ghostscript
    mariadb-client # mariadb-dump: what an erasure leaves is looked for in a dump of the whole database
    nftables # nft -c reads the example of what stands before nginx; nothing is loaded on the machine
    systemd # systemd-analyze reads the units as the machine that runs them will; nothing of it runs
)
PACKAGES_FUZZ=(clang libclang-rt-14-dev)
PACKAGES_LONG=(chromium "${PACKAGES_FUZZ[@]}") # the browser as a person has it
# A program already there, from wherever, stands for its package.
declare -A PROGRAM_OF=(
    [gcc]=gcc [make]=make [pkgconf]=pkg-config [clang]=clang [default-jre-headless]=java [python3]=python3
    [nodejs]=node [npm]=npm [curl]=curl [shellcheck]=shellcheck
    [systemd]=systemd-analyze [mariadb-client]=mariadb-dump [nftables]=nft
)
POLICY=/usr/sbin/policy-rc.d
POLICY_KEPT=/usr/sbin/policy-rc.d.avant-portail
POLICY_MARK='put here by the portal while it installs'

debian_missing() { # PACKAGE… -> the missing ones, one a line
    local package installed
    # shellcheck disable=SC2016 # dpkg's own ${…}
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)
    for package in "$@"; do
        if [ -n "${PROGRAM_OF[$package]:-}" ] && command -v "${PROGRAM_OF[$package]}" >/dev/null; then
            continue
        fi
        grep -qxF "$package installed" <<<"$installed" || echo "$package"
    done
}

# Debian starts what it installs. While we install, the policy file says no; then whatever stood
# there, link or file, stands there again. A run that was killed is mended by the next one.
policy_restore() {
    if [ -e "$POLICY_KEPT" ] || [ -L "$POLICY_KEPT" ]; then
        mv -f "$POLICY_KEPT" "$POLICY"
    elif [ -f "$POLICY" ] && grep -q "$POLICY_MARK" "$POLICY"; then
        rm -f "$POLICY"
    fi
}
policy_forbid() {
    policy_restore
    if [ -e "$POLICY" ] || [ -L "$POLICY" ]; then
        mv "$POLICY" "$POLICY_KEPT"
    fi
    printf '#!/bin/sh\n# %s\nexit 101\n' "$POLICY_MARK" >"$POLICY"
    chmod 755 "$POLICY"
}

debian_install() { # as root: PACKAGE…
    local had_nginx=yes had_logrotate=yes
    command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || had_nginx=no
    command -v logrotate >/dev/null || [ -x /usr/sbin/logrotate ] || had_logrotate=no
    export DEBIAN_FRONTEND=noninteractive
    trap policy_restore EXIT
    trap 'exit 130' INT TERM HUP
    policy_forbid
    apt-get -q -o Acquire::Retries=3 update &&
        apt-get -q -y -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install \
            --no-install-recommends "$@" || return 1
    # Not at the next boot either: a newcomer asked for a demo, not for a web server on port 80.
    if [ "$had_nginx" = no ] && command -v systemctl >/dev/null; then
        systemctl disable nginx.service >/dev/null 2>&1 || true
    fi
    if [ "$had_logrotate" = no ] && command -v systemctl >/dev/null; then
        systemctl disable logrotate.timer >/dev/null 2>&1 || true
    fi
}

# Fetched and laid out in a folder, not installed: a mail server would replace the machine's own.
debian_unpack() { # FOLDER PACKAGE…
    local folder=$1 package
    shift
    mkdir -p "$folder" || return 1
    [ "$(id -u)" != 0 ] || [ -e "$folder/.listed" ] ||
        { apt-get -q -o Acquire::Retries=3 update && touch "$folder/.listed"; } || return 1
    for package in "$@"; do
        [ ! -e "$folder/.$package" ] || continue
        (cd "$folder" && apt-get -q -o Acquire::Retries=3 download "$package" &&
            dpkg-deb -x "$package"_*.deb . && rm -f "$package"_*.deb && touch ".$package") || return 1
    done
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case ${1:-} in
        install) shift && debian_install "$@" ;;
        unpack) shift && debian_unpack "$@" ;;
        *) echo "usage: debian.sh install PACKAGE… | unpack FOLDER PACKAGE…" >&2 && exit 2 ;;
    esac
    exit
fi

# ---- the rest is for ./dev, which gives `step`, `run_logged`, `fail`

debian_ensure() { # PACKAGE…
    local missing
    mapfile -t missing < <(debian_missing "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        fail "Il manque : ${missing[*]}. Cette commande ne sait installer que sur Debian."
    say "installation de ${#missing[@]} paquets Debian"
    if [ "$(id -u)" = 0 ]; then
        run_logged installation bash "$ROOT/nginx/debian.sh" install "${missing[@]}"
    elif command -v sudo >/dev/null; then
        run_logged installation sudo bash "$ROOT/nginx/debian.sh" install "${missing[@]}"
    else
        fail "Il manque des paquets. En tant que root : apt-get install ${missing[*]}"
    fi
}

debian_node() {
    debian_ensure nodejs npm
    local major
    major=$(node -p 'process.versions.node.split(".")[0]') || fail "node ne démarre pas"
    [ "$major" -ge 18 ] || fail "Node $major est trop ancien : il faut 18 ou plus."
}

# The library's flaw CVE-2025-23016 is mended from 2.4.2-2+deb12u1 on (design.md §8).
debian_libfcgi() {
    local version
    # shellcheck disable=SC2016 # dpkg's own ${…}
    version=$(dpkg-query -W -f='${Version}' libfcgi0ldbl 2>/dev/null) || return 0
    dpkg --compare-versions "$version" ge 2.4.2-2+deb12u1 ||
        fail "libfcgi $version a une faille connue : apt-get install libfcgi0ldbl (2.4.2-2+deb12u1)."
}

# npm packages at the lock file's versions, no script of theirs run; done again when the lock changes.
npm_ensure() { # FOLDER
    local folder=$1 stamp
    stamp=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
    [ "$(cat "$folder/node_modules/.portail-lock" 2>/dev/null)" != "$stamp" ] || return 0
    say "paquets npm de ${folder#"$ROOT"/}"
    run_logged npm npm --prefix "$folder" ci --ignore-scripts --no-audit --no-fund
    echo "$stamp" >"$folder/node_modules/.portail-lock"
}
