/*
 * What a decision costs an agent in C: the peer of './wave bench agent', in the words that AgentCostMain prints.
 *
 *   decision CORES CPU THREADS ...
 *
 * An agent and a stand-in for its host take turns on one CPU, in the story of StandInHost: on every core the running thread yields and the decided
 * one starts. Only the agent's step is timed, the clock's cost taken off. The agent checks what the product's checks of what arrives, and counts the
 * same; it is made for one policy (first in, first out; with -DDEADLINES earliest deadline first), and leaves out what this story never needs:
 * the repair of order, preemption, recall, withdrawal, cores that come and go, the ledger.
 */
#define _GNU_SOURCE
#include "wave.h"
#include "ready.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { MAX_CORES = 64, AT_ONCE = 64, DISCOVERED_AT_ONCE = 32, MESSAGES = 1024, DECISIONS = 16, OUTCOME_SLOTS = 64 };
enum { EPOCH = 1, NONCE = 42, GENERATION = 1, ROUNDS = 15, EMPTY_STEPS = 200000 };

_Atomic uint32_t rings = 2;
static struct geometry g = {0, 4, MESSAGES, DECISIONS, OUTCOME_SLOTS};
static struct region at;

/* ---- the agent ---- */

struct core {
  struct writer decisions;
  struct reader outcomes;
  struct target *asked[DECISIONS], *running;
  uint64_t answered, dispatch;
  bool online, decided;
};

static struct core cores[MAX_CORES];
static struct reader messages[MAX_CORES + 1];
static struct target *targets;
static uint64_t counted[COUNTER_WORDS], beat, decision_ids, step_began;
static uint32_t known;
static bool worked;

static void forget_core(struct target *t) {
  if (t->core < g.cores && cores[t->core].running == t) cores[t->core].running = NULL;
}

/* Brings what is done with a target up to its newest state. */
static void follow(struct target *t) {
  if (t->state != RUNNING) forget_core(t);
  if (t->state == READY) {
    if (!t->waits) add_ready(t, false);
    return;
  }
  if (t->waits) remove_ready(t);
  if (t->state == RUNNING && t->core < g.cores) cores[t->core].running = t;
}

static void take_hints(struct target *t, const uint64_t m[LINE]) {
  t->class = (uint16_t)bits(m[1], 32, 16);
  t->weight = (uint16_t)bits(m[1], 48, 16);
  t->deadline = m[5];
  t->cores = m[6];
}

static void on_message(const uint64_t m[LINE]) {
  uint64_t kind = bits(m[1], 0, 8), state = bits(m[1], 8, 8);
  uint32_t index = (uint32_t)m[2], generation = (uint32_t)(m[2] >> 32);
  if (kind < K_STARTED || kind >= K_CORE || !state || state >= STATES || !bits(m[1], 48, 16) || index >= known) {
    counted[A_MALFORMED]++;
    return;
  }
  struct target *t = targets + index;
  if (t->state != ABSENT && (generation < t->generation || m[3] <= t->sequence)) {
    counted[A_OLDER]++;
    return;
  }
  t->generation = generation;
  t->sequence = m[3];
  t->state = (uint8_t)state;
  t->core = (uint16_t)bits(m[1], 16, 16);
  t->dispatch = m[7];
  take_hints(t, m);
  if (!t->decided) follow(t);
}

static void on_outcome(uint64_t c, const uint64_t o[LINE]) {
  struct core *core = cores + c;
  uint64_t outcome = bits(o[1], 0, 8);
  if (outcome < COMMITTED || outcome >= OUTCOMES || o[4] != core->answered) {
    counted[A_MALFORMED]++;
    return;
  }
  struct target *t = core->asked[core->answered++ & (DECISIONS - 1)];
  t->decided = false;
  counted[outcome]++;
  if (outcome != COMMITTED) {
    if (t->state == READY) add_ready(t, true);
  } else if (o[3] > t->sequence) {
    t->sequence = o[3];
    t->state = RUNNING;
    t->core = (uint16_t)c;
    core->running = t;
    core->dispatch = o[6];
  } else {
    core->running = NULL;
    follow(t);
  }
}

static void corrupt(void) {
  fprintf(stderr, "a queue is corrupt\n");
  exit(1);
}

static int drain(void) {
  uint64_t slot[LINE];
  int done = 0;
  for (uint64_t c = 0; c < g.cores; c++) {
    enum taken got = TAKEN;
    while (cores[c].decisions.next != cores[c].answered && (got = take(&cores[c].outcomes, slot)) == TAKEN) on_outcome(c, slot), done++;
    if (got == CORRUPT) corrupt();
    if (cores[c].outcomes.next - cores[c].outcomes.told >= OUTCOME_SLOTS / 4) tell_position(&cores[c].outcomes);
  }
  for (uint64_t q = 0; q <= g.cores; q++) {
    enum taken got = EMPTY;
    int taken = 0;
    for (; taken < AT_ONCE && (got = take(messages + q, slot)) == TAKEN; taken++) on_message(slot);
    if (got == CORRUPT) corrupt();
    counted[A_MESSAGES] += (uint64_t)taken;
    done += taken;
    tell_position(messages + q);
  }
  return done;
}

static bool decide(uint64_t c, uint64_t now) {
  struct core *core = cores + c;
  struct target *t = next_ready(c);
  if (!t || core->decisions.next - core->answered == DECISIONS) return false;
  remove_ready(t);
  t->decided = true;
  core->asked[core->decisions.next & (DECISIONS - 1)] = t;
  publish(&core->decisions, (uint64_t[LINE]){0, RUN | c << 16 | (uint64_t)EPOCH << 32,
                                             (uint64_t)t->generation << 32 | (uint64_t)(t - targets), t->sequence, ++decision_ids, now, 0, 0});
  counted[A_DECISIONS]++;
  core->decided = true;
  return true;
}

/* Idle cores first, then one decision ahead for each busy one. */
static int fill(uint64_t now) {
  int done = 0;
  for (uint64_t c = 0; c < g.cores && any_ready(); c++)
    if (cores[c].online && !cores[c].running && cores[c].decisions.next == cores[c].answered) done += decide(c, now);
  for (uint64_t c = 0; c < g.cores && any_ready(); c++) {
    uint64_t allowed = cores[c].running ? 1 : 2;
    while (cores[c].online && cores[c].decisions.next - cores[c].answered < allowed && decide(c, now)) done++;
  }
  return done;
}

static void wake_decided(void) {
  fence();
  for (uint64_t c = 0; c < g.cores; c++) {
    if (!cores[c].decided) continue;
    cores[c].decided = false;
    if (peek(at.core_armed + LINE * c) != 1) continue;
    put(at.ring_core + LINE * c, (uint64_t)getpid() << 32 | atomic_fetch_add(&rings, 2));
    syscall(SYS_futex, (uint32_t *)(at.ring_core + LINE * c), FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
  }
}

static void publish_counters(uint64_t now) {
  counted[worked ? A_WORKED : A_IDLED]++;
  counted[worked ? A_WORKED_NANOS : A_IDLED_NANOS] += now - step_began;
  step_began = now;
  static const int EACH_STEP[] = {A_DECISIONS, COMMITTED, A_MESSAGES, A_WORKED, A_IDLED, A_WORKED_NANOS, A_IDLED_NANOS};
  for (int i = 0; i < 7; i++) put(at.counters + EACH_STEP[i], counted[EACH_STEP[i]]);
}

static void __attribute__((noinline)) step(void) {
  if (get(at.grant + G_STATE) != GRANTED || get(at.grant + G_EPOCH) != EPOCH) exit(1);
  uint64_t now = now_nanos(), before = counted[A_DECISIONS];
  put(at.beat, ++beat);
  int done = drain() + fill(now);
  if (counted[A_DECISIONS] != before) wake_decided();
  publish_counters(now);
  worked = done;
}

/* ---- the stand-in host ---- */

struct host_core {
  struct writer messages, outcomes;
  struct reader decisions;
  uint64_t consumed, dispatch;
  uint32_t running; /* index + 1 */
};

static struct host_core host[MAX_CORES + 1];
static uint64_t *sequences, host_nanos, committed, refused;

static uint64_t deadline_of(uint32_t t) {
#ifdef DEADLINES
  return host_nanos + ((sequences[t] * 31 + t) * UINT64_C(0x9E3779B97F4A7C15) >> 44);
#else
  (void)t;
  return 0;
#endif
}

static void tell(uint64_t q, uint32_t t, int kind, uint64_t core, uint64_t dispatch) {
  struct host_core *h = host + q;
  if (h->messages.next - h->consumed == MESSAGES) h->consumed = consumed(at.messages_read + LINE * q, EPOCH, h->consumed, h->messages.next);
  if (h->messages.next - h->consumed == MESSAGES) fprintf(stderr, "the agent does not keep up\n"), exit(1);
  publish(&h->messages, (uint64_t[LINE]){0, (uint64_t)kind | READY << 8 | core << 16 | 1ull << 48, (uint64_t)GENERATION << 32 | t,
                                         ++sequences[t], host_nanos, deadline_of(t), 0, dispatch});
}

static void answer(uint64_t c, const uint64_t d[LINE]) {
  struct host_core *h = host + c;
  uint32_t t = (uint32_t)d[2];
  bool right = t < known && sequences[t] == d[3];
  if (right) h->running = t + 1, h->dispatch++, sequences[t]++, committed++;
  else refused++;
  publish(&h->outcomes, (uint64_t[LINE]){0, (uint64_t)(right ? COMMITTED : STALE) | c << 16, d[2], right ? sequences[t] : 0,
                                         h->decisions.next - 1, d[4], right ? h->dispatch : 0, host_nanos});
}

static void __attribute__((noinline)) host_round(uint64_t now) {
  uint64_t d[LINE];
  host_nanos = now;
  for (uint64_t c = 0; c < g.cores; c++) {
    struct host_core *h = host + c;
    if (h->running) tell(c, h->running - 1, K_YIELDED, c, h->dispatch);
    h->running = 0;
    while (!h->running && take(&h->decisions, d) == TAKEN) answer(c, d);
    if (h->decisions.next - h->decisions.told >= DECISIONS / 4) tell_position(&h->decisions);
  }
}

/* ---- the measurement ---- */

static void begin(uint32_t threads) {
  uint64_t to_host = (to_nic_bytes(&g) + 4095) & ~4095ull, bytes = to_host + 8 * g.regions * agent_words(&g);
  word *base = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  targets = calloc(threads, sizeof *targets);
  sequences = calloc(threads, sizeof *sequences);
  if (base == MAP_FAILED || !targets || !sequences || !make_ready(threads)) perror("memory"), exit(1);
  at = region_at(base, &g, to_host, 0);
  known = threads;
  memset(cores, 0, sizeof cores);
  memset(host, 0, sizeof host);
  put(at.grant + G_EPOCH, EPOCH);
  put(at.grant + G_STATE, GRANTED);
  for (uint64_t q = 0; q <= g.cores; q++) {
    word *queue = at.messages + q * queue_words(MESSAGES);
    host[q].messages = open_writer(queue, MESSAGES);
    messages[q] = open_reader(queue, MESSAGES, at.messages_read + LINE * q, EPOCH);
  }
  for (uint64_t c = 0; c < g.cores; c++) {
    word *decisions = at.decisions + c * queue_words(DECISIONS), *outcomes = at.outcomes + c * queue_words(OUTCOME_SLOTS);
    cores[c].online = true;
    cores[c].decisions = open_writer(decisions, DECISIONS);
    host[c].decisions = open_reader(decisions, DECISIONS, at.decisions_read + LINE * c, EPOCH);
    host[c].outcomes = open_writer(outcomes, OUTCOME_SLOTS);
    cores[c].outcomes = open_reader(outcomes, OUTCOME_SLOTS, at.outcomes_read + LINE * c, EPOCH);
  }
  for (uint32_t t = 0; t < threads; t++) {
    tell(g.cores, t, K_DISCOVERED, NO_CORE, 0);
    if (t % DISCOVERED_AT_ONCE == DISCOVERED_AT_ONCE - 1) step();
  }
}

static double clock_nanos(void) {
  uint64_t sum = 0;
  for (int i = 0; i < 200000; i++) {
    uint64_t from = now_nanos();
    sum += now_nanos() - from;
  }
  return (double)sum / 200000;
}

static double run(uint64_t nanos) {
  double clock = clock_nanos();
  uint64_t before = committed, start = now_nanos(), end = start, in_steps = 0, steps = 0;
  while (end - start < nanos) {
    host_round(end);
    uint64_t from = now_nanos();
    step();
    end = now_nanos();
    in_steps += end - from;
    steps++;
  }
  if (refused || committed == before) fprintf(stderr, "%llu decisions did not fit\n", (unsigned long long)refused), exit(1);
  return ((double)in_steps - (double)steps * clock) / (double)(committed - before);
}

static double empty_step(void) {
  double clock = clock_nanos();
  uint64_t sum = 0;
  for (int i = 0; i < EMPTY_STEPS; i++) {
    uint64_t from = now_nanos();
    step();
    sum += now_nanos() - from;
  }
  return (double)sum / EMPTY_STEPS - clock;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **words) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (count < 4) return fprintf(stderr, "use: decision CORES CPU THREADS ...\n"), 2;
  g.cores = strtoull(words[1], NULL, 10);
  CPU_SET(atoi(words[2]), &set);
  if (!g.cores || g.cores > MAX_CORES || sched_setaffinity(0, sizeof set, &set)) return fprintf(stderr, "no such cores, or CPU\n"), 2;
  for (int i = 3; i < count; i++) {
    double rounds[ROUNDS];
    begin((uint32_t)strtoul(words[i], NULL, 10));
    run(150000000);
    for (int k = 0; k < ROUNDS; k++) rounds[k] = run(10000000);
    qsort(rounds, ROUNDS, sizeof *rounds, by_value);
    printf("each %s %f\n", words[i], rounds[ROUNDS / 2]);
  }
  empty_step();
  printf("empty %f\n", empty_step());
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("switches %ld\n", use.ru_nivcsw);
  return 0;
}
