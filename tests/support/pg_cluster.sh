#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A private PostgreSQL with PostGIS in one folder: Unix socket only, the system's own is not touched.
#
#   pg_cluster.sh make FOLDER           makes the cluster, its roles and the database gridhall_template
#   pg_cluster.sh serve FOLDER          becomes the server; it ends with this process
#   pg_cluster.sh wait FOLDER PROCESS   returns when that server takes connections
#   pg_cluster.sh psql FOLDER [WORD…]   psql as the superuser
#   pg_cluster.sh signal FOLDER NAME    sends STOP, CONT or KILL to the server and all its processes
#   pg_cluster.sh keep FOLDER           once its standard input ends: ends the server and all its
#                                       processes, frozen or not, and removes the folder
set -eu

say() { printf '%s\n' "private PostgreSQL: $*" >&2; exit 2; }

verb=${1:-} folder=${2:-}
case "$folder" in /*) ;; *) say "a full path of a folder is wanted, not \"$folder\"" ;; esac
shift 2
data=$folder/data

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ ! -x "$bin/postgres" ] && [ "$verb" != keep ]; then say "no server under /usr/lib/postgresql"; fi

# PostgreSQL refuses root; root takes an ordinary user, anyone else is one.
user=$(id -un)
if [ "$user" = root ]; then
    user=nobody
    if id postgres >/dev/null 2>&1; then user=postgres; fi
fi
ordinary() {
    if [ "$(id -u)" = 0 ]; then
        exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"
    fi
    exec "$@"
}

psql() { "$bin/psql" -X -q -h "$folder" -U postgres -v ON_ERROR_STOP=1 "$@"; }

make() {
    mkdir -p "$folder"
    chmod 0700 "$folder"
    if [ "$(id -u)" = 0 ]; then chown "$user" "$folder"; fi
    cd "$folder"
    (ordinary "$bin/initdb" -D "$data" -U postgres --auth=trust --no-sync --no-instructions \
        --locale=C.UTF-8 --encoding=UTF8 >initdb.log 2>&1) || { cat initdb.log >&2; say "initdb failed"; }
    cat >>"$data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = on
shared_buffers = 256MB
max_connections = 200
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
autovacuum = on
# In the folder, so that a killed server leaves nothing elsewhere.
dynamic_shared_memory_type = mmap
CONF
    cat >"$data/pg_hba.conf" <<CONF
local all gridhall_locked scram-sha-256
local all all trust
CONF
    # One user, no server: what it writes is on disk when it ends.
    single postgres <<SQL
CREATE ROLE gridhall_owner LOGIN CREATEDB CREATEROLE;
CREATE ROLE gridhall_app LOGIN;
CREATE ROLE gridhall_reader LOGIN;
CREATE ROLE gridhall_locked LOGIN PASSWORD 'linlan';
CREATE DATABASE gridhall_template IS_TEMPLATE true;
SQL
    single gridhall_template <<SQL
CREATE EXTENSION postgis;
SQL
}

# Statements of one line each, in single-user mode, which goes on after an error but prints it.
single() {
    (ordinary "$bin/postgres" --single -F -D "$data" "$1" >single.log 2>&1)
    if grep -E 'ERROR|FATAL|PANIC' single.log >&2; then say "the cluster could not be prepared"; fi
}

serve() {
    cd "$folder"
    ordinary "$bin/postgres" -D "$data" >>"$folder/server.log" 2>&1
}

# The file of a server that was killed may still say "ready".
wait_ready() {
    tries=0
    until [ "$(sed -n '1p;8s/ *$//p' "$data/postmaster.pid" 2>/dev/null | xargs)" = "$1 ready" ]; do
        tries=$((tries + 1))
        if ! lives "$1" || [ $tries -gt 3000 ]; then
            tail -n 5 "$folder/server.log" >&2
            say "the server did not start"
        fi
        sleep 0.01
    done
}

# The first process of the server; nothing where it does not run. The number in the file may be
# another program's by now, but the working folder is the server's own.
postmaster() {
    number=$(sed -n 1p "$data/postmaster.pid" 2>/dev/null || true)
    if [ -n "$number" ] && [ "$(readlink "/proc/$number/cwd")" = "$data" ]; then echo "$number"; fi
}

# That process and its children, each of which is a session of its own.
family() {
    echo "$1"
    for file in /proc/[0-9]*/stat; do
        { read -r line <"$file"; } 2>/dev/null || continue
        line=${line##*) ? }
        if [ "${line%% *}" = "$1" ]; then
            file=${file%/stat}
            echo "${file#/proc/}"
        fi
    done
}

lives() { case "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null)" in "" | [ZX]*) return 1 ;; esac; }

ended() {
    tries=0
    while lives "$1"; do
        tries=$((tries + 1))
        if [ $tries -gt 700 ]; then return 1; fi
        sleep 0.01
    done
}

send() {
    first=$(postmaster)
    if [ -z "$first" ]; then say "no server runs in $folder"; fi
    # Stopped, it makes no further children while they are counted.
    kill -STOP "$first"
    all=$(family "$first")
    echo "$all" | xargs kill -"$1" 2>/dev/null || true
    if [ "$1" = KILL ]; then for each in $all; do ended "$each"; done; fi
}

keep() {
    trap '' INT TERM HUP
    cd /
    cat >/dev/null
    first=$(postmaster)
    if [ -n "$first" ]; then
        family "$first" | xargs kill -CONT 2>/dev/null || true
        kill -QUIT "$first" 2>/dev/null || true
        ended "$first" || send KILL || true
    fi
    # What a killed server leaves of the System V kind.
    memory=$(sed -n 7p "$data/postmaster.pid" 2>/dev/null || true)
    if [ -n "$memory" ]; then ipcrm -m "${memory##* }" 2>/dev/null || true; fi
    rm -rf "$folder"
}

case "$verb" in
    make) make ;;
    serve) serve ;;
    wait) wait_ready "$@" ;;
    psql) psql "$@" ;;
    signal) send "$@" ;;
    keep) keep ;;
    *) say "there is no verb \"$verb\"" ;;
esac
