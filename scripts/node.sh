# Finds Node and brings the node modules of the lockfile. Sourced by up.sh.

node_fits() {
  command -v node >/dev/null 2>&1 &&
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
             process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

# Takes the node of the PATH, else the newest that nvm installed.
use_node() {
  node_fits && return
  for folder in $(ls -d "${NVM_DIR:-$HOME/.nvm}"/versions/node/*/bin 2>/dev/null | sort -rV); do
    PATH="$folder:$PATH"
    export PATH
    node_fits && return
  done
  say "Moments needs Node.js 20.19 or newer; $(node --version 2>/dev/null || echo 'none') was found."
  say "Install it from https://nodejs.org, or by: nvm install 22"
  exit 1
}

# Two commands at once: the second waits for the first, and finds everything done.
need_modules() {
  modules_fit && return
  mkdir -p .local/logs
  take_turn
  if ! modules_fit; then
    say 'Node modules: installing from the lockfile'
    if ! npm ci --include=dev --include=optional --no-audit --no-fund >.local/logs/npm.log 2>&1; then
      tail -n 30 .local/logs/npm.log >&2
      say 'npm ci failed (whole log: .local/logs/npm.log).'
      exit 1
    fi
    lock_sum >node_modules/.lockfile-sum
  fi
  end_turn
}

modules_fit() {
  [ -d node_modules ] || return 1
  [ "$(cat node_modules/.lockfile-sum 2>/dev/null)" = "$(lock_sum)" ] && return 0
  # Installed by hand: npm's own record tells whether that was the same lockfile.
  node scripts/modules-fit.mjs && lock_sum >node_modules/.lockfile-sum
}

lock_sum() { echo "$(uname -sm) $(cksum <package-lock.json)"; }

turn=.local/install.turn

take_turn() {
  until mkdir "$turn" 2>/dev/null; do
    owner=$(cat "$turn/pid" 2>/dev/null || echo)
    # A turn without a living owner was broken off; one without a number is a moment old.
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$turn"; fi
    sleep 1
  done
  echo $$ >"$turn/pid"
  trap end_turn EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

end_turn() {
  rm -rf "$turn"
  trap - EXIT INT TERM HUP
}
