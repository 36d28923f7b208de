#!/bin/sh
# What comes from the system: Chromium (the site's tests, the PDF), bubblewrap, and a Chinese face
# (the PDF holds its letters; nothing else does).
# Installed here where that is allowed without asking: as root on Debian, and by .ci/run also
# with a password-free sudo. Elsewhere it says what to do; the tests that need them are skipped.
set -u

has_chromium() {
    for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

linux=; [ "$(uname -s)" = Linux ] && linux=1
missing=
has_chromium || missing=chromium
if [ -n "$linux" ] && ! command -v bwrap >/dev/null 2>&1; then missing="$missing bubblewrap"; fi
if [ -n "$linux" ] && command -v fc-list >/dev/null 2>&1 && [ -z "$(fc-list :lang=zh-cn)" ]; then
    missing="$missing fonts-noto-cjk"
fi
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" != 0 ] && [ -n "${FOURSTEPS_REQUIRE_SYSTEM:-}" ] && sudo -n true 2>/dev/null; then
    sudo="sudo -n"
fi
if [ -n "$linux" ] && command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || [ -n "$sudo" ]; }; then
    echo "four-steps: installing $missing." >&2
    # shellcheck disable=SC2086  # two words are two packages
    if { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends $missing; } >/dev/null </dev/null; then
        exit 0
    fi
fi
# shellcheck disable=SC2086
set -- $missing
if [ -n "$linux" ]; then how="sudo apt-get install $*"; else how="brew install --cask chromium"; fi
echo "four-steps: without $* some tests are skipped. To install: $how" >&2
