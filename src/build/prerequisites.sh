#!/bin/sh
# Finds the programs named, or installs them where that needs no question: as root on Debian or Ubuntu.
# Anywhere else it says in one line how to get them, and fails.
set -eu

found() {
    case "$1" in
        chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
        *) command -v "$1" ;;
    esac >/dev/null 2>&1
}

# Debian's package with a program.
package_of() {
    case "$1" in
        ip) echo iproute2 ;;
        promtool) echo prometheus ;;
        kubectl) echo kubernetes-client ;;
        systemd-analyze) echo systemd ;;
        *) echo "$1" ;;
    esac
}

# Takes one program out of a package, without its services.
unpacked() (
    cd "$(mktemp -d)"
    apt-get download -qq "$1" 2>/dev/null
    dpkg-deb --fsys-tarfile "$1"_*.deb | tar -x -C /usr/local --strip-components=2 "./usr/bin/$2"
    rm -r "$PWD"
)

for program in "$@"; do
    found "$program" && continue
    package=$(package_of "$program")
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing $package with apt-get"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq >/dev/null
        case "$program" in
            # Its package starts a server: only the tool is taken out of it.
            promtool) unpacked "$package" "$program" ;;
            *) apt-get install -y -qq --no-install-recommends "$package" >/dev/null ;;
        esac
    fi
    if ! found "$program"; then
        echo "$program is needed and was not found: install it (Debian: apt-get install $package, macOS: brew install $program) and run this again" >&2
        exit 1
    fi
done
