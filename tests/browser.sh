#!/bin/sh
# Find Chromium for the tests of the page; install it where the system's package manager may be used.
set -eu
if [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1; then exit 0; fi
say() { echo "The page's tests need Chromium: install the package 'chromium', or set CHROMIUM to its path." >&2; exit 1; }
command -v apt-get >/dev/null 2>&1 || say
if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else say; fi
echo "Installing Chromium for the page's tests (once) ..."
{ $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji >/dev/null; } || say
