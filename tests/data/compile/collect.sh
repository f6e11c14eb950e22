#!/bin/sh
# Makes the outputs in this folder anew: collect.sh DIRECTORY COMPILER [FLAG...]
# DIRECTORY/CASE.txt is what the compiler, or the linker after it, says of src/CASE.cpp.
#   collect.sh clang-14 clang++-14;  collect.sh clang-19 clang++-19
#   CASES="undefined_reference undefined_virtual duplicate_symbol" \
#       collect.sh lld clang++-19 -fuse-ld=lld
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/$1 compiler=$2
shift 2
mkdir -p "$out"
rm -f "$out"/*
for case in ${CASES:-$(cd "$here/src" && ls *.cpp | sed 's/\.cpp//')}; do
    box=$(mktemp -d)
    mkdir "$box/include"
    cp "$here/src/header.hpp" "$box/include/threading.hpp"
    cp "$here/src/$case.cpp" "$box/threading.cpp"
    (cd "$box" && "$compiler" -std=c++20 -fPIC -g -pthread -fno-color-diagnostics \
        -fdebug-compilation-dir=. -O2 -w -ferror-limit=20 -fno-diagnostics-fixit-info -shared \
        -Wl,-z,defs "$@" -Iinclude threading.cpp -o out.so) >"$out/$case.txt" 2>&1 || true
    test -s "$out/$case.txt" || { rm "$out/$case.txt"; echo "$case: no complaint" >&2; }
    rm -r "$box"
done
