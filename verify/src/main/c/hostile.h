#ifndef WAVE_HOSTILE_H
#define WAVE_HOSTILE_H

#include <signal.h>

#include "agent.h"

/* Writes garbage into everything an agent may write, from a seed, until the epoch is taken away or *stop is set. */
void misbehave(const struct seat *s, uint64_t *seed, const volatile sig_atomic_t *stop);

#endif
