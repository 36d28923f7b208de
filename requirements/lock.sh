#!/bin/sh
# Write the four hashed lists of packages. Arguments are passed to `uv pip compile`.
# They hold no index address, and --universal makes them serve Linux, macOS and Windows.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --universal --generate-hashes --python-version 3.11 --quiet \
        --custom-compile-command "make lock" "$@"
}

compile requirements/uv.in -o requirements/uv.txt "$@"
compile pyproject.toml --extra notebook --extra grade --extra cluster --extra site \
    --extra carry --extra dev -o requirements/dev.txt "$@"
# What a reader on Binder gets: the same versions, without the site's builder and the tests.
compile pyproject.toml requirements/reader.in --extra notebook -c requirements/dev.txt \
    -o .binder/requirements.txt "$@"
# Other markers for `make bench`: what they pin does not agree with the book's own lock.
compile pyproject.toml requirements/peers.in --extra notebook -o requirements/peers.txt "$@"
