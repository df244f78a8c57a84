/* Epochs: who is in charge (sections 3.3 and 3.4). One thread runs all of this. */
#include <signal.h>

#include "host.h"

static uint64_t last_epoch, beat_seen, beat_changed, granted_at;
static uint64_t owner[MAX_REGIONS], owner_start[MAX_REGIONS];

static bool dead(uint64_t pid, uint64_t start) {
  if (pid == 0 || pid > INT32_MAX) return true;
  if (kill((pid_t)pid, 0) && errno == ESRCH) return true;
  return start && start_time(pid) != start;
}

static void lock_all(void) {
  for (uint64_t q = 0; q <= guarded(); q++) pthread_mutex_lock(&host.cores[q].guard);
}

static void unlock_all(void) {
  for (uint64_t q = 0; q <= guarded(); q++) pthread_mutex_unlock(&host.cores[q].guard);
}

static word *watchdog_counters(void) { return host.cores[guarded()].counters; }

static void count_end(enum reason reason) {
  static const int WORD[] = {[R_SILENT] = N_ENDED_SILENT, [R_DEAD] = N_ENDED_DEAD, [R_NONSENSE] = N_ENDED_NONSENSE,
                             [R_REPLACED] = N_ENDED_REPLACED, [R_LEFT] = N_ENDED_LEFT};
  if (reason != R_CLOSED) count(watchdog_counters() + WORD[reason], 1);
}

void end_epoch(enum reason reason) {
  if (!host.granted_epoch) return;
  lock_all();
  bool began = atomic_exchange(&host.epoch, 0);
  put(host.base + H_EPOCH, 0);
  for (uint64_t c = 0; began && c < host.g.cores; c++) abandon_decisions(c);
  put(host.at.grant + G_REASON, reason);
  put(host.at.grant + G_STATE, REVOKED);
  ring_if_armed(host.at.agent_armed, host.at.ring_agent);
  host.granted_epoch = 0;
  atomic_store(&host.nonsense, false);
  unlock_all();
  count_end(reason);
  for (uint32_t i = 0; began && i < host.targets_in_use; i++)
    if (state_in(atomic_load(&host.targets[i].word)) != ABSENT) raise_event(i, FALLBACK, NO_CORE, guarded());
  ring_cores();
}

/* The agent has opened its ends: from here on it is in charge. */
static void begin_epoch(void) {
  lock_all();
  for (uint64_t q = 0; q <= guarded(); q++) {
    struct core *c = host.cores + q;
    c->messages = open_writer(host.at.messages + q * queue_words(host.g.messages), host.g.messages);
    c->messages_consumed = 0;
    if (q == guarded()) continue;
    c->outcomes = open_writer(host.at.outcomes + q * queue_words(host.g.outcomes), host.g.outcomes);
    c->outcomes_consumed = 0;
    c->decisions = open_reader(host.at.decisions + q * queue_words(host.g.decisions), host.g.decisions,
                               host.at.decisions_read + LINE * q, host.granted_epoch);
  }
  put(host.base + H_EPOCH, host.granted_epoch);
  atomic_store(&host.epoch, host.granted_epoch);
  unlock_all();
  for (uint32_t i = 0; i < host.targets_in_use; i++) {
    if (state_in(atomic_load(&host.targets[i].word)) == ABSENT) continue;
    raise_event(i, DISCOVER, NO_CORE, guarded());
    count(watchdog_counters() + N_DISCOVERED, 1);
  }
  beat_changed = now_nanos();
  ring_cores();
}

static void grant(uint64_t r, uint64_t nonce) {
  struct region at = region_at(host.base, &host.g, host.to_host, r);
  for (word *w = at.ring_agent; w < at.grant + host_words(&host.g); w++) put(w, 0);
  uint64_t epoch = ++last_epoch;
  for (uint64_t q = 0; q <= guarded(); q++)
    write_queue_header(at.messages + q * queue_words(host.g.messages), host.g.messages, 1, epoch);
  for (uint64_t c = 0; c < host.g.cores; c++)
    write_queue_header(at.outcomes + c * queue_words(host.g.outcomes), host.g.outcomes, 1, epoch);
  host.at = at;
  host.region = r;
  host.nonce = nonce;
  host.granted_epoch = epoch;
  granted_at = now_nanos();
  put(at.grant + G_EPOCH, epoch);
  put(at.grant + G_REASON, R_NONE);
  put(at.grant + G_STATE, GRANTED);
  put(at.grant + G_NONCE, nonce);
  count(watchdog_counters() + N_GRANTED, 1);
}

static void refuse(const struct region *at, uint64_t r, uint64_t nonce, enum reason reason) {
  uint64_t line[LINE];
  for (int i = 0; i < LINE; i++) line[i] = get(at->claim + i);
  if (reason == R_MALFORMED) log_error(L_CLAIM, r, line);
  put(at->grant + G_EPOCH, 0);
  put(at->grant + G_REASON, reason);
  put(at->grant + G_STATE, REFUSED);
  put(at->grant + G_NONCE, nonce);
  count(watchdog_counters() + N_REFUSED, 1);
}

static void consider_claim(uint64_t r, const struct region *at, uint64_t nonce) {
  uint64_t pid = get(at->claim + C_PID), flags = get(at->claim + C_FLAGS);
  owner[r] = pid;
  owner_start[r] = get(at->claim + C_START);
  if (get(at->claim + C_VERSION) != VERSION) return refuse(at, r, nonce, R_VERSION);
  if (get(at->claim + C_CHECK) != claim_check(nonce, pid, VERSION, flags, owner_start[r])) return refuse(at, r, nonce, R_MALFORMED);
  if (pid == 0 || pid > INT32_MAX || flags > 1) return refuse(at, r, nonce, R_MALFORMED);
  if (host.granted_epoch && !(flags & 1)) return refuse(at, r, nonce, R_IN_CHARGE);
  end_epoch(R_REPLACED);
  grant(r, nonce);
}

static bool something_waits(void) {
  for (uint32_t i = 0; i < host.targets_in_use; i++)
    if (state_in(atomic_load(&host.targets[i].word)) == READY) return true;
  return false;
}

static void watch_agent(uint64_t r) {
  uint64_t now = now_nanos(), beat = get(host.at.beat);
  if (get(host.at.claim + C_NONCE) != host.nonce) return end_epoch(R_LEFT);
  if (dead(owner[r], owner_start[r])) return end_epoch(R_DEAD);
  if (atomic_load(&host.nonsense)) return end_epoch(R_NONSENSE);
  if (!atomic_load(&host.epoch)) {
    if (get(host.at.claim + C_ACCEPTED) == host.granted_epoch) begin_epoch();
    else if (now - granted_at > 1000000000ull) end_epoch(R_SILENT);
    return;
  }
  if (beat != beat_seen || !something_waits()) beat_seen = beat, beat_changed = now;
  else if (now - beat_changed > host.deadline_nanos) end_epoch(R_SILENT);
}

/* Withdrawals wait for nobody's run to end. */
static void resolve_withdrawals(void) {
  for (uint64_t c = 0; c < host.g.cores; c++) {
    pthread_mutex_lock(&host.cores[c].guard);
    next_decision(c, true);
    pthread_mutex_unlock(&host.cores[c].guard);
  }
}

void watch_once(void) {
  count(host.base + H_BEAT, 1);
  for (uint64_t r = 0; r < host.g.regions; r++) {
    struct region at = region_at(host.base, &host.g, host.to_host, r);
    uint64_t state = get(at.grant + G_STATE), nonce = get(at.claim + C_NONCE);
    if (state == GRANTED) watch_agent(r);
    else if (state == FREE && nonce && nonce != get(at.grant + G_NONCE)) consider_claim(r, &at, nonce);
    else if (state != FREE && (nonce == 0 || dead(owner[r], owner_start[r]))) put(at.grant + G_STATE, FREE);
  }
  if (atomic_load(&host.epoch)) resolve_withdrawals();
  resend_dirty();
}
