#include "host.h"

/* Section 1, row by row. A pair without a row has `exists` 0: a mistake in this host. */
struct row {
  uint8_t exists, next, advances, outcome, message;
};

#define ROW(next, advances, outcome, message) {1, next, advances, outcome, message}

static const struct row TABLE[STATES][EVENTS] = {
  [ABSENT] = {
    [CREATE] = ROW(BLOCKED, 1, 0, 0),
    [COMMIT] = ROW(ABSENT, 0, UNKNOWN_TARGET, 0), [COMMIT_STALE] = ROW(ABSENT, 0, UNKNOWN_TARGET, 0),
  },
  [BLOCKED] = {
    [WAKE] = ROW(READY, 1, 0, K_READY),
    [COMMIT] = ROW(BLOCKED, 0, NOT_READY, 0), [COMMIT_STALE] = ROW(BLOCKED, 0, STALE, 0),
    [TAKE] = ROW(BLOCKED, 0, NOT_READY, 0), [EXIT] = ROW(GONE, 1, 0, K_DEPARTED),
    [CHANGE] = ROW(BLOCKED, 1, 0, K_CHANGED), [FALLBACK] = ROW(BLOCKED, 0, 0, 0),
    [DISCOVER] = ROW(BLOCKED, 1, 0, K_DISCOVERED),
  },
  [READY] = {
    [WAKE] = ROW(READY, 0, 0, 0),
    [COMMIT] = ROW(RUNNING, 1, COMMITTED, 0), [COMMIT_STALE] = ROW(READY, 0, STALE, 0),
    [TAKE] = ROW(RUNNING, 1, COMMITTED, K_STARTED), [EXIT] = ROW(GONE, 1, 0, K_DEPARTED),
    [CHANGE] = ROW(READY, 1, 0, K_CHANGED), [FALLBACK] = ROW(READY, 1, 0, 0),
    [DISCOVER] = ROW(READY, 1, 0, K_DISCOVERED),
  },
  [RUNNING] = {
    [WAKE] = ROW(WOKEN, 0, 0, 0),
    [COMMIT] = ROW(RUNNING, 0, NOT_READY, 0), [COMMIT_STALE] = ROW(RUNNING, 0, STALE, 0),
    [TAKE] = ROW(RUNNING, 0, NOT_READY, 0), [BLOCK] = ROW(BLOCKED, 1, 0, K_BLOCKED),
    [YIELD] = ROW(READY, 1, 0, K_YIELDED), [PREEMPT] = ROW(READY, 1, 0, K_PREEMPTED),
    [EXIT] = ROW(GONE, 1, 0, K_DEPARTED), [CHANGE] = ROW(RUNNING, 1, 0, K_CHANGED),
    [FALLBACK] = ROW(RUNNING, 0, 0, 0), [DISCOVER] = ROW(RUNNING, 1, 0, K_DISCOVERED),
  },
  [WOKEN] = {
    [WAKE] = ROW(WOKEN, 0, 0, 0),
    [COMMIT] = ROW(WOKEN, 0, NOT_READY, 0), [COMMIT_STALE] = ROW(WOKEN, 0, STALE, 0),
    [TAKE] = ROW(WOKEN, 0, NOT_READY, 0), [BLOCK] = ROW(READY, 1, 0, K_READY),
    [YIELD] = ROW(READY, 1, 0, K_YIELDED), [PREEMPT] = ROW(READY, 1, 0, K_PREEMPTED),
    [EXIT] = ROW(GONE, 1, 0, K_DEPARTED), [CHANGE] = ROW(WOKEN, 1, 0, K_CHANGED),
    [FALLBACK] = ROW(WOKEN, 0, 0, 0), [DISCOVER] = ROW(WOKEN, 1, 0, K_DISCOVERED),
  },
  [GONE] = {
    [WAKE] = ROW(GONE, 0, 0, 0),
    [COMMIT] = ROW(GONE, 0, UNKNOWN_TARGET, 0), [COMMIT_STALE] = ROW(GONE, 0, UNKNOWN_TARGET, 0),
    [TAKE] = ROW(GONE, 0, NOT_READY, 0), [CHANGE] = ROW(GONE, 0, 0, 0), [FALLBACK] = ROW(GONE, 0, 0, 0),
    [DISCOVER] = ROW(GONE, 0, 0, 0),
  },
};

/* The fallback's list: first in, first out, each target at most once. */
static pthread_mutex_t list_guard = PTHREAD_MUTEX_INITIALIZER;
static uint32_t list[MAX_HOST_TARGETS];
static uint64_t list_head, list_tail;

static void fallback_add(uint32_t index) {
  if (atomic_exchange(&host.targets[index].listed, true)) return;
  pthread_mutex_lock(&list_guard);
  list[list_tail++ % MAX_HOST_TARGETS] = index;
  pthread_mutex_unlock(&list_guard);
  ring_cores();
}

int fallback_next(void) {
  int index = -1;
  pthread_mutex_lock(&list_guard);
  if (list_head != list_tail) index = (int)list[list_head++ % MAX_HOST_TARGETS];
  pthread_mutex_unlock(&list_guard);
  /* from here on it may be added again; that it is READY now, whoever takes it will see */
  if (index >= 0) atomic_store(&host.targets[index].listed, false);
  return index;
}

void ring_cores(void) {
  atomic_fetch_add(&host.bell, 1);
  syscall(SYS_futex, (uint32_t *)&host.bell, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

/* The last word on a departed target: its index may be used again, under another generation. */
static void forget(uint32_t index) {
  struct target *t = host.targets + index;
  uint64_t w = atomic_load(&t->word);
  if (state_in(w) != GONE) return;
  atomic_fetch_add(&t->generation, 1);
  atomic_compare_exchange_strong(&t->word, &w, packed(ABSENT, 0, NO_CORE, sequence_in(w)));
}

static bool publish_message(uint64_t queue, uint32_t index, uint64_t w) {
  struct core *c = host.cores + queue;
  struct target *t = host.targets + index;
  const word *read = host.at.messages_read + LINE * queue;
  c->messages_consumed = consumed(read, atomic_load(&host.epoch), c->messages_consumed, c->messages.next);
  bool room = c->messages.next - c->messages_consumed < host.g.messages;
  if (queue == guarded()) count(c->counters + (room ? N_GUARDED_SENT : N_GUARDED_NO_ROOM), 1);
  else count(c->counters + (room ? N_SENT : N_NO_ROOM), 1);
  if (!room) return false;
  uint64_t state = state_in(w) == WOKEN ? RUNNING : state_in(w);
  publish(&c->messages, (uint64_t[LINE]){0, bits(w, 4, 4) | state << 8 | bits(w, 8, 16) << 16 | 1ull << 48,
                                         (uint64_t)atomic_load(&t->generation) << 32 | index, sequence_in(w), now_nanos(),
                                         0, get(&t->cores), get(&t->dispatch)});
  ring_if_armed(host.at.agent_armed, host.at.ring_agent);
  return true;
}

/* Whoever is in charge hears of it: invariant 2. The epoch is read after the compare-and-set, and an epoch that begins or ends looks at
   every target after it changed the epoch: one of the two sees the other. */
static void tell(uint64_t queue, uint32_t index, uint64_t w) {
  bool sent = true;
  pthread_mutex_lock(&host.cores[queue].guard);
  bool agent = atomic_load(&host.epoch);
  if (agent) sent = publish_message(queue, index, w);
  if (!sent) atomic_store(&host.targets[index].dirty, true);
  pthread_mutex_unlock(&host.cores[queue].guard);
  if (!agent && state_in(w) == READY) fallback_add(index);
  if (sent && state_in(w) == GONE) forget(index);
}

void resend_dirty(void) {
  for (uint32_t i = 0; i < host.targets_in_use; i++)
    if (atomic_exchange(&host.targets[i].dirty, false)) tell(guarded(), i, atomic_load(&host.targets[i].word));
}

static uint64_t core_after(uint64_t before, enum event event, uint64_t core) {
  if (event == COMMIT || event == TAKE) return core;
  if (event == WAKE && state_in(before) == BLOCKED) return NO_CORE;
  return bits(before, 8, 16);
}

static uint64_t word_after(uint64_t w, const struct row *row, enum event event, uint64_t core) {
  return packed(row->next, row->message ? row->message : bits(w, 4, 4), core_after(w, event, core),
                sequence_in(w) + row->advances);
}

static const struct row *row_of(uint64_t w, enum event event) {
  const struct row *row = &TABLE[state_in(w)][event];
  if (row->exists) return row;
  fprintf(stderr, "no row for state %d and event %d: a mistake in this host\n", (int)state_in(w), (int)event);
  abort();
}

enum outcome raise_event(uint32_t index, enum event event, uint64_t core, uint64_t queue) {
  struct target *t = host.targets + index;
  uint64_t w = atomic_load(&t->word), next;
  const struct row *row;
  do {
    if (state_in(w) == ABSENT && event != CREATE) return event == TAKE ? NOT_READY : 0; /* forgotten meanwhile: nothing to do */
    row = row_of(w, event);
    next = word_after(w, row, event, core);
    if (next == w) return row->outcome;
  } while (!atomic_compare_exchange_weak(&t->word, &w, next));
  if (event == TAKE) put(&t->dispatch, ++host.cores[core].dispatch);
  if (row->message) tell(queue, index, next);
  else if (event == FALLBACK && state_in(next) == READY) fallback_add(index);
  return row->outcome;
}

enum outcome commit(uint64_t target, uint64_t stamp, uint64_t core, uint64_t *after) {
  uint32_t index = (uint32_t)target;
  *after = 0;
  if (index >= host.targets_in_use) return UNKNOWN_TARGET;
  struct target *t = host.targets + index;
  for (;;) {
    uint64_t w = atomic_load(&t->word);
    if (atomic_load(&t->generation) != target >> 32) return UNKNOWN_TARGET;
    const struct row *row = row_of(w, stamp == sequence_in(w) ? COMMIT : COMMIT_STALE);
    if (row->outcome == UNKNOWN_TARGET) return UNKNOWN_TARGET;
    uint64_t allowed = get(&t->cores);
    *after = sequence_in(w);
    if (row->outcome != COMMITTED) return row->outcome;
    if (allowed && !(allowed >> (core & 63) & 1)) return NOT_PERMITTED;
    uint64_t next = word_after(w, row, COMMIT, core);
    if (!atomic_compare_exchange_strong(&t->word, &w, next)) continue;
    put(&t->dispatch, ++host.cores[core].dispatch);
    *after = sequence_in(next);
    return COMMITTED;
  }
}
