# learncurve - says what is wrong with a training run.   `make help` lists the targets.
MODE    ?= release
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
DESTDIR ?=
CC      ?= cc
V       ?= 0
Q        = $(if $(filter 1,$V),,@)
PKG_CONFIG ?= pkg-config
MPI     ?= 0
MPICC   ?= mpicc

version  := $(shell sed -n 's/^\#define LC_VERSION "\(.*\)"/\1/p' src/learncurve.h)
major    := $(firstword $(subst ., ,$(version)))

flags.release  = -O3 $(hardened)
hardened       = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
flags.debug    = -O0 -g
flags.sanitize = -O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
flags.thread   = -O1 -g1 -fsanitize=thread
flags.fuzz     = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
flags.coverage = -O0 -g --coverage
# gcc 12 takes a vector's lanes for its bits, and finds every shift of one too wide; what fits a buffer it
# tells at -O2 only, as the other modes do.
flags.analyze  = -O1 -fanalyzer -Wno-analyzer-shift-count-overflow -Wno-format-truncation -Werror
warn           = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
packages       = gsl json-c libutf8proc libprotobuf-c zlib libzstd sqlite3
CFLAGS        ?=
all_cflags     = -std=c17 -D_POSIX_C_SOURCE=200809L -Isrc -I$B/src -fPIC -fno-semantic-interposition \
                 -fvisibility=hidden -pthread $(warn) $(flags.$(MODE)) $(CPPFLAGS) $(CFLAGS)
ifeq ($(MPI),1)
# Open MPI's and MPICH's own words for what they need.
mpi_cflags    := $(shell $(MPICC) --showme:compile 2>/dev/null || $(MPICC) -compile_info | cut -d ' ' -f 2-)
mpi_libs      := $(shell $(MPICC) --showme:link 2>/dev/null || $(MPICC) -link_info | cut -d ' ' -f 2-)
endif
# Tests needn't be fast, and what gcc 12 makes of them at -O3 it then warns of.
# clang takes more than ten minutes for the checks of a kernel whose every step is an intrinsic.
unchecked      = -fno-sanitize=address,undefined
level          = $(if $(filter tests/%,$(1)),$(subst -O3,-O2,$(all_cflags)),$(all_cflags)) \
                 $(if $(filter fuzz,$(MODE)),$(if $(filter src/train/kernel_avx%,$(1)),$(unchecked)))
all_ldflags    = -pthread $(flags.$(MODE)) -Wl,-z,relro,-z,now $(LDFLAGS)
libs          := -lcsv $(shell $(PKG_CONFIG) --libs $(packages)) -lm $(mpi_libs)
# The program takes what it can from archives: to link ten libraries at each start takes longer than to
# diagnose a short log. With LINK=shared it takes none, as distributions want it.
LINK          ?= archives
archive        = $(firstword $(wildcard $(shell $(CC) -print-file-name=$(1:-l%=lib%.a))) $(1))
program_libs   = $(if $(filter shared,$(LINK)),$(libs),$(foreach l,$(libs),$(if \
                 $(filter -lm $(mpi_libs),$l),$l,$(call archive,$l))))
static_libs    = -lcsv $(shell $(PKG_CONFIG) --static --libs $(packages)) -lm
check_libs     = $(shell $(PKG_CONFIG) --libs check)

B        := build/$(MODE)$(if $(filter 1,$(MPI)),-mpi)
static   := $B/static/learncurve
tarball  := build/learncurve-$(version).tar.gz
lib_src  := $(filter-out src/cli/% src/train/% src/record/%,$(wildcard src/*/*.c src/*/*/*.c))
cli_src  := $(wildcard src/cli/*.c)
unit_src := $(wildcard tests/unit/*.c)
sources  := $(lib_src) $(cli_src) $(wildcard src/train/*.c src/record/*.c)
formatted = $(shell find src tests scripts -name '*.[ch]')
programs := network dataset quote config
others   := $(programs) table
readers  := $(shell sed -n 's/^READER(\(.*\))$$/\1/p' src/read/formats/readers.def)
obj       = $(patsubst %.c,$B/%.o,$(1))
lib      := $B/liblearncurve.a
scripts  := $B/src/cli/completion/scripts.h
event    := $B/src/read/formats/event.pb-c
assets   := $(patsubst %,$B/src/html/%.o,style script runs_style runs_script)
record   := $B/liblearncurve_record.a
train    := $B/liblearncurve_train.a
archives := $(train) $(record) $(lib)
shared   := $(archives:.a=.so.$(major))
headers  := src/learncurve.h src/record/learncurve_record.h src/train/learncurve_train.h
modules  := learncurve train/learncurve_train
program  := $B/learncurve
pages    := $(patsubst %,$B/man/%.1,learncurve $(subst _,-,$(shell sed -n 's/^COMMAND(\(.*\))$$/learncurve-\1/p' src/cli/cmds.def)))
shells   := bash zsh fish
completes.bash = share/bash-completion/completions/learncurve
completes.zsh  = share/zsh/site-functions/_learncurve
completes.fish = share/fish/vendor_completions.d/learncurve.fish
orders   := 1 2 3
# Objects are made anew when what they are made with changes: the compiler (by version, whatever
# stands before it) or its flags.
compiler  = $(shell $(CC) --version | sed -n '1s/^[a-z]* //p')
made_with = $(compiler) $(all_cflags) $(all_ldflags)

## all:            the program at ./learncurve and the libraries in build/ (default)
all: learncurve $(archives) $(shared)

learncurve: $B/learncurve
	$(Q)ln -sf $< $@
$(lib): $(call obj,$(lib_src)) $(event).o $(assets)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(record): $(call obj,$(wildcard src/record/*.c))
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(train): $(call obj,$(wildcard src/train/*.c))
	$(Q)rm -f $@ && $(AR) rcs $@ $^
# What the trainer takes from liblearncurve's archive stays hidden in it.
$(shared): $B/%.so.$(major):
	$(Q)$(CC) $(all_ldflags) -shared -Wl,-soname,$(@F) -Wl,--exclude-libs,ALL -Wl,--as-needed \
	    -o $@ $^ $(libs)
	$(Q)ln -sf $(@F) $B/$*.so
$(lib:.a=.so.$(major)): $(call obj,$(lib_src)) $(event).o $(assets)
$(record:.a=.so.$(major)): $(call obj,$(wildcard src/record/*.c))
$(train:.a=.so.$(major)): $(call obj,$(wildcard src/train/*.c)) $(lib)
$(program): $(call obj,$(cli_src)) $(archives)
	$(Q)$(CC) $(all_ldflags) -pie -o $@ $^ $(program_libs)
$(static): $(call obj,$(cli_src)) $B/scripts/static/stand_ins.o $(archives)
	@mkdir -p $(@D)
	$(Q)$(CC) $(all_ldflags) -static-pie -s -Wl,--wrap=dlopen -o $@ $^ $(static_libs)
$B/unit: $(call obj,$(unit_src) $(filter-out %/main.c,$(cli_src))) $(archives)
	$(Q)$(CC) $(all_ldflags) -o $@ $^ $(check_libs) $(libs)
# The tables with a line more each (tests/toy is searched before src/).
$B/toy: $(wildcard tests/toy/*.c) src/read/formats/reader.c src/diagnose/rules/rule.c $(lib)
	$(Q)$(CC) -Itests/toy $(all_cflags) $(all_ldflags) -o $@ $^ $(check_libs) $(libs)
# The program with its rules in a random order, which the stem seeds (the table is searched there first).
$B/order-%: src/diagnose/rules/rules.def src/diagnose/rules/rule.c $(call obj,$(cli_src)) $(archives)
	$(Q)mkdir -p $B/rules-$*/diagnose/rules
	$(Q)awk -v seed=$* 'BEGIN { srand(seed) } { print rand() "\t" $$0 }' $< | grep 'RULE(' | sort -n | \
	    cut -f 2 >$B/rules-$*/diagnose/rules/rules.def
	$(Q)$(CC) -I$B/rules-$* $(all_cflags) $(all_ldflags) -o $@ $(filter-out $<,$^) $(libs)
$B/events $B/speed $B/watch: $B/%: $B/tests/bench/%.o $(lib)
	$(Q)$(CC) $(all_ldflags) -o $@ $^ $(libs)
$B/load: $B/tests/bench/load.o $(archives)
	$(Q)$(CC) $(all_ldflags) -o $@ $^ $(libs)
$B/measures: $B/tests/bench/diagnosis/measures.o $(archives)
	$(Q)$(CC) $(all_ldflags) -o $@ $^ $(libs)
$B/redraw: $B/tests/bench/redraw.o $(call obj,$(filter-out %/main.c,$(cli_src))) $(archives)
	$(Q)$(CC) $(all_ldflags) -o $@ $^ $(libs)
# What is read is written and read again: so unit tests do, too.
fuzz_reader = tests/fuzz/fuzz_reader.c $B/tests/unit/same_runs.o
$B/libfuzz-%: $(fuzz_reader) $(lib)
	$(Q)$(CC) $(all_cflags) -Itests -fsanitize=fuzzer -DFUZZ_READER='"$*"' -o $@ $^ $(libs)
# What isn't a reader: saved networks, text in quotes, options in files, and delimited text, whose pieces are
# small there.
fuzz_libs = $(call obj,$(filter-out %/main.c,$(cli_src))) $(archives)
small_table = $B/tests/fuzz/table.o $B/tests/unit/table_scribe.o
$B/tests/fuzz/table.o: src/table/table.c $B/made_with
	@mkdir -p $(@D)
	$(Q)$(CC) $(all_cflags) -DBLOCK_BYTES=64u -c -o $@ $<
$(programs:%=$B/libfuzz-%): $B/libfuzz-%: tests/fuzz/fuzz_%.c $(fuzz_libs)
	$(Q)$(CC) $(all_cflags) -fsanitize=fuzzer -o $@ $^ $(libs)
$(programs:%=$B/fuzz-%): $B/fuzz-%: tests/fuzz/fuzz_%.c tests/fuzz/driver.c $(fuzz_libs)
	$(Q)$(CC) $(all_cflags) -o $@ $^ $(libs)
$B/libfuzz-table: tests/fuzz/fuzz_table.c $(small_table) $(lib)
	$(Q)$(CC) $(all_cflags) -Itests -fsanitize=fuzzer -o $@ $^ $(libs)
$B/fuzz-table: tests/fuzz/fuzz_table.c tests/fuzz/driver.c $(small_table) $(lib)
	$(Q)$(CC) $(all_cflags) -Itests -o $@ $^ $(libs)
# What is changed of it: networks and checkpoints of this program, and all samples.
$(others:%=$B/seeds/%) &: $(program)
	$(Q)tests/fuzz/seeds $(program) $B/seeds
$B/fuzz-%: $(fuzz_reader) tests/fuzz/driver.c $(lib)
	$(Q)$(CC) $(all_cflags) -Itests -DFUZZ_READER='"$*"' -o $@ $^ $(libs)
# What protoc-c writes is not ours to warn of.
%.pb-c.c %.pb-c.h: src/read/formats/event.proto
	@mkdir -p $(@D)
	$(Q)protoc-c --c_out=$(@D) -Isrc/read/formats $<
$(event).o: $(event).c $B/made_with
	$(Q)$(CC) $(all_cflags) -w -c -o $@ $<
# What pages carry, as C.
$B/src/html/style.c: src/html/vendor/uplot.css src/html/page.css
$B/src/html/script.c: src/html/vendor/uplot.js src/html/page.js
$B/src/html/runs_style.c: src/html/runs.css
$B/src/html/runs_script.c: src/html/runs.js
$(assets:.o=.c): $B/src/html/%.c: scripts/embed
	@mkdir -p $(@D)
	$(Q)scripts/embed html_$* $(filter src/%,$^) >$@ || { rm -f $@; exit 1; }
$(assets): %.o: %.c $B/made_with
	$(Q)$(CC) $(all_cflags) -c -o $@ $<
# The shells' scripts as string literals.
$(scripts): src/cli/completion/learncurve.bash src/cli/completion/learncurve.zsh \
    src/cli/completion/learncurve.fish
	@mkdir -p $(@D)
	$(Q)for f in $^; do \
	    echo "static const char script_$${f##*.}[] ="; sed 's/[\\"]/\\&/g; s/.*/    "&\\n"/' $$f; echo ';'; \
	done >$@
$B/src/cli/complete_scripts.o: $(scripts)
ifeq ($(MPI),1)
$B/src/base/ranks.o: mpi = -DLC_MPI $(mpi_cflags)
endif
$B/src/read/formats/tfevents.o $B/tests/bench/events.o $B/tests/unit/test_tfevents.o: $(event).h
$B/%.o: %.c $B/made_with
	@mkdir -p $(@D)
	$(if $(filter 1,$V),,@echo '  CC $<';)$(CC) $(call level,$<) $(mpi) -MMD -MP -c -o $@ $<
$B/made_with: FORCE
	@mkdir -p $(@D)
	@echo '$(made_with)' | cmp -s - $@ || echo '$(made_with)' >$@

## man:            the manual pages, made from the option tables, in build/release/man
man: $(pages)
$B/man/learncurve.1: $(program)
	@mkdir -p $(@D)
	$(Q)$(program) help --man >$@
$B/man/learncurve-%.1: $(program)
	@mkdir -p $(@D)
	$(Q)$(program) help --man $* >$@
## completions:    what bash, zsh and fish complete by, in build/release/completions
completions: $(shells:%=$B/completions/learncurve.%)
$B/completions/learncurve.%: src/cli/completion/learncurve.%
	@mkdir -p $(@D)
	$(Q)cp $< $@
## check:          layers, format, unit tests, golden tests of the program, a slice of the zoo, every reader's
##                 samples as fuzz seeds
check: layers check-format unit order cli zoo fuzz-replay
## unit:           Check suites, one per module, and what is added by one file and one line
unit: $B/unit $B/toy
	$(Q)CK_DEFAULT_TIMEOUT=120 LEARNCURVE_BUILD=$(CURDIR)/$B $B/unit
	$(Q)$B/toy
## check-oom:      each allocation of each command fails in turn: it says so, and leaves nothing by half
check-oom: $B/tests/oom/learncurve $B/tests/oom/fail_malloc.so
	$(Q)LC=$(CURDIR)/$B/tests/oom/learncurve OOM=$(CURDIR)/$B/tests/oom/fail_malloc.so tests/oom/check $(if $(TRIES),-n $(TRIES)) $(ONLY)
# json-c is told from the rest by being a library of its own there.
$B/tests/oom/learncurve: $(call obj,$(cli_src)) $(archives)
	@mkdir -p $(@D)
	$(Q)$(CC) $(all_ldflags) -pie -o $@ $^ $(libs)
$B/tests/oom/fail_malloc.so: tests/oom/fail_malloc.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 -O1 -fPIC -fno-builtin $(warn) -shared -o $@ $<
## soak:           kills, losses of power, load, fuzzing, changed code, which take hours:
##                 make soak [SHARE=percent] [PARTS="kill scan power load same races fuzz fuzz-rest mutate"];
##                 writes its table into tests/README.md
soak: $(program) $B/tests/soak/recorder $B/tests/soak/stopwatch
	$(Q)LC=$(CURDIR)/$(program) B=$(CURDIR)/$B tests/soak/run $(PARTS)
wrapped = -Wl,--wrap=write,--wrap=ftruncate,--wrap=fdatasync
$B/tests/soak/recorder: $B/tests/soak/recorder.o $(record) $(lib)
	$(Q)$(CC) $(all_ldflags) $(wrapped) -o $@ $^ $(libs)
$B/tests/soak/stopwatch: $B/tests/bench/stopwatch.o
	@mkdir -p $(@D)
	$(Q)$(CC) $(all_ldflags) -o $@ $^
## order:          rules in any order find the same
order: $(program) $(orders:%=$B/order-%)
	$(Q)LC=$(CURDIR)/$(program) tests/order/check $(orders:%=$(CURDIR)/$B/order-%)
## cli:            golden tests of the program, and the README's commands
cli: $(program) $(shared)
	$(Q)LC=$(CURDIR)/$(program) tests/cli/run.sh
## browser:        the pages of `report` in Chromium, where it is there; looks are left in build/browser
browser: $(program)
	$(Q)LC=$(CURDIR)/$(program) tests/browser/run $(CURDIR)/build/browser
## zoo:            what must hold on some runs whose fault is known
zoo: $(program)
	$(Q)LC=$(CURDIR)/$(program) tests/zoo/check $B/zoo
## golden:         rewrite the expected outputs; then read `git diff tests/cli`
golden: $(program) $(shared)
	$(Q)LC=$(CURDIR)/$(program) tests/cli/run.sh --update
## coverage:       how much of src/ the unit tests and the golden tests run
coverage:
	$(Q)$(MAKE) MODE=coverage unit cli
	$(Q)scripts/coverage build/coverage
## fuzz-replay:    each reader and the rules on all samples, and on its own with some bytes changed
fuzz-replay: $(readers:%=$B/fuzz-%) $(others:%=$B/fuzz-%) $(others:%=$B/seeds/%)
	$(Q)for r in $(others); do \
	    $B/fuzz-$$r -n $(or $(CHANGED),3000) $$(find $B/seeds/$$r tests/fuzz/corpus/$$r-* -type f 2>/dev/null) || exit 1; \
	done
	$(Q)for r in $(readers); do \
	    $B/fuzz-$$r $$(find samples tests/fuzz/corpus -type f 2>/dev/null) || exit 1; \
	    $B/fuzz-$$r -n $(or $(CHANGED),300) $$(find samples/$$r -type f) || exit 1; \
	done
## fuzz:           libFuzzer on each reader, saved networks, tables, quoting and options for a minute: make fuzz [READER=csv] [SECONDS=60], with clang
fuzz:
	$(Q)$(MAKE) MODE=fuzz CC=clang fuzz-run
fuzz_targets = $(or $(READER),$(readers) $(others))
fuzz-run: $(addprefix $B/libfuzz-,$(fuzz_targets)) $(others:%=$B/seeds/%)
	$(Q)broken=0; for r in $(fuzz_targets); do \
	    echo "fuzz: $$r"; mkdir -p $B/found/$$r; tests/fuzz/dictionary $$r >$B/found/$$r.dict; \
	    $B/libfuzz-$$r -max_total_time=$(or $(SECONDS),60) -max_len=65536 -rss_limit_mb=4096 -timeout=25 -verbosity=0 \
	        -dict=$B/found/$$r.dict -print_final_stats=1 -artifact_prefix=$B/found/$$r- \
	        $B/found/$$r $$(ls -d samples/$$r $B/seeds/$$r 2>/dev/null) || broken=1; \
	done; exit $$broken
## check-sanitize: `check` under AddressSanitizer and UBSan
check-sanitize:
	$(Q)CK_FORK=no $(MAKE) MODE=sanitize check
## check-thread:   what runs on several threads, under ThreadSanitizer
check-thread:
	$(Q)$(MAKE) MODE=thread thread-run
thread-run: $B/unit $(program)
	$(Q)scripts/check-thread $(CURDIR)/$B
## check-valgrind: the unit tests and the sample's diagnosis under valgrind, two suites at a time:
##                 make check-valgrind [JOBS=2] [SUITES="csv number"]
check-valgrind: $B/unit $(program)
	$(Q)CC='$(CC)' JOBS='$(JOBS)' scripts/check-valgrind $(CURDIR)/$B $(SUITES)
## bench:          speed beside other programs, as ratios measured in one run
bench: $(program) $(record) $B/events $B/watch $B/redraw $B/load
	$(Q)LC=$(CURDIR)/$(program) B=$(CURDIR)/$B tests/bench/run
	$(Q)LC=$(CURDIR)/$(program) B=$(CURDIR)/$B tests/bench/events
	$(Q)LC=$(CURDIR)/$(program) B=$(CURDIR)/$B tests/bench/scan
	$(Q)$B/watch
	$(Q)$B/redraw
	$(Q)LIB=$(CURDIR)/$(lib) tests/bench/train
	$(Q)LC=$(CURDIR)/$(program) tests/bench/train_sklearn
	$(Q)B=$(CURDIR)/$B tests/bench/load
## bench-remedy:   how often `remedy` finds what helps, and how often what it says to help does not
bench-remedy: $(program)
	$(Q)LC=$(CURDIR)/$(program) tests/bench/remedy
## bench-diagnosis: how often the diagnosis is right, on the zoo and on runs that others labelled
##                 (make bench-diagnosis GROUPS="zoo short": some of the figures)
bench-diagnosis: $(program) $B/speed
	$(Q)LC=$(CURDIR)/$(program) B=$(CURDIR)/$B tests/bench/diagnosis/run $(GROUPS)
## layers:         rooms include only those below them, no file needs itself, and the library exports
##                 what its header declares
layers: $(archives) $(shared) $(program)
	$(Q)scripts/layers $B
## lint:           what gcc's and clang's analyzers, clang-tidy, cppcheck and shellcheck say: nothing
lint: lint-gcc lint-tidy lint-cppcheck lint-shell
lint-gcc:
	$(Q)$(MAKE) MODE=analyze CC=gcc analyzed
# kernel_avx512.c is kernel_avx2.c with wider vectors and twice the rows to a tile: more than 5 GB for gcc.
analyzed: $(call obj,$(filter-out %/kernel_avx512.c,$(sources)))
lint-tidy: $(event).h $(scripts)
	$(Q)printf '%s\n' $(sources) | xargs -P $(or $(JOBS),2) -I FILE clang-tidy --quiet FILE -- \
	    $(filter -std% -D% -I%,$(all_cflags)) 2>/dev/null
lint-cppcheck:
	$(Q)cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --suppress=uninitvar \
	    --suppress=legacyUninitvar --error-exitcode=1 -Isrc src tests/unit tests/fuzz tests/example
lint-shell:
	$(Q)shellcheck --shell=sh $$(grep -rlE '^#!/bin/sh' scripts tests .ci) $$(find tests -name '*.sh')
## format:         rewrite the C of src/ and tests/ as .clang-format has it
format:
	$(Q)clang-format -i $(formatted)
# Other versions may break lines elsewhere.
check-format:
	$(Q)case $$(clang-format --version 2>/dev/null) in \
	*' version 14.'*) clang-format --dry-run -Werror $(formatted) && echo 'format: 1 passed, 0 failed' ;; \
	*) echo 'format: 0 passed, 0 failed, 1 skipped (needs clang-format 14)' ;; \
	esac
## install:        program, manual, completions, libraries, headers and pkg-config files into $(DESTDIR)$(PREFIX)
install: all man completions
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include
	install -m 755 $(program) $(DESTDIR)$(PREFIX)/bin/learncurve
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,share/man/man1 $(foreach s,$(shells),$(dir $(completes.$s))))
	install -m 644 $(pages) $(DESTDIR)$(PREFIX)/share/man/man1
	$(foreach s,$(shells),install -m 644 $B/completions/learncurve.$s $(DESTDIR)$(PREFIX)/$(completes.$s) &&) :
	install -m 644 $(archives) $(DESTDIR)$(LIBDIR)
	install -m 755 $(shared) $(DESTDIR)$(LIBDIR)
	for l in $(notdir $(shared)); do ln -sf $$l $(DESTDIR)$(LIBDIR)/$${l%.*}; done
	install -m 644 $(headers) $(DESTDIR)$(PREFIX)/include
	for l in $(modules); do \
	    sed -e 's|@PREFIX@|$(PREFIX)|' \
	        -e 's|@LIBDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))|' \
	        -e 's|@VERSION@|$(version)|' -e 's|@PACKAGES@|$(packages)|' \
	        src/$$l.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/$${l##*/}.pc; \
	done
## uninstall:      take those files out again
uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/learncurve $(foreach s,$(shells),$(completes.$s)) \
	    $(addprefix share/man/man1/,$(notdir $(pages))) $(addprefix include/,$(notdir $(headers)))) \
	    $(addprefix $(DESTDIR)$(LIBDIR)/,$(notdir $(archives) $(shared) $(archives:.a=.so)) \
	    $(patsubst %,pkgconfig/%.pc,$(notdir $(modules))))
## static:         one program that needs no library, at build/release/static/learncurve
static: $(static)
## dist:           the sources of the last commit as build/learncurve-VERSION.tar.gz
dist:
	@mkdir -p build
	$(Q)git archive --format=tar --prefix=learncurve-$(version)/ HEAD | gzip -9n >$(tarball)
## deb:            Debian packages of the last commit, in build/deb (needs debhelper; lintian looks at them)
deb:
	$(Q)scripts/deb/build
## check-reproducible: two builds of the last commit, in two folders, are the same bit for bit
check-reproducible:
	$(Q)CC='$(CC)' scripts/check-reproducible
## clean:          remove build/ and ./learncurve
clean:
	rm -rf build learncurve
## help:           this list
help:
	@sed -n 's/^## //p' Makefile

.PHONY: all man completions check check-oom coverage soak unit order cli browser zoo golden fuzz-replay fuzz check-sanitize check-thread thread-run check-valgrind bench \
	bench-remedy bench-diagnosis layers lint lint-gcc lint-tidy lint-cppcheck lint-shell analyzed format check-format \
	install uninstall static dist deb check-reproducible clean help FORCE
.SECONDARY:
-include $(shell find build -type f -name '*.d' 2>/dev/null)
