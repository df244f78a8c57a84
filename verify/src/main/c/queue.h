/* The queue of docs/protocol.md, section 4, with every check the product's own ends make: the producer looks for room and at the
 * read line's epoch, the consumer copies a slot once, re-checks its valid word and tells how far it has read every quarter of the
 * slots. With -DBARE the consumer neither copies nor re-checks: what the checks cost. */
#ifndef WAVE_BENCH_QUEUE_H
#define WAVE_BENCH_QUEUE_H

#include <stdint.h>

#define SLOTS 1024
#define LINE 64
#define WORDS 8

/* All accesses are aligned 8-byte loads and stores, ordered only by fences. */
static inline uint64_t load(const uint64_t *word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }
static inline void store(uint64_t *word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELAXED); }
static inline void load_fence(void) { __atomic_thread_fence(__ATOMIC_ACQUIRE); }
static inline void store_fence(void) { __atomic_thread_fence(__ATOMIC_RELEASE); }

static inline void spin(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

/* The slot at a position, in memory that begins with slot 0. */
static inline uint64_t *slot_at(uint64_t *slots, uint64_t position) {
    return slots + (position & (SLOTS - 1)) * WORDS;
}

struct writer {
    uint64_t *slots;
    const uint64_t *read_line; /* word 0: slots consumed; word 1: the epoch that belongs to */
    uint64_t epoch, position, consumed;
};

static inline int refresh_room(struct writer *w) {
    if (load(w->read_line + 1) != w->epoch)
        return w->position < SLOTS;
    load_fence();
    uint64_t read = load(w->read_line);
    load_fence();
    if (read > w->consumed && read <= w->position)
        w->consumed = read;
    return w->position - w->consumed < SLOTS;
}

static inline int has_room(struct writer *w) { return w->position - w->consumed < SLOTS || refresh_room(w); }

static inline void put(struct writer *w, int word, uint64_t value) { store(slot_at(w->slots, w->position) + word, value); }

static inline void publish(struct writer *w) {
    store_fence();
    store(slot_at(w->slots, w->position), w->position + 1);
    w->position++;
}

enum found { NOTHING, SLOT, CORRUPT };

struct reader {
    const uint64_t *slots;
    uint64_t *read_line;
    uint64_t copy[WORDS];
    uint64_t position, reported;
};

static inline void report(struct reader *r) {
    r->reported = r->position;
    store(r->read_line, r->position);
}

static inline void reader_open(struct reader *r, uint64_t epoch) {
    store(r->read_line + 1, UINT64_MAX);
    store_fence();
    store(r->read_line, 0);
    store_fence();
    store(r->read_line + 1, epoch);
}

static inline enum found empty(struct reader *r, const uint64_t *slot, uint64_t valid) {
    if (valid == 0 || valid == r->position + 1 - SLOTS)
        return NOTHING;
    r->copy[0] = valid;
    for (int i = 1; i < WORDS; i++)
        r->copy[i] = load(slot + i);
    return CORRUPT;
}

static inline enum found poll_slot(struct reader *r) {
    const uint64_t *slot = slot_at((uint64_t *)r->slots, r->position);
    uint64_t valid = load(slot);
    if (valid != r->position + 1)
        return empty(r, slot, valid);
    load_fence();
    for (int i = 1; i < WORDS; i++)
        r->copy[i] = load(slot + i);
#ifndef BARE
    load_fence();
    r->copy[0] = load(slot);
    if (r->copy[0] != valid)
        return CORRUPT;
#endif
    r->position++;
    if (r->position - r->reported >= SLOTS / 4)
        report(r);
    return SLOT;
}

#endif
