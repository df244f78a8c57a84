/* What an agent in C knows of its targets, and those that wait: a doubly linked list or, with -DDEADLINES, a heap. */
#ifndef WAVE_READY_H
#define WAVE_READY_H

#include "wave.h"

struct target {
  uint64_t sequence, deadline, cores, dispatch;
  struct target *next, *previous;
  uint64_t key, tie;
  uint32_t generation, place;
  uint16_t core, class, weight;
  uint8_t state;
  bool decided, waits;
};

static inline bool permitted(const struct target *t, uint64_t core) { return !t->cores || t->cores >> (core & 63) & 1; }

#ifndef DEADLINES

static struct target *first, *last;

static bool make_ready(uint32_t most) {
  (void)most;
  first = last = NULL;
  return true;
}

static inline bool any_ready(void) { return first; }

static inline void add_ready(struct target *t, bool ahead) {
  t->waits = true;
  t->next = ahead ? first : NULL;
  t->previous = ahead ? NULL : last;
  if (t->next) t->next->previous = t;
  else last = t;
  if (t->previous) t->previous->next = t;
  else first = t;
}

static inline void remove_ready(struct target *t) {
  t->waits = false;
  if (t->previous) t->previous->next = t->next;
  else first = t->next;
  if (t->next) t->next->previous = t->previous;
  else last = t->previous;
}

static inline struct target *next_ready(uint64_t core) {
  struct target *t = first;
  while (t && !permitted(t, core)) t = t->next;
  return t;
}

#else

static struct target **heap;
static uint32_t heap_size;
static uint64_t added;

static bool make_ready(uint32_t most) {
  free(heap);
  heap_size = 0;
  return (heap = calloc(most, sizeof *heap));
}

static inline bool any_ready(void) { return heap_size; }

static inline bool before(const struct target *a, const struct target *b) { return a->key < b->key || (a->key == b->key && a->tie < b->tie); }

static inline void set(uint32_t place, struct target *t) {
  heap[place] = t;
  t->place = place;
}

static inline void sift_up(uint32_t place, struct target *t) {
  for (; place && before(t, heap[(place - 1) / 2]); place = (place - 1) / 2) set(place, heap[(place - 1) / 2]);
  set(place, t);
}

static inline void sift_down(uint32_t place, struct target *t) {
  for (uint32_t child; (child = 2 * place + 1) < heap_size; place = child) {
    if (child + 1 < heap_size && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], t)) break;
    set(place, heap[child]);
  }
  set(place, t);
}

/* The sign bit flipped: those that go ahead of others with their deadline come before all that do not. */
static inline void add_ready(struct target *t, bool ahead) {
  t->waits = true;
  t->key = t->deadline ? t->deadline : UINT64_MAX;
  t->tie = ++added;
  t->tie = (ahead ? -t->tie : t->tie) ^ 1ull << 63;
  sift_up(heap_size++, t);
}

static inline void remove_ready(struct target *t) {
  struct target *moved = heap[--heap_size];
  uint32_t place = t->place;
  t->waits = false;
  if (moved == t) return;
  sift_up(place, moved);
  sift_down(moved->place, moved);
}

static inline struct target *best(uint32_t place, uint64_t core, struct target *found) {
  if (place >= heap_size || (found && !before(heap[place], found))) return found;
  if (permitted(heap[place], core)) return heap[place];
  return best(2 * place + 2, core, best(2 * place + 1, core, found));
}

static inline struct target *next_ready(uint64_t core) { return best(0, core, NULL); }

#endif

#endif
