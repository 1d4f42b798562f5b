# For scripts of bash: what goes on beside what follows in them.
#
# 'beside NAME COMMAND...' begins a command, and keeps what it prints. 'finish NAME' waits for its end, prints that, and fails where
# it has failed. What has not ended when the script does is ended, with all its processes.

besidePrinted="$(mktemp -d)"
declare -A besideProcess=()

beside() {
  local name=$1
  shift
  # With a group of processes of its own.
  set -m
  "$@" </dev/null >"$besidePrinted/$name" 2>&1 &
  set +m
  besideProcess[$name]=$!
}

finish() {
  local status=0
  wait "${besideProcess[$1]}" || status=$?
  unset "besideProcess[$1]"
  cat "$besidePrinted/$1"
  return "$status"
}

endAllBeside() {
  local process
  for process in "${besideProcess[@]}"; do kill -TERM -- "-$process" 2>/dev/null || true; done
  wait
  rm -rf "$besidePrinted"
}
trap endAllBeside EXIT
