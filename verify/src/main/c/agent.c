/*
 * An agent in C: first in, first out; one decision prestaged per core.
 *
 *   gcc -std=gnu11 -O2 -Wall -Wextra -Werror -pthread -o agent agent.c seat.c hostile.c
 *   agent shm:NAME [--replace] [--hostile SEED]
 *
 * Ends with 0 when the host closed or a signal asked it to (it withdraws what is unanswered first), 1 when it cannot go on, 2 when it was
 * called wrongly. Its last line on standard output counts what it did.
 */
#include "agent.h"
#include "hostile.h"

#include <signal.h>

struct target {
  uint64_t sequence, cores;
  uint32_t generation, next;
  uint16_t runs_on;
  uint8_t state;
  bool decided, queued, known;
};

/* One core as the agent sees it. D of the link bounds `published - answered`. */
struct core {
  struct writer decisions;
  struct reader outcomes;
  struct { uint64_t target, stamp, id; } *asked;
  uint64_t answered, withdrawn_below;
  uint32_t running; /* index + 1; 0 idle */
  uint64_t condition, lent; /* newest news of the core itself; newest dispatch that is stuck on it */
  bool ours;
};

_Atomic uint32_t rings = 2;
static struct seat seat;
static struct core cores[MAX_CORES];
static struct reader messages[MAX_CORES + 1];
static struct target *targets;
static uint32_t head, tail, waiting, highest; /* list of ready targets, linked by index + 1; highest index heard of */
static uint64_t asked_back, decision_ids, total[COUNTER_WORDS], unknown_kinds, epochs, seed;
static volatile sig_atomic_t asked_to_stop;

static void stop(int signal) { asked_to_stop = signal; }

static void tally(int what, uint64_t by) {
  total[what] += by;
  count(seat.at.counters + what, by);
}

static void enqueue(uint32_t index, bool first) {
  struct target *t = targets + index;
  if (t->queued || t->decided || t->state != READY) return;
  t->queued = true;
  t->next = 0;
  waiting++;
  if (!head) {
    head = tail = index + 1;
  } else if (first) {
    t->next = head;
    head = index + 1;
  } else {
    targets[tail - 1].next = index + 1;
    tail = index + 1;
  }
}

static uint32_t dequeue(void) {
  uint32_t index = head - 1;
  head = targets[index].next;
  if (!head) tail = 0;
  targets[index].queued = false;
  waiting--;
  return index;
}

static void leave_core(struct target *t, uint32_t index) {
  if (t->runs_on < MAX_CORES && cores[t->runs_on].running == index + 1) cores[t->runs_on].running = 0;
  t->runs_on = NO_CORE;
}

static void enter_core(struct target *t, uint32_t index, uint64_t core) {
  leave_core(t, index);
  if (core >= seat.g.cores) return;
  t->runs_on = (uint16_t)core;
  cores[core].running = index + 1;
}

/* A core's whole condition; the newest counts. What is stuck on a lent core, under that dispatch number or a smaller one, does not occupy it. */
static void on_core(struct core *core, const uint64_t m[LINE]) {
  if (m[3] <= core->condition) return tally(A_OLDER, 1);
  core->condition = m[3];
  core->ours = bits(m[1], 8, 8) == ONLINE;
  if (m[7] > core->lent) core->running = 0;
  core->lent = m[7];
}

/* The newest by sequence number wins: there is no order across queues. */
static void on_message(const uint64_t m[LINE]) {
  uint64_t kind = bits(m[1], 0, 8), state = bits(m[1], 8, 8), core = bits(m[1], 16, 16);
  uint32_t index = (uint32_t)m[2], generation = (uint32_t)(m[2] >> 32);
  tally(A_MESSAGES, 1);
  if (kind == K_CORE && core < seat.g.cores && (state == ONLINE || state == OFFLINE)) return on_core(cores + core, m);
  if (kind < K_STARTED || kind >= K_CORE || !state || state >= STATES || !bits(m[1], 48, 16) || index >= MAX_TARGETS) {
    unknown_kinds += kind > K_CORE;
    tally(A_MALFORMED, 1);
    return;
  }
  struct target *t = targets + index;
  if (index > highest) highest = index;
  if (t->known && (int32_t)(generation - t->generation) < 0) return tally(A_OLDER, 1);
  if (t->known && generation == t->generation && m[3] <= t->sequence) return tally(A_OLDER, 1);
  leave_core(t, index);
  t->known = true;
  t->generation = generation;
  t->sequence = m[3];
  t->state = (uint8_t)state;
  t->cores = m[6];
  if (state == RUNNING) enter_core(t, index, core);
  enqueue(index, false);
}

/* False: the host contradicts itself. */
static bool on_outcome(uint64_t c, const uint64_t o[LINE]) {
  struct core *core = cores + c;
  uint64_t outcome = bits(o[1], 0, 8), at = core->answered & (seat.g.decisions - 1);
  if (core->answered == core->decisions.next || o[4] != core->answered || o[5] != core->asked[at].id ||
      o[2] != core->asked[at].target || outcome < COMMITTED || outcome >= OUTCOMES)
    return false;
  core->answered++;
  tally((int)outcome, 1);
  uint32_t index = (uint32_t)o[2];
  struct target *t = targets + index;
  t->decided = false;
  if (outcome == WRONG_CORE) core->ours = false;
  if (outcome == COMMITTED && t->generation == o[2] >> 32 && o[3] > t->sequence) {
    t->sequence = o[3];
    t->state = RUNNING;
    enter_core(t, index, c);
  }
  enqueue(index, outcome == WITHDRAWN);
  return true;
}

/* Reads what has come, bounded. Returns how much, -1 when the host talks nonsense. */
static int listen(void) {
  uint64_t slot[LINE];
  int done = 0;
  enum taken got = EMPTY;
  for (uint64_t c = 0; c < seat.g.cores; c++) {
    for (int i = 0; i < 64 && (got = take(&cores[c].outcomes, slot)) == TAKEN; i++, done++)
      if (!on_outcome(c, slot)) return -1;
    if (got == CORRUPT) return -1;
    tell_position(&cores[c].outcomes);
  }
  for (uint64_t q = 0; q <= seat.g.cores; q++) {
    for (int i = 0; i < 64 && (got = take(messages + q, slot)) == TAKEN; i++, done++) on_message(slot);
    if (got == CORRUPT) return -1;
    tell_position(messages + q);
  }
  return done;
}

/* Named cores that are offline do not count; if none is left, any core will do. */
static bool permitted(const struct target *t, uint64_t core) {
  uint64_t online = 0;
  for (uint64_t c = 0; c < seat.g.cores && t->cores; c++) online |= cores[c].ours ? UINT64_C(1) << (c & 63) : 0;
  return !(t->cores & online) || t->cores >> (core & 63) & 1;
}

static bool has_room(const struct core *c) { return c->ours && c->answered == c->decisions.next; }

static void decide(uint32_t index, uint64_t c) {
  struct core *core = cores + c;
  struct target *t = targets + index;
  uint64_t at = core->decisions.next & (seat.g.decisions - 1), id = ++decision_ids;
  uint64_t target = (uint64_t)t->generation << 32 | index;
  core->asked[at].target = target;
  core->asked[at].stamp = t->sequence;
  core->asked[at].id = id;
  t->decided = true;
  publish(&core->decisions,
          (uint64_t[LINE]){0, RUN | c << 16 | seat.epoch << 32, target, t->sequence, id, now_nanos(), 0, 0});
  tally(A_DECISIONS, 1);
  ring_if_armed(seat.at.core_armed + LINE * c, seat.at.ring_core + LINE * c);
}

/* An idle core before one that is only prestaged. */
static int core_for(const struct target *t) {
  int found = -1;
  for (uint64_t c = 0; c < seat.g.cores; c++) {
    if (!has_room(cores + c) || !permitted(t, c)) continue;
    if (!cores[c].running) return (int)c;
    if (found < 0) found = (int)c;
  }
  return found;
}

static bool any_room(void) {
  for (uint64_t c = 0; c < seat.g.cores; c++)
    if (has_room(cores + c)) return true;
  return false;
}

/* Each waiting target is looked at once; who fits nowhere goes to the end. */
static int fill(void) {
  int done = 0;
  for (uint32_t left = waiting; left && any_room(); left--) {
    uint32_t index = dequeue();
    struct target *t = targets + index;
    if (t->state != READY || t->decided) continue;
    int c = core_for(t);
    if (c < 0) enqueue(index, false);
    else decide(index, (uint64_t)c), done++;
  }
  return done;
}

/* Of which cores something is asked back and unanswered: word 1 of the summary line, where idle cores look. */
static void say_what_is_asked_back(void) {
  uint64_t bits = 0;
  for (uint64_t c = 0; c < seat.g.cores; c++)
    if (cores[c].answered < cores[c].withdrawn_below) bits |= 1ull << (c & 63);
  if (bits != asked_back) put(seat.at.summary + 1, asked_back = bits);
}

static void ring_idle_cores(void) {
  for (uint64_t c = 0; c < seat.g.cores; c++)
    if (!cores[c].running) ring_if_armed(seat.at.core_armed + LINE * c, seat.at.ring_core + LINE * c);
}

/* Takes back what waits behind a busy core while another one idles, or everything when this agent is to leave. */
static void withdraw(bool everything) {
  bool idle = false, any = false;
  for (uint64_t c = 0; c < seat.g.cores; c++) idle |= has_room(cores + c) && !cores[c].running;
  for (uint64_t c = 0; c < seat.g.cores; c++) {
    struct core *k = cores + c;
    if (k->answered == k->decisions.next || k->withdrawn_below == k->decisions.next) continue;
    if (!everything && (!idle || head || !k->running)) continue;
    put(seat.at.withdraw + LINE * c, k->withdrawn_below = k->decisions.next);
    tally(A_WITHDRAWALS, 1);
    any = true;
  }
  say_what_is_asked_back();
  if (any) ring_idle_cores();
}

static bool nothing_came(void) {
  for (uint64_t c = 0; c < seat.g.cores; c++)
    if (has_next(&cores[c].outcomes)) return false;
  for (uint64_t q = 0; q <= seat.g.cores; q++)
    if (has_next(messages + q)) return false;
  return !seat_revoked(&seat);
}

static void doze(void) {
  uint64_t remembered;
  put(seat.at.agent_armed, 1);
  remembered = get(seat.at.ring_agent);
  fence();
  if (nothing_came() && !asked_to_stop) futex_wait(seat.at.ring_agent, remembered, 5000000);
  put(seat.at.agent_armed, 0);
  tally(A_ASLEEP, 1);
}

static bool check_queue(const word *q, uint64_t slots) {
  return get(q) == QUEUE_MAGIC && bits(get(q + 1), 0, 32) <= VERSION && bits(get(q + 1), 32, 32) >= VERSION &&
         get(q + 2) == slots && bits(get(q + 3), 0, 8) == 1 && get(q + 4) == seat.epoch;
}

static bool open_queues(void) {
  bool right = true;
  seat_accept(&seat);
  memset(targets, 0, sizeof *targets * (highest + 1));
  head = tail = waiting = highest = asked_back = 0;
  for (uint64_t c = 0; c < seat.g.cores; c++) {
    word *outcomes = seat.at.outcomes + c * queue_words(seat.g.outcomes);
    void *asked = cores[c].asked ? (void *)cores[c].asked : calloc(seat.g.decisions, sizeof *cores[c].asked);
    right = right && asked && check_queue(outcomes, seat.g.outcomes);
    cores[c] = (struct core){.ours = true, .condition = 1, .asked = asked};
    cores[c].decisions = open_writer(seat.at.decisions + c * queue_words(seat.g.decisions), seat.g.decisions);
    cores[c].outcomes = open_reader(outcomes, seat.g.outcomes, seat.at.outcomes_read + LINE * c, seat.epoch);
  }
  for (uint64_t q = 0; q <= seat.g.cores; q++) {
    word *queue = seat.at.messages + q * queue_words(seat.g.messages);
    right = right && check_queue(queue, seat.g.messages);
    messages[q] = open_reader(queue, seat.g.messages, seat.at.messages_read + LINE * q, seat.epoch);
  }
  put(seat.at.claim + C_ACCEPTED, seat.epoch);
  return right;
}

/* One epoch, from its first step to its end. False: the host talks nonsense. */
static bool serve(void) {
  int idle = 0;
  for (uint64_t step = 1;; step++) {
    count(seat.at.beat, 1);
    if (seat_revoked(&seat) || (step % 1024 == 0 && host_is_gone(&seat))) return true;
    int done = listen();
    if (done < 0) return tally(A_CORRUPT, 1), false;
    if (asked_to_stop) {
      bool pending = false;
      withdraw(true);
      for (uint64_t c = 0; c < seat.g.cores; c++) pending |= cores[c].answered != cores[c].decisions.next;
      if (!pending) return true;
    } else {
      done += fill();
      withdraw(false);
    }
    tally(done ? A_WORKED : A_IDLED, 1);
    idle = done ? 0 : idle + 1;
    if (idle > 2000) doze(), idle = 1900;
  }
}

/* What is unanswered when the epoch ends is abandoned; nobody is left to say so. */
static void abandon(void) {
  for (uint64_t c = 0; c < seat.g.cores; c++) {
    total[ABANDONED] += cores[c].decisions.next - cores[c].answered;
    cores[c].answered = cores[c].decisions.next;
  }
}

static void report(const char *end) {
  uint64_t answered = 0, pending = 0;
  for (int o = COMMITTED; o < OUTCOMES; o++) answered += total[o];
  for (uint64_t c = 0; c < seat.g.cores; c++) pending += cores[c].decisions.next - cores[c].answered;
  printf("{\"end\":\"%s\",\"epochs\":%llu,\"decisions\":%llu,\"answered\":%llu,\"pending\":%llu,\"outcomes\":[", end,
         (unsigned long long)epochs, (unsigned long long)total[A_DECISIONS], (unsigned long long)answered,
         (unsigned long long)pending);
  for (int o = COMMITTED; o < OUTCOMES; o++) printf("%s%llu", o == 1 ? "" : ",", (unsigned long long)total[o]);
  printf("],\"messages\":%llu,\"older\":%llu,\"malformed\":%llu,\"unknownKinds\":%llu,\"corrupt\":%llu}\n",
         (unsigned long long)total[A_MESSAGES], (unsigned long long)total[A_OLDER],
         (unsigned long long)total[A_MALFORMED], (unsigned long long)unknown_kinds,
         (unsigned long long)total[A_CORRUPT]);
  fflush(stdout);
}

/* Asks until a region is granted. An agent in charge may yet die, so that is no reason to give up; the others are. */
static bool attach(uint64_t flags) {
  uint64_t reason = R_NONE;
  while (!asked_to_stop && !host_is_gone(&seat)) {
    if (seat_claim(&seat, flags, &seed, &reason)) return true;
    if (reason != R_NONE && reason != R_IN_CHARGE) {
      fprintf(stderr, "the host refused this agent, reason %d\n", (int)reason);
      return false;
    }
    nanosleep(&(struct timespec){0, 2000000}, NULL);
  }
  return false;
}

/* Silence, and what looked like death, is worth coming back from; who was replaced would only be in the way. */
static bool may_return(bool hostile) {
  uint64_t reason = get(seat.at.grant + G_REASON);
  return hostile || !seat_revoked(&seat) || reason == R_SILENT || reason == R_DEAD || reason == R_LEFT;
}

static int run(uint64_t flags, bool hostile) {
  const char *end = "host closed";
  while (attach(flags)) {
    epochs++;
    fprintf(stderr, "epoch %llu, region %llu\n", (unsigned long long)seat.epoch, (unsigned long long)seat.index);
    flags = 0; /* it replaced whom it was to replace; when it was silent itself, it comes back as anybody */
    bool right = open_queues();
    if (right && hostile) misbehave(&seat, &seed, &asked_to_stop);
    else right = right && serve();
    abandon();
    bool returns = may_return(hostile);
    if (!returns && !host_is_gone(&seat)) end = "revoked";
    seat_leave(&seat);
    if (!right) return fprintf(stderr, "the host's queues are corrupt\n"), 1;
    if (!returns) break;
  }
  report(asked_to_stop ? "stopped" : end);
  return 0;
}

int main(int argc, char **argv) {
  uint64_t flags = 0;
  bool hostile = false;
  seed = now_nanos() ^ (uint64_t)getpid() << 32;
  for (int i = 2; i < argc; i++) {
    if (!strcmp(argv[i], "--replace")) flags = 1;
    else if (!strcmp(argv[i], "--hostile") && i + 1 < argc) hostile = true, seed = strtoull(argv[++i], NULL, 10) * 2 + 1;
    else argc = 1;
  }
  if (argc < 2) return fprintf(stderr, "use: agent shm:NAME [--replace] [--hostile SEED]\n"), 2;
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  targets = calloc(MAX_TARGETS, sizeof *targets);
  if (!targets) return fprintf(stderr, "no memory\n"), 1;
  seat_open(&seat, argv[1]);
  return run(flags, hostile);
}
