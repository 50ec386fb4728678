#!/bin/sh
# What every command of package.json goes through: Node, node modules, Debian packages and the build come first,
# then the command itself (tools/stack/<command>.ts). Everything here is said on standard error, a line each.
set -eu
cd "$(dirname "$0")/.."
command=$1
shift

say() { echo "$*" >&2; }

. scripts/node.sh
. scripts/packages.sh

use_node
case $command in
  start | test | bench) need_packages ;;
esac
[ "$command" != start ] || wish_for_past
need_modules
node scripts/build.mjs >&2

# exec: signals must reach the command itself.
exec node --enable-source-maps "dist/tools/stack/$command.js" "$@"
