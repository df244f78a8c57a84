/* An agent's seat at a link (sections 3.1 to 3.3), and what it knows about the targets of its enclave. */
#ifndef WAVE_AGENT_H
#define WAVE_AGENT_H

#include "wave.h"

enum { MAX_CORES = 64, MAX_TARGETS = 1 << 20 };

struct seat {
  word *base;
  uint64_t file_bytes, to_host, nonce, epoch, index;
  struct geometry g;
  struct region at;
};

/* Maps shm:NAME; ends the program with one line when that cannot be. */
void seat_open(struct seat *s, const char *link);

/* Claims a region. False: none is free, or the host refused (the reason is in *reason). */
bool seat_claim(struct seat *s, uint64_t flags, uint64_t *seed, uint64_t *reason);

/* The queues are open and may be read. */
void seat_accept(struct seat *s);

void seat_leave(struct seat *s);

bool seat_revoked(const struct seat *s);
bool host_is_gone(const struct seat *s);

#endif
