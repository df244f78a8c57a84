#include "host.h"

void log_error(int what, uint64_t where, const uint64_t slot[LINE]) {
  static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
  static uint64_t entries;
  pthread_mutex_lock(&guard);
  word *e = error_log(host.base, &host.g) + entries++ % LOG_ENTRIES * LOG_WORDS;
  put(e, now_nanos());
  put(e + 1, (uint64_t)what);
  put(e + 2, where);
  put(e + 3, atomic_fetch_add(&host.log_count[what], 1) + 1);
  for (int i = 0; i < LINE; i++) put(e + LINE + i, slot[i]);
  pthread_mutex_unlock(&guard);
}

static void answer(uint64_t core, enum outcome outcome, const uint64_t d[LINE], uint64_t position, uint64_t after) {
  struct core *c = host.cores + core;
  count(c->counters + outcome - 1, 1);
  publish(&c->outcomes, (uint64_t[LINE]){0, outcome | core << 16, d[2], after, position, d[4],
                                         outcome == COMMITTED ? c->dispatch : 0, now_nanos()});
  ring_if_armed(host.at.agent_armed, host.at.ring_agent);
}

/* Section 2, in its order. */
static enum outcome check(uint64_t core, const uint64_t d[LINE], uint64_t position, uint64_t *after) {
  if (bits(d[1], 0, 8) != RUN || bits(d[1], 8, 8) || d[6] || d[7]) return MALFORMED;
  if (d[1] >> 32 != atomic_load(&host.epoch)) return OLD_EPOCH;
  if (bits(d[1], 16, 16) != core) return WRONG_CORE;
  if (position < get(host.at.withdraw + LINE * core)) return WITHDRAWN;
  return commit(d[2], d[3], core, after);
}

static bool room_for_outcome(uint64_t core) {
  struct core *c = host.cores + core;
  const word *read = host.at.outcomes_read + LINE * core;
  c->outcomes_consumed = consumed(read, atomic_load(&host.epoch), c->outcomes_consumed, c->outcomes.next);
  return c->outcomes.next - c->outcomes_consumed < host.g.outcomes;
}

static const int LOGGED[OUTCOMES] = {
  [MALFORMED] = L_MALFORMED, [OLD_EPOCH] = L_OLD_EPOCH, [WRONG_CORE] = L_WRONG_CORE, [UNKNOWN_TARGET] = L_UNKNOWN};

int next_decision(uint64_t core, bool only_withdrawn) {
  struct core *c = host.cores + core;
  uint64_t d[LINE], after = 0;
  while (atomic_load(&host.epoch) && room_for_outcome(core)) {
    uint64_t position = c->decisions.next;
    if (only_withdrawn && position >= get(host.at.withdraw + LINE * core)) return -1;
    enum taken got = take(&c->decisions, d);
    if (got == EMPTY) return -1;
    if (got == CORRUPT) {
      if (!atomic_exchange(&host.nonsense, true)) count(c->counters + N_CORRUPT, 1), log_error(L_CORRUPT, core, d);
      return -1;
    }
    c->taken++;
    tell_position(&c->decisions);
    enum outcome outcome = check(core, d, position, &after);
    if (LOGGED[outcome]) log_error(LOGGED[outcome], core, d);
    answer(core, outcome, d, position, after);
    after = 0;
    if (outcome == COMMITTED) return (int)(uint32_t)d[2];
  }
  return -1;
}

/* The epoch has ended; whoever published these may be dead. They are counted, nobody is left to be told. */
void abandon_decisions(uint64_t core) {
  struct core *c = host.cores + core;
  uint64_t d[LINE];
  for (uint64_t i = 0; i < host.g.decisions && take(&c->decisions, d) == TAKEN; i++) {
    c->taken++;
    count(c->counters + ABANDONED - 1, 1);
  }
}
