#include "hostile.h"

/* A number that is wrong in an interesting way: small, huge, a power of two, or just anything. */
static uint64_t odd_number(uint64_t *seed) {
  switch (chance(seed) % 6) {
    case 0: return chance(seed) % 8;
    case 1: return ~0ull - chance(seed) % 4;
    case 2: return 1ull << (chance(seed) & 63);
    case 3: return (chance(seed) & 0xffffffff) << 32 | 1;
    case 4: return chance(seed) % 4096;
    default: return chance(seed);
  }
}

/* A decision that looks right: in a free slot, its valid word the next one, most fields may be true. */
static void plausible_decision(const struct seat *s, struct writer *decisions, uint64_t *seed, uint64_t core) {
  bool full = decisions->next - get(s->at.decisions_read + LINE * core) >= decisions->slots;
  if (full && chance(seed) % 4096) return;
  uint64_t target = chance(seed) % 64 | (chance(seed) % 4) << 32;
  uint64_t slot[LINE] = {0, RUN | core << 16 | s->epoch << 32, target, chance(seed) % 256, chance(seed), now_nanos(), 0, 0};
  if (chance(seed) % 4 == 0) slot[1 + chance(seed) % 7] = odd_number(seed);
  publish(decisions, slot);
  ring_if_armed(s->at.core_armed + LINE * core, s->at.ring_core + LINE * core);
}

static void anything(const struct seat *s, uint64_t *seed) {
  uint64_t first = (uint64_t)(s->at.beat - s->at.claim), end = agent_words(&s->g);
  put(s->at.claim + first + chance(seed) % (end - first), odd_number(seed));
}

/* Rare, as it ends the epoch at the host's next look. */
static void spoil_claim(const struct seat *s, uint64_t *seed) {
  put(s->at.claim + (chance(seed) % 2 ? C_ACCEPTED : chance(seed) % LINE), odd_number(seed));
}

static void one_deed(const struct seat *s, struct writer *decisions, uint64_t *seed) {
  uint64_t core = chance(seed) % s->g.cores;
  struct writer *d = decisions + core;
  switch (chance(seed) % 128) {
    case 0 ... 1: if (chance(seed) % 128 == 0) spoil_claim(s, seed); break;
    case 2 ... 3: if (chance(seed) % 128 == 0) put(slot_of(d->queue, d->slots, d->next), odd_number(seed)); break;
    case 4 ... 5: if (chance(seed) % 128 == 0) anything(s, seed); break;
    case 6 ... 7: put(s->at.messages_read + LINE * (chance(seed) % (s->g.cores + 1)), odd_number(seed)); break;
    case 8 ... 9: put(s->at.outcomes_read + LINE * core, odd_number(seed)); break;
    case 10 ... 15: put(s->at.withdraw + LINE * core, chance(seed) % 4 ? d->next : odd_number(seed)); break;
    case 16 ... 25: put(s->at.preempt + LINE * core, odd_number(seed)); put(s->at.summary, odd_number(seed)); break;
    case 26 ... 31: ring_if_armed(s->at.core_armed + LINE * core, s->at.ring_core + LINE * core); break;
    default: plausible_decision(s, d, seed, core);
  }
}

void misbehave(const struct seat *s, uint64_t *seed, const volatile sig_atomic_t *stop) {
  struct writer decisions[MAX_CORES];
  for (uint64_t c = 0; c < s->g.cores; c++)
    decisions[c] = open_writer(s->at.decisions + c * queue_words(s->g.decisions), s->g.decisions);
  for (uint64_t n = 0; !*stop && !seat_revoked(s) && !host_is_gone(s); n++) {
    count(s->at.beat, 1);
    one_deed(s, decisions, seed);
    if (n % 16 == 0) nanosleep(&(struct timespec){0, 20000}, NULL);
  }
  put(s->at.claim + C_NONCE, s->nonce); /* whatever stands there now, it is this seat that leaves */
}
