/* A host in C: the state table of section 1, the checks of section 2, a watchdog and a fallback. Its cores are threads. */
#ifndef WAVE_HOST_H
#define WAVE_HOST_H

#include <pthread.h>

#include "wave.h"

enum { MAX_HOST_CORES = 8, MAX_HOST_TARGETS = 4096, MAX_REGIONS = 8 };
enum event { CREATE, WAKE, COMMIT, COMMIT_STALE, TAKE, BLOCK, YIELD, PREEMPT, EXIT, CHANGE, FALLBACK, DISCOVER, EVENTS };

/* Words of the host's counters; per core 0 to 9 are the outcomes by their codes, less one. */
enum { N_SENT = 10, N_NO_ROOM, N_DISPATCHES, N_FALLBACK, N_PREEMPTED, N_CORRUPT };
enum { N_GRANTED, N_REFUSED, N_ENDED_SILENT, N_ENDED_DEAD, N_ENDED_NONSENSE, N_ENDED_REPLACED, N_ENDED_LEFT, N_DISCOVERED,
  N_SPARES, N_REPEATED, N_GUARDED_SENT, N_GUARDED_NO_ROOM };
enum { L_CORRUPT = 1, L_MALFORMED, L_OLD_EPOCH, L_WRONG_CORE, L_UNKNOWN, L_CLAIM };

/*
 * The one word that is the truth about a target:
 *   0-3 state   4-7 kind of the last message   8-23 core   24-63 sequence number
 * The sequence number goes on when an index is used again, so a word never comes back.
 */
static inline uint64_t packed(uint64_t state, uint64_t kind, uint64_t core, uint64_t sequence) {
  return state | kind << 4 | core << 8 | sequence << 24;
}
static inline enum state state_in(uint64_t w) { return (enum state)bits(w, 0, 4); }
static inline uint64_t sequence_in(uint64_t w) { return w >> 24; }

struct target {
  word word, cores, dispatch;
  _Atomic uint32_t generation;
  _Atomic bool dirty, listed, on_core, last;
  /* the work: what is asked of it, what it has done; `left` belongs to the core that runs it */
  _Atomic uint64_t pending, served;
  uint64_t left;
};

/* A core and its ends of the queues. `guard` is held by whoever reads or writes these. The guarded queue has the last one. */
struct core {
  pthread_mutex_t guard;
  struct writer messages, outcomes;
  struct reader decisions;
  uint64_t messages_consumed, outcomes_consumed, dispatch, taken, late, seed;
  word *counters;
  pthread_t thread;
};

struct host {
  word *base;
  struct geometry g;
  uint64_t to_host, bytes, targets_in_use, deadline_nanos, max_service_nanos;
  _Atomic uint64_t epoch; /* 0: the fallback is in charge */
  uint64_t granted_epoch, region, nonce;
  struct region at;
  struct core cores[MAX_HOST_CORES + 1];
  struct target targets[MAX_HOST_TARGETS];
  _Atomic bool closing, nonsense;
  _Atomic uint32_t bell;
  _Atomic uint64_t violations, produced, served, log_count[8];
};

extern struct host host;

static inline uint64_t guarded(void) { return host.g.cores; }

/* table.c */

/* Raises an event about a target; queue: of the core that does it, or guarded(). Returns the outcome, 0 when the row names none. */
enum outcome raise_event(uint32_t index, enum event event, uint64_t core, uint64_t queue);
/* Checks 5 to 9 of section 2. *after: the target's sequence number then. */
enum outcome commit(uint64_t target, uint64_t stamp, uint64_t core, uint64_t *after);
void resend_dirty(void);
int fallback_next(void);
void ring_cores(void);

/* decisions.c */
void log_error(int what, uint64_t where, const uint64_t slot[LINE]);
/* Checks what is in the core's decision queue until one commits; its target's index, or -1. With the guard held. */
int next_decision(uint64_t core, bool only_withdrawn);
void abandon_decisions(uint64_t core);

/* watchdog.c */
void watch_once(void);
void end_epoch(enum reason reason);

#endif
