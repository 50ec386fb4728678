# Brings the programs that the product runs: ffmpeg, Redis, bubblewrap, heif-convert. Sourced by up.sh.
# A service that is there is never touched: Redis comes from redis-tools, which holds the server but no service.

has() { command -v "$1" >/dev/null 2>&1; }
has_redis() { has redis-server || has valkey-server || has redis-check-rdb; }

need_packages() {
  missing=''
  has ffmpeg && has ffprobe || missing="$missing ffmpeg"
  # With a Redis of somebody's own none has to be here.
  has_redis || { [ "$command" = start ] && [ -n "${REDIS_URL:-}" ]; } || missing="$missing redis"
  has heif-convert || missing="$missing heif"
  [ "$(uname -s)" != Linux ] || has bwrap || missing="$missing bubblewrap"
  [ -z "$missing" ] && return

  has apt-get || tell_what_to_install
  install_by_apt "$(debian_names)"
}

# The first start fills a demo with a past, behind a clock that libfaketime sets back. Without it the demo is of today only.
wish_for_past() {
  [ "$(uname -s)" = Linux ] && [ -z "${DATABASE_URL:-}" ] && [ ! -f .local/demo-accounts.json ] || return 0
  for library in /usr/lib*/faketime/libfaketimeMT.so.1 /usr/lib/*/faketime/libfaketimeMT.so.1; do
    [ ! -f "$library" ] || return 0
  done
  has apt-get || return 0
  as_root=''
  [ "$(id -u)" -eq 0 ] || { has sudo && sudo -n true 2>/dev/null && as_root='sudo -n'; } || return 0
  say 'Debian packages: installing libfaketime'
  mkdir -p .local/logs
  apt_install libfaketime || { apt_get update && apt_install libfaketime; } || say 'apt-get failed: no libfaketime'
}

debian_names() {
  names=''
  for program in $missing; do
    case $program in
      redis) names="$names redis-tools" ;;
      heif) names="$names libheif-examples" ;;
      *) names="$names $program" ;;
    esac
  done
  echo $names
}

install_by_apt() {
  say "Debian packages: installing $1"
  mkdir -p .local/logs
  as_root=''
  if [ "$(id -u)" -ne 0 ]; then
    if has sudo && sudo -n true 2>/dev/null; then
      as_root='sudo -n'
    elif has sudo && [ -t 0 ]; then
      say 'sudo asks for your password:'
      sudo -v && as_root='sudo -n' || ask_for_packages "$1"
    else
      ask_for_packages "$1"
    fi
  fi
  # A list of packages that is too old (or empty) is brought up to date, once.
  apt_install "$1" || { apt_get update && apt_install "$1"; } || {
    tail -n 20 .local/logs/apt.log >&2
    say 'apt-get failed (whole log: .local/logs/apt.log).'
    ask_for_packages "$1"
  }
}

apt_install() { apt_get install --yes --no-install-recommends $1; }

# RUNLEVEL=1: should a package bring a service after all, it is not started.
apt_get() {
  $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq -o DPkg::Lock::Timeout=120 "$@" \
    >>.local/logs/apt.log 2>&1 </dev/null
}

ask_for_packages() {
  say 'Please run this as root, then try again:'
  say "  apt-get update && apt-get install --yes --no-install-recommends $1"
  exit 1
}

tell_what_to_install() {
  say "These programs are missing:$(echo "$missing" | sed 's/redis/redis-server/; s/heif/heif-convert/')"
  if has brew; then
    say "  brew install$(echo "$missing" | sed 's/heif/libheif/')"
  elif has dnf; then
    say "  sudo dnf install$(echo "$missing" | sed 's/ffmpeg/ffmpeg-free/; s/heif/libheif-tools/')"
  elif has apk; then
    say "  apk add$(echo "$missing" | sed 's/heif/libheif-tools/')"
  elif has pacman; then
    say "  sudo pacman -S$(echo "$missing" | sed 's/heif/libheif/')"
  else
    say 'Install them with the package manager of this system (on macOS: brew install ffmpeg redis libheif).'
  fi
  exit 1
}
