# The front door. `make check` grades, `make test` runs the grader's own tests; both install and build
# what is missing first. `make help` lists the rest.
#
#   EX=03        one exercise (3, 03, race-fix or 03-race-fix); none: all
#   FROM=DIR     the folder (or file) to grade, if it is not the exercise's own
#   OUT=DIR      where the scorecards go
#   STEP=n       tasks 1 to n only
#   CHECK=id     one check, and what it needs
#   SCHEDULE=t   for replay: the token of a schedule; else the one in the scorecard
#   GDB=1        for replay: stop in gdb where the schedule goes wrong
#   HINTS=1      show hints for what failed
#   EVERY=n      for verify: of many answers, each n-th one
#   TIMES=n      for verify: grade each answer n times; what changes is a fault
#   TARGET=name  for fuzz: one target (a file of tests/fuzz); none: all
#   SECONDS=n    for fuzz: how long for each target (60)
#   KEEP=1       for fuzz: add to the corpus what reaches new code
#   JOBS=n       for verify: answers at a time; to build: compilers at a time

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
JOBS := $(shell nproc)

options = $(EX) $(if $(FROM),--submission '$(FROM)') $(if $(OUT),--out '$(OUT)') \
          $(if $(STEP),--step '$(STEP)') $(if $(CHECK),--check '$(CHECK)') $(if $(HINTS),--hints)

answers = $(EX) $(if $(EVERY),--every '$(EVERY)') $(if $(OUT),--out '$(OUT)') \
          $(if $(and $(JOBS),$(findstring command,$(origin JOBS))),--jobs '$(JOBS)')

# Quiet unless something goes wrong: a student wants the verdict, not the compiler's commands.
define build
	@setup/install setup/packages $(1)
	@[ -f build/build.ninja ] && [ -z "$(2)" ] || cmake -S . -B build -G Ninja \
	    -DCMAKE_CXX_COMPILER="$$(setup/newest-clang)" $(2) >build.log 2>&1 || { cat build.log; rm -f build.log; exit 3; }
	@[ -f build/threadlab ] || echo "threadlab: building the grader (once, a few minutes) ..." >&2
	@flock Makefile ninja -C build -j $(JOBS) $(3) >build.log 2>&1 || \
	    { cat build.log; rm -f build.log; exit 3; }
	@rm -f build.log
endef

.PHONY: all
all:  ## build the grader
	$(call build,,,threadlab threadlab-launch)

.PHONY: check
check: all  ## grade: EX= FROM= OUT= STEP= CHECK= HINTS=
	@build/threadlab check $(options)

.PHONY: replay
replay: all  ## tell a check's failing schedule again: EX= CHECK= FROM= OUT= SCHEDULE= GDB=1
	@build/threadlab replay $(EX) $(CHECK) $(if $(FROM),--submission '$(FROM)') \
	    $(if $(OUT),--out '$(OUT)') $(if $(SCHEDULE),--schedule '$(SCHEDULE)') $(if $(GDB),--gdb)

.PHONY: watch
watch: all  ## grade again at every save: EX=
	@build/threadlab check --watch $(options)

.PHONY: verify
verify: all  ## grade stub, reference, accepted/ and rejected/ answers: EX= EVERY= TIMES= JOBS= OUT=
	@build/threadlab verify $(answers) $(if $(TIMES),--times '$(TIMES)')

# Of a scorecard, only the `run` block and what hangs on the clock may change. The loops ignore ^C, and
# a shell that ^C ends does not come to its EXIT trap: hence the other one.
.PHONY: verify-under-load
verify-under-load: all  ## the same, each answer three times beside four busy loops: not one cell may change: EX= EVERY= JOBS= OUT=
	@for i in 1 2 3 4; do (while :; do :; done) & loops="$$loops $$!"; done; \
	trap 'kill '"$$loops" EXIT; trap 'exit 130' INT TERM HUP; \
	build/threadlab verify $(answers) --times 3

.PHONY: figures
figures: all  ## the lectures' examples, and what the reference answers show of them, as a table: EX=
	@build/threadlab figures $(EX)

.PHONY: new
new: all  ## the folders of a new practical: NEW=07-example
	@build/threadlab new $(NEW)

.PHONY: doctor
doctor: all  ## what this machine can and cannot do
	@build/threadlab doctor

.PHONY: test
test:  ## the grader's own tests
	$(call build,setup/packages-test,-DTHREADLAB_TESTS=ON,all)
	@ctest --test-dir build --output-on-failure -j $(JOBS)

# As two shards side by side; the last line counts what failed.
.PHONY: test-explorer
test-explorer:  ## the explorer on its whole corpus (make test takes every eighth program)
	$(call build,setup/packages-test,-DTHREADLAB_TESTS=ON,all)
	@for shard in 0 1; do \
	    WHOLE_CORPUS=1 GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=$$shard build/threadlab-tests \
	        --gtest_filter='Explorer/*' >build/corpus-$$shard.log 2>&1 & \
	done; wait; grep -h '^\[  FAILED  \].*ms)' build/corpus-*.log; \
	passed=$$(cat build/corpus-*.log | grep -c '^\[       OK'); \
	failed=$$(cat build/corpus-*.log | grep -c '^\[  FAILED  \].*ms)'); \
	echo "$$passed passed, $$failed failed"; [ $$failed = 0 ] && [ $$passed -gt 0 ]

.PHONY: test-attacks
test-attacks:  ## the attacks under clang 14 and 19, as root and as nobody, and 200 of them at once
	@setup/install setup/packages-attacks
	$(call build,setup/packages-test,-DTHREADLAB_TESTS=ON,all)
	@tests/attacks/all_ways build

.PHONY: test-aarch64
test-aarch64:  ## the explorer on its whole corpus, built for AArch64 and run under qemu (EVERY=n: every nth)
	$(call build,,,threadlab)
	@EVERY=$(EVERY) setup/aarch64

.PHONY: bench
bench:  ## the grader's benchmarks
	$(call build,setup/packages-test,-DTHREADLAB_TESTS=ON,threadlab-bench threadlab threadlab-launch)
	@build/threadlab-bench

# A build of its own, for it is instrumented from end to end.
.PHONY: fuzz
fuzz:  ## look for inputs that break what reads a submission's bytes: TARGET= SECONDS= KEEP=
	@setup/install setup/packages setup/packages-test
	@cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER="$$(setup/newest-clang)" \
	    -DTHREADLAB_FUZZ=ON >build.log 2>&1 || { cat build.log; rm -f build.log; exit 3; }
	@[ -f build/fuzz/fuzz-record ] || echo "threadlab: building the targets (once, a minute or two) ..." >&2
	@flock Makefile ninja -C build/fuzz -j $(JOBS) fuzz-targets >build.log 2>&1 || \
	    { cat build.log; rm -f build.log; exit 3; }
	@rm -f build.log
	@KEEP='$(KEEP)' setup/fuzz '$(or $(SECONDS),60)' '$(TARGET)'

.PHONY: test-fresh
test-fresh:  ## make check and make test in a fresh minimal Debian 12 root (needs root)
	@setup/fresh-root

.PHONY: format
format:  ## lay out all sources as .clang-format says
	@git ls-files '*.cpp' '*.hpp' | grep -v -e '^tests/data/' -e '^tests/attacks/' | xargs clang-format-19 -i

.PHONY: lint
lint:  ## formatting, clang-tidy, and warnings of g++
	@setup/install setup/packages setup/packages-lint
	@setup/lint

.PHONY: clean
clean:
	@rm -rf build build.log

.PHONY: help
help:
	@sed -n 's/^\([a-z0-9-]*\):.*  ## /  make \1\t/p' Makefile | expand -t 20
