# Throws a server away, with its directory, when the process that owns it ends, however it ends.
# Arguments: the directory, and the signal that ends the server without ceremony.
# The owner holds the other end of standard input and writes nothing: cat returns when the owner is gone.
trap '' HUP INT QUIT TERM
directory=$1
signal=$2
cat >/dev/null

# From here on no server can start in the directory: its launcher would not find it any more.
mv "$directory" "$directory.gone" || exit 0

# The number may belong to somebody else by now, if the server died long ago: its command line tells.
ours() {
  if [ -d /proc/self ]; then
    grep -qF -e "$directory" "/proc/$1/cmdline" 2>/dev/null
  else
    ps -ww -o args= -p "$1" | grep -qF -e "$directory"
  fi
}

if [ -s "$directory.gone/pid" ]; then
  read -r pid <"$directory.gone/pid"
  if ours "$pid"; then
    kill -s "$signal" "$pid"
    tries=0
    while ours "$pid" && [ "$tries" -lt 100 ]; do
      sleep 0.1
      tries=$((tries + 1))
    done
    # Whatever is left of it, and the children of an installer.
    kill -s KILL "$pid"
    kill -s KILL -- "-$pid"
  fi
fi

# A process that dies may still put a file in; an installer that was at its "mkdir -p" may have made the old path again.
tries=0
until rm -rf "$directory.gone" "$directory" || [ "$tries" -eq 50 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
