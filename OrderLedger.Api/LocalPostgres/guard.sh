# Run as: sh -c THIS orderledger-guard start|watch keep|delete DATA_DIRECTORY SOCKET_DIRECTORY [AS_USER...] PG_CTL
# Holds the server for the process at the other end of standard input, which ends with that process, however it ends.
trap '' INT TERM HUP QUIT PIPE
act=$1 after=$2 home=$3 sockets=$4
shift 4
echo $$ >"$home/guard.pid"
exec 2>>"$home/server.log"

leave() {
    if [ -n "$sockets" ] && [ "$sockets" != "$home/postgres" ]; then
        rm -f "$sockets"/.s.PGSQL.*
        rmdir "$sockets"
    fi
    rm -f "$home/guard.pid"
    [ "$after" = delete ] && rmdir "$home" 2>/dev/null
    exit "$1"
}

if [ "$act" = start ]; then
    "$@" start -s -w -t 300 -D "$home/postgres" -l "$home/server.log" </dev/null >&2 || leave 1
fi
echo ready
while read -r _; do :; done

# Nobody will read what is deleted next, so it need not be written first.
how=fast
[ "$after" = delete ] && how=immediate
"$@" stop -s -w -t 60 -m "$how" -D "$home/postgres" </dev/null >&2 ||
    "$@" stop -s -w -t 60 -m immediate -D "$home/postgres" </dev/null >&2

if [ "$after" = delete ]; then
    rm -rf "$home/postgres" "$home/server.log" "$home/password" "$home/owner.lock"
fi
leave 0
