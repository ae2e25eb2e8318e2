#!/bin/sh
# Keep a local copy of Guangdong's tasks in step: sync.sh BASE_URL COPY.json (run it as often as you like).
set -eu
base=$1 copy=$2
page=$(mktemp) next=$(mktemp)
trap 'rm -f "$page" "$next"' EXIT
[ -s "$copy" ] || echo '{"token": "start", "tasks": {}}' >"$copy"

while :; do
    status=$(curl -sS -o "$page" -w '%{http_code}' -G "$base/tasks" -d province=guangdong \
        --data-urlencode "changed_since=$(jq -r .token "$copy")")
    case $status in
        200) ;;
        410) echo '{"token": "start", "tasks": {}}' >"$copy"; continue ;; # another history: begin again
        *) jq -r .detail "$page" >&2; exit 1 ;;
    esac
    [ "$(jq '.items | length' "$page")" -gt 0 ] || break
    jq --slurpfile page "$page" '
        reduce $page[0].items[] as $task (.; if $task.gone then del(.tasks[$task.id]) else .tasks[$task.id] = $task end)
        | .token = $page[0].meta.sync_token' "$copy" >"$next"
    cat "$next" >"$copy"
done
