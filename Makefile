# SPDX-License-Identifier: Apache-2.0
# A thin layer over Meson. The two commands: `make demo` and `make check`.
PYTHON ?= python3
VENV = build/venv
SHARED ?= ../shared

.PHONY: all demo check quick eval bench fuzz install format clean

all: build/build.ninja
	@ninja -C build
build/build.ninja: | setup
	@meson setup build --buildtype=release >/dev/null
.PHONY: setup
setup:
	@tools/setup

# The main job, on reports written for this project.
demo: all
	build/sitrep read examples/*.txt examples/*.html

# Every test: release build, the same under ASan and UBSan, fuzz targets for a while.
check:
	@tools/check

# Unit tests and the record's tests on the release build alone, for work in progress.
quick: all
	@meson test -C build --no-rebuild --print-errorlogs

# Every fuzz target for so many seconds: make fuzz SECONDS=600
SECONDS ?= 60
fuzz: setup
	@tools/fuzz $(SECONDS)

eval: all
	@tools/evaluate
bench: all
	@tools/bench

install: all
	meson install -C build --no-rebuild

format:
	clang-format -i $$(git ls-files '*.c' '*.h')
clean:
	rm -rf build build-asan build-fuzz
