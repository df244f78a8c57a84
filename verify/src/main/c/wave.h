/*
 * The layouts of Wave's protocol, version 1, and its queues, in C11.
 *
 * Everything here follows docs/protocol.md and nothing else: where this file and that page disagree, one of them is wrong.
 * Section numbers below are that page's.
 */
#ifndef WAVE_H
#define WAVE_H

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* All that crosses the link is an aligned 8-byte load or store. */
typedef _Atomic uint64_t word;

_Static_assert(sizeof(word) == 8, "a word is eight bytes and carries no lock");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the link is little-endian");

static inline uint64_t get(const word *w) { return atomic_load_explicit(w, memory_order_acquire); }
static inline uint64_t peek(const word *w) { return atomic_load_explicit(w, memory_order_relaxed); }
static inline void put(word *w, uint64_t v) { atomic_store_explicit(w, v, memory_order_release); }
static inline void fence(void) { atomic_thread_fence(memory_order_seq_cst); }

/* A word that one side alone writes: no read-modify-write is needed, and across a link none is possible. */
static inline void count(word *w, uint64_t by) { put(w, peek(w) + by); }

static inline uint64_t bits(uint64_t w, int from, int width) {
  return (w >> from) & (width == 64 ? ~0ull : (1ull << width) - 1);
}

enum { LINE = 8, COUNTER_WORDS = 64, HOST_COUNTER_WORDS = 16, LOG_ENTRIES = 16, LOG_WORDS = 16 };
enum { VERSION = 1, RUN = 1, NO_CORE = 0xffff };

#define LINK_MAGIC 0x314b4e4c45564157ull
#define QUEUE_MAGIC 0x3145555145564157ull

enum host_header { H_MAGIC, H_VERSION, H_BYTES, H_TO_HOST, H_GEOMETRY, H_SLOTS, H_SUBSYSTEM,
  H_PID = 8, H_STATE, H_BEAT, H_EPOCH };
enum { HOST_OPEN = 1, HOST_CLOSED = 2 };

enum claim_word { C_NONCE, C_PID, C_VERSION, C_FLAGS, C_START, C_ACCEPTED, C_CHECK };

static inline uint64_t claim_check(uint64_t nonce, uint64_t pid, uint64_t version, uint64_t flags, uint64_t start) {
  const uint64_t words[] = {pid, version, flags, start};
  for (int i = 0; i < 4; i++) nonce = nonce * UINT64_C(0x9E3779B97F4A7C15) + words[i];
  return nonce;
}
enum grant_word { G_NONCE, G_EPOCH, G_STATE, G_REASON };
enum grant_state { FREE, GRANTED, REVOKED, REFUSED };
enum reason { R_NONE, R_IN_CHARGE, R_VERSION, R_MALFORMED, R_SILENT, R_DEAD, R_NONSENSE, R_REPLACED, R_CLOSED, R_LEFT };

enum state { ABSENT, BLOCKED, READY, RUNNING, WOKEN, GONE, STATES };
enum kind { K_STARTED = 1, K_READY, K_YIELDED, K_PREEMPTED, K_BLOCKED, K_DEPARTED, K_CHANGED, K_DISCOVERED, K_CORE };
enum condition { ONLINE = 1, OFFLINE };
enum outcome { COMMITTED = 1, WITHDRAWN, ABANDONED, MALFORMED, OLD_EPOCH, WRONG_CORE, UNKNOWN_TARGET, STALE, NOT_READY,
  NOT_PERMITTED, OUTCOMES };

/* Words of the agent's counters (section 5); 1 to 10 are the outcomes by their codes. */
enum { A_DECISIONS = 0, A_MESSAGES = 11, A_OLDER, A_CORRUPT, A_MALFORMED, A_PREEMPTIONS, A_WITHDRAWALS, A_WORKED, A_IDLED,
  A_WORKED_NANOS, A_IDLED_NANOS, A_ASLEEP };

/* 3.1 and 3.2: what the header says about the sizes, and where the parts of a region are. */
struct geometry {
  uint64_t cores, regions, messages, decisions, outcomes;
};

struct region {
  /* written by the host */
  word *grant, *ring_agent, *core_armed, *decisions_read, *messages, *outcomes;
  /* written by the agent */
  word *claim, *beat, *agent_armed, *ring_core, *summary, *preempt, *withdraw, *messages_read, *outcomes_read, *decisions,
      *counters;
};

static inline uint64_t queue_words(uint64_t slots) { return LINE + LINE * slots; }

static inline uint64_t host_words(const struct geometry *g) {
  return LINE * (2 + 2 * g->cores) + (g->cores + 1) * queue_words(g->messages) + g->cores * queue_words(g->outcomes);
}

static inline uint64_t agent_words(const struct geometry *g) {
  return LINE * (4 + 3 * g->cores) + LINE * (2 * g->cores + 1) + g->cores * queue_words(g->decisions) + COUNTER_WORDS;
}

/* Bytes of TO_NIC: header page, regions, the host's counters and its error log. */
static inline uint64_t to_nic_bytes(const struct geometry *g) {
  return 4096 + 8 * (g->regions * host_words(g) + (g->cores + 1) * HOST_COUNTER_WORDS + LOG_ENTRIES * LOG_WORDS);
}

static inline word *host_counters(word *base, const struct geometry *g) {
  return base + 512 + g->regions * host_words(g);
}

static inline word *error_log(word *base, const struct geometry *g) {
  return host_counters(base, g) + (g->cores + 1) * HOST_COUNTER_WORDS;
}

static inline struct region region_at(word *base, const struct geometry *g, uint64_t to_host, uint64_t r) {
  struct region at;
  word *w = base + 512 + r * host_words(g);
  at.grant = w;
  at.ring_agent = w += LINE;
  at.core_armed = w += LINE;
  at.decisions_read = w += LINE * g->cores;
  at.messages = w += LINE * g->cores;
  at.outcomes = w + (g->cores + 1) * queue_words(g->messages);
  w = base + to_host / 8 + r * agent_words(g);
  at.claim = w;
  at.beat = w += LINE;
  at.agent_armed = w += LINE;
  at.ring_core = w += LINE;
  at.summary = w += LINE * g->cores;
  at.preempt = w += LINE;
  at.withdraw = w += LINE * g->cores;
  at.messages_read = w += LINE * g->cores;
  at.outcomes_read = w += LINE * (g->cores + 1);
  at.decisions = w += LINE * g->cores;
  at.counters = w + g->cores * queue_words(g->decisions);
  return at;
}

/* 4: queues. */
struct writer {
  word *queue;
  uint64_t slots, next;
};

struct reader {
  word *queue, *position; /* position: this side's read line */
  uint64_t slots, next, told;
};

enum taken { EMPTY, TAKEN, CORRUPT };

static inline struct writer open_writer(word *queue, uint64_t slots) { return (struct writer){queue, slots, 0}; }

static inline void write_queue_header(word *queue, uint64_t slots, int direction, uint64_t epoch) {
  put(queue + 1, (uint64_t)VERSION << 32 | VERSION);
  put(queue + 2, slots);
  put(queue + 3, (uint64_t)direction | 1 << 8); /* write-back memory */
  put(queue + 4, epoch);
  put(queue, QUEUE_MAGIC);
}

/* Word 0 is cleared before word 1 vouches for it. */
static inline struct reader open_reader(word *queue, uint64_t slots, word *position, uint64_t epoch) {
  put(position, 0);
  put(position + 1, epoch);
  return (struct reader){queue, position, slots, 0, 0};
}

static inline word *slot_of(word *queue, uint64_t slots, uint64_t n) { return queue + LINE + LINE * (n & (slots - 1)); }

/* The caller has seen to it that slot w->next is consumed. */
static inline void publish(struct writer *w, const uint64_t payload[LINE]) {
  word *slot = slot_of(w->queue, w->slots, w->next);
  for (int i = 1; i < LINE; i++) atomic_store_explicit(slot + i, payload[i], memory_order_relaxed);
  put(slot, ++w->next);
}

static inline enum taken take(struct reader *r, uint64_t copy[LINE]) {
  word *slot = slot_of(r->queue, r->slots, r->next);
  uint64_t valid = get(slot), want = r->next + 1;
  if (valid == 0 || (valid == want - r->slots && want > r->slots)) return EMPTY;
  for (int i = 1; i < LINE; i++) copy[i] = peek(slot + i);
  copy[0] = valid;
  atomic_thread_fence(memory_order_acquire);
  if (valid != want || peek(slot) != want) return CORRUPT;
  r->next++;
  return TAKEN;
}

static inline bool has_next(const struct reader *r) {
  uint64_t valid = get(slot_of(r->queue, r->slots, r->next)), want = r->next + 1;
  return valid != 0 && valid != want - r->slots;
}

static inline void tell_position(struct reader *r) {
  if (r->told == r->next) return;
  put(r->position, r->told = r->next);
}

/* What the other side says it has consumed; 0 when it speaks of another epoch, no news when it cannot be true. */
static inline uint64_t consumed(const word *position, uint64_t epoch, uint64_t before, uint64_t published) {
  if (get(position + 1) != epoch) return before;
  uint64_t now = get(position);
  return now >= before && now <= published ? now : before;
}

/* 3.4: interrupts on shm. */
static inline void futex_wait(word *ring, uint64_t remembered, long nanos) {
  struct timespec limit = {nanos / 1000000000, nanos % 1000000000};
  syscall(SYS_futex, (uint32_t *)ring, FUTEX_WAIT, (uint32_t)remembered, &limit, NULL, 0);
}

/* One counter per program, whichever of its threads rings; odd in a host, even in an agent: a futex compares the low 32 bits alone. */
extern _Atomic uint32_t rings;

static inline void ring_if_armed(const word *armed, word *ring) {
  fence(); /* what was published comes before the look at the armed word */
  if (peek(armed) != 1) return;
  put(ring, (uint64_t)getpid() << 32 | atomic_fetch_add(&rings, 2));
  syscall(SYS_futex, (uint32_t *)ring, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

static inline uint64_t now_nanos(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

/* Field 22 of /proc/PID/stat; the second field may hold spaces and brackets, so counting begins after its last bracket. */
static inline uint64_t start_time(uint64_t pid) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%llu/stat", (unsigned long long)pid);
  FILE *f = fopen(path, "r");
  if (!f) return 0;
  size_t n = fread(line, 1, sizeof line - 1, f);
  fclose(f);
  line[n] = 0;
  char *p = strrchr(line, ')');
  for (int field = 2; p && field < 22; field++) p = strchr(p + 1, ' ');
  return p ? strtoull(p + 1, NULL, 10) : 0;
}

/* xorshift64*: one seed, one sequence. */
static inline uint64_t chance(uint64_t *seed) {
  uint64_t x = *seed;
  x ^= x >> 12, x ^= x << 25, x ^= x >> 27;
  return (*seed = x) * 0x2545f4914f6cdd1dull;
}

#endif
