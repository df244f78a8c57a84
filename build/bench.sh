# shellcheck shell=bash
# The launcher's 'bench' verb: builds the benchmarks, with the libraries they are compared with, and sets bench to their class path.
# The launcher reads this file, and lends it home, state and maven().

bench_stale() {
  [[ -e $state/bench-built && -n $(compgen -G "$home/verify/target/bench/wave-verify-*.jar") ]] || return 0
  [[ -n $(find "$home"/pom.xml "$home"/*/pom.xml "$home"/build/*/pom.xml "$home"/*/src/main "$home"/verify/src/peers "$home/docs/protocol.md" \
    -newer "$state/bench-built" -not -path '*/src/main/c*' -print -quit 2>/dev/null) ]]
}

build_bench() {
  bench_stale || return 0
  echo "wave: building the benchmarks (once; the log is .wave/bench.log)" >&2
  touch "$state/bench-building" "$state/unchecked" && rm -rf "$home/verify/target/bench"
  if ! maven "$state/bench.log" -q -Dquick -Dmaven.test.skip=true -Ppeers -pl verify -am package; then
    grep -v '^\[INFO\]' "$state/bench.log" | tail -n 30 >&2
    echo "wave: the benchmarks could not be built, so none can run. Above is the end of $state/bench.log; mend that and run again." >&2
    return 1
  fi
  mv "$state/bench-building" "$state/bench-built"
}

# Tests that start the launcher run in the middle of a build: they find classes, and no libraries to compare with.
prepare_bench() {
  bench=$home/verify/target/classes
  [[ -z ${WAVE_BUILDING-} ]] || return 0
  bench="$home/verify/target/bench/*"
  ! command -v flock >/dev/null || flock 9
  build_bench
}
