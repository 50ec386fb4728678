#!/bin/sh
# The image's entry: the first word names the app, the others are its own.
set -eu
app=$1
shift
case $app in
  gateway | worker | transcoder | cli) exec node --enable-source-maps "dist/apps/$app/src/main.js" "$@" ;;
  *)
    echo "There is no app \"$app\": say gateway, worker, transcoder or cli." >&2
    exit 64
    ;;
esac
