#!/bin/sh
# Make .venv from the locked, hash-pinned requirements: once, and again when they change.
# PYTHON (optional) names the Python to use. The stamp is written last, so an environment
# without one was interrupted, or made by something else, and is made anew.
set -eu
cd "$(dirname "$0")/.."
venv=.venv
stamp=$venv/set-up.stamp

no_packages="the packages could not be fetched (the reason stands above); run the same command again."

say() { echo "four-steps: $*" >&2; }
stop() { say "$*"; exit 1; }
version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}
new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$name"; then echo "$name"; return; fi
    done
}
# The place belongs to it: the scripts of an environment that was moved no longer start.
wanted() {
    { pwd -P; cat requirements/uv.txt requirements/dev.txt pyproject.toml; } | cksum
}

if [ -n "${PYTHON:-}" ]; then
    [ -n "$(version_of "$PYTHON")" ] || stop "PYTHON=$PYTHON does not run; name a Python of 3.11 or newer."
    new_enough "$PYTHON" || stop "Python 3.11 or newer is needed, and PYTHON=$PYTHON is $(version_of "$PYTHON"); name another."
    # Asked for another version than the environment has: make it anew.
    if [ -x $venv/bin/python ] && [ "$(version_of $venv/bin/python)" != "$(version_of "$PYTHON")" ]; then
        rm -f $stamp
    fi
fi
if [ -f $stamp ] && [ "$(cat $stamp)" = "$(wanted)" ] && [ -n "$(version_of $venv/bin/python)" ]; then
    exit 0
fi

trap 'say "stopped; nothing is broken, the same command starts again."; exit 130' INT TERM HUP

if [ -f $stamp ] && [ -n "$(version_of $venv/bin/python)" ] && $venv/bin/uv --version >/dev/null 2>&1 \
    && [ "$(head -n 1 $venv/place 2>/dev/null)" = "$(pwd -P)" ]; then
    say "the requirements have changed: bringing .venv up to date."
    rm -f $stamp
else
    python=${PYTHON:-$(find_python)}
    [ -n "$python" ] || stop "Python 3.11 or newer is needed and python3 is $(found=$(version_of python3); echo "${found:-missing}"): install one (https://www.python.org/downloads/), or name it: make PYTHON=python3.12"
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        if [ "$(id -u)" = 0 ] && [ "$(command -v "$python")" = /usr/bin/python3 ] && command -v apt-get >/dev/null; then
            say "installing python3-venv."
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-venv; } >/dev/null </dev/null || true
        fi
        "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 \
            || stop "$python has no venv module: install it (Debian: sudo apt-get install python3-venv) and run the same command again."
    fi
    if [ -e $venv ]; then
        say "the environment in .venv is unfinished or was moved: making it anew."
        rm -rf $venv
    else
        say "making the environment in .venv (once; a minute or two)."
    fi
    "$python" -m venv $venv
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r requirements/uv.txt || stop "$no_packages"
    pwd -P > $venv/place
fi

# A user without a home (a service account) still gets a cache.
if [ ! -w "${HOME:-/nonexistent}" ] && [ -z "${UV_CACHE_DIR:-}" ]; then
    UV_CACHE_DIR=$venv/cache; export UV_CACHE_DIR
fi
# Compiled now because every later start is ten times faster for it.
$venv/bin/uv pip sync --quiet --python $venv/bin/python --require-hashes --compile-bytecode \
    requirements/dev.txt || stop "$no_packages"
# Last, because sync removes what the lock does not name.
$venv/bin/uv pip install --quiet --python $venv/bin/python --no-build-isolation --no-deps -e .
wanted > $stamp.new
mv $stamp.new $stamp
