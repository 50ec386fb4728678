#!/bin/sh
# The image's entry: the first word names the app, the others are its own.
set -eu
app=$1
shift
case $app in
  # Bounded, Node collects garbage before it has taken all there is: measured, half the memory at the same speed.
  gateway) exec node --enable-source-maps --max-old-space-size="${GATEWAY_HEAP_MB:-512}" dist/apps/gateway/src/main.js "$@" ;;
  worker | transcoder | cli) exec node --enable-source-maps "dist/apps/$app/src/main.js" "$@" ;;
  *)
    echo "There is no app \"$app\": say gateway, worker, transcoder or cli." >&2
    exit 64
    ;;
esac
