#!/usr/bin/env bash
# Install the locked packages into .venv, with whatever uv there is, or one of our own under .tools.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted="0.9" # the first uv that reads this lock file

new_enough() { [ "$(printf '%s\n' "$wanted" "$("$1" --version | awk '{print $2}')" | sort -V | head -n 1)" = "$wanted" ]; }

find_uv() {
    local found
    for found in "${UV:-}" "$(command -v uv || true)" .tools/bin/uv; do
        if [ -n "$found" ] && [ -x "$found" ] && new_enough "$found"; then echo "$found"; return; fi
    done
}

uv="$(find_uv)"
if [ -z "$uv" ]; then
    echo "• No uv $wanted or newer here: putting one into .tools (your system's Python stays as it is)"
    if ! python3 -m venv .tools 2>/dev/null; then
        rm -rf .tools
        bash deploy/debian.sh python3-venv
        python3 -m venv .tools
    fi
    if ! .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv>=$wanted" 2>.tools/pip.log; then
        tail -n 2 .tools/pip.log >&2
        echo "uv could not be installed. Mend what pip says above, or install uv yourself, then try again." >&2
        exit 2
    fi
    uv=.tools/bin/uv
fi

if ! "$uv" python find 3.10 >/dev/null 2>&1 && ! "$uv" python install --quiet 3.10 >/dev/null 2>&1; then
    echo "Python 3.10 is needed and none was found. Type one of these, then try again:" >&2
    echo "    pyenv install 3.10        (https://github.com/pyenv/pyenv)" >&2
    echo "    uv python install 3.10" >&2
    exit 2
fi

echo "• Installing the locked packages into .venv (the first time: about half a minute)"
"$uv" sync --locked --quiet
echo "✓ Packages installed"
