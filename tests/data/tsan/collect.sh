#!/bin/sh
# Makes the reports in this folder anew: collect.sh DIRECTORY COMPILER [FLAG...]
# DIRECTORY/CASE.txt are ThreadSanitizer's reports on src/, DIRECTORY/MODULE.json what
# llvm-symbolizer says of their addresses, MODULE being the harness, the submission or libstdc++.
# TESTS, if set, names the only cases wanted. The folders were made by
#   collect.sh clang-14 clang++-14 -fno-inline
#   collect.sh clang-19 clang++-19 -fno-inline
#   TESTS=... collect.sh inlined clang++-19
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/$1 compiler=$2
shift 2
version=${compiler##*-}
flags="-std=c++20 -fsanitize=thread -O1 -g -fPIC -fno-finite-loops -ffile-compilation-dir=. $*"
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
mkdir -p "$out"
rm -f "$out"/*
cd "$here/src"
for part in threading checks; do "$compiler" $flags -c $part.cpp -o "$build/$part.o"; done
"$compiler" $flags -pie -rdynamic race.cpp -o "$build/race"
cd "$build"
for part in threading:submission checks:checks; do
    "$compiler" -fsanitize=thread -shared -Wl,-Bsymbolic-functions,--build-id \
        "${part%:*}.o" -o "${part#*:}.so"
done
for test in ${TESTS:-$(nm -D --defined-only checks.so | sed -n 's/.* T check_//p')}; do
    env -i TSAN_OPTIONS=symbolize=0:second_deadlock_stack=1 setarch -R \
        ./race "check_$test" "$out/$test.txt" >/dev/null 2>&1 || true
    test -s "$out/$test.txt" || rm "$out/$test.txt"
done
for object in race submission.so "$("$compiler" -print-file-name=libstdc++.so.6)"; do
    name=$(basename "$object")
    addresses=$(sed -n "s/.* .*($name+\(0x[0-9a-f]*\)).*/\1/p" "$out"/*.txt | sort -u)
    cp -L "$object" "copy-$name"
    "llvm-symbolizer-$version" --output-style=JSON --relativenames --obj="copy-$name" \
        $addresses | sed "s/copy-$name/$name/g" >"$out/$name.json"
done
