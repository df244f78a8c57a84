# shellcheck shell=bash
# The launcher's 'test' verb: all tests and checks through Maven, and one line at the end that counts them.
# The launcher reads this file, and lends it home, state and maven().

# The sum of one attribute over all test classes that reported.
count() { # ATTRIBUTE
  find "$home" -path '*/target/surefire-reports/TEST-*.xml' -exec cat {} + | grep -o '<testsuite [^>]*>' |
    grep -o " $1=\"[0-9]*\"" | awk -F'"' '{ sum += $2 } END { print sum + 0 }'
}

# Each failing test with its trace and with what it printed.
show_failures() {
  find "$home" -path '*/target/surefire-reports/TEST-*.xml' -print0 | sort -z | xargs -0 awk '
    function flush() { if (bad) printf "%s", held; held = ""; bad = 0 }
    /<testcase / {
      flush(); name = $0; class = $0
      sub(/.*<testcase name="/, "", name); sub(/".*/, "", name)
      sub(/.* classname="/, "", class); sub(/".*/, "", class)
      held = "\n--- " class "." name "\n"; if (/\/>[ \t]*$/) next
    }
    /<(failure|error)[ >]/ { bad = 1 }
    /<\/testcase>/ { keep(); flush(); inside = 0; next }
    /<testcase / { inside = 1; next }
    inside { keep() }
    function keep(   line) {
      line = $0
      gsub(/<\/?(failure|error|system-out|system-err|testcase)[^>]*>|<!\[CDATA\[|\]\]>/, "", line)
      gsub(/&lt;/, "<", line); gsub(/&gt;/, ">", line); gsub(/&quot;/, "\"", line)
      gsub(/&#10;/, "\n", line); gsub(/&amp;/, "\\&", line)
      if (line !~ /^[ \t]*$/) held = held line "\n"
    }'
}

# Test classes that began and never reported, after a hang or a crash.
show_unfinished() { # LOG
  local running
  grep -o '\[INFO\] Running [A-Za-z0-9_.$]*' "$1" | while read -r _ _ running; do
    grep -qF -- "-- in $running" "$1" || echo "wave test: $running began and never ended; its output is in target/surefire-reports"
  done
}

run_tests() { # MAVEN ARGS...
  local log=$state/test.log status tests failed skipped
  ! command -v flock >/dev/null || flock 9
  # Reports of earlier runs must not count.
  find "$home" -path '*/target/surefire-reports' -prune -exec rm -rf {} +
  # What was compiled in a hurry, or with arguments such as -Dquick, has perhaps not been checked: compile it again.
  [[ ! -e $state/unchecked ]] || rm -rf "$home"/*/target/{classes,test-classes}
  (($# == 0)) || touch "$state/unchecked"
  touch "$state/building"
  # Failures do not stop Maven, so that one run shows all of them; what the reports and the log say decides.
  WAVE_BUILDING=1 WAVE_JAVA_HOME=$jdk maven "$log" -Dmaven.test.failure.ignore=true -Dsurefire.failIfNoSpecifiedTests=false --fail-at-end verify "$@"
  status=$?
  # Arguments may have left modules out, so then nothing is known about the rest.
  ((status == 0 && $# == 0)) && mv "$state/building" "$state/built" && rm -f "$state/unchecked"
  tests=$(count tests) failed=$(($(count failures) + $(count errors))) skipped=$(count skipped)
  ((failed > 0)) && show_failures
  # A test JVM that crashed or hung leaves no report: the log's errors tell.
  ((failed == 0)) && grep -q '^\[ERROR\]' "$log" && status=1
  grep -qE 'timeout in the fork|forked VM terminated' "$log" && status=1
  if ((status != 0)); then
    grep '^\[ERROR\]' "$log" | grep -vE '^\[ERROR\] *($|.*·|[[:space:]]*@@|[[:space:]]at |Command was|.*\[Help [0-9]|To see the full|Re-run Maven|For more information|After correcting| *mvn <args>)' |
      awk '!seen[$0]++' | head -n 60
    show_unfinished "$log"
    echo "wave test: the build or a check failed; the whole log is $log"
  fi
  if ((tests == 0 && status == 0)); then
    echo "wave test: not one test ran, so nothing was shown to work; the log is $log"
    status=1
  fi
  echo "$((tests - failed - skipped)) passed, $failed failed, $skipped skipped"
  ((status == 0 && failed == 0))
}
