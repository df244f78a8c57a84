#include "agent.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>

static void give_up(const char *form, ...) {
  va_list list;
  va_start(list, form);
  vfprintf(stderr, form, list);
  va_end(list);
  fputc('\n', stderr);
  exit(1);
}

static bool power_of_two(uint64_t n) { return n && !(n & (n - 1)); }

static void read_header(struct seat *s, uint64_t length, const char *path) {
  const word *h = s->base;
  if (get(h + H_MAGIC) != LINK_MAGIC) give_up("%s is no Wave link: its first word is another", path);
  uint64_t oldest = bits(get(h + H_VERSION), 0, 32), newest = bits(get(h + H_VERSION), 32, 32);
  if (oldest > VERSION || newest < VERSION)
    give_up("%s speaks versions %u to %u, this agent %d", path, (unsigned)oldest, (unsigned)newest, VERSION);
  uint64_t geometry = get(h + H_GEOMETRY), slots = get(h + H_SLOTS);
  s->g = (struct geometry){bits(geometry, 0, 16), bits(geometry, 16, 16), bits(slots, 0, 32), bits(slots, 32, 16),
                           bits(slots, 48, 16)};
  s->to_host = get(h + H_TO_HOST);
  s->file_bytes = get(h + H_BYTES);
  if (!s->g.cores || s->g.cores > MAX_CORES || !s->g.regions || !power_of_two(s->g.messages) ||
      !power_of_two(s->g.decisions) || !power_of_two(s->g.outcomes))
    give_up("%s: its header makes no sense", path);
  if (s->file_bytes > length || s->to_host % 64 || s->to_host < to_nic_bytes(&s->g) ||
      s->to_host + 8 * s->g.regions * agent_words(&s->g) > s->file_bytes)
    give_up("%s is %llu bytes long; its header speaks of more", path, (unsigned long long)length);
}

void seat_open(struct seat *s, const char *link) {
  char path[256];
  if (strncmp(link, "shm:", 4)) give_up("%s: links of this agent look like shm:NAME", link);
  snprintf(path, sizeof path, "/dev/shm/wave-%s", link + 4);
  int fd = open(path, O_RDWR | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st)) give_up("%s: %s; start the host first", path, strerror(errno));
  if (st.st_size < 4096) give_up("%s is too short for a link", path);
  s->base = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (s->base == MAP_FAILED) give_up("%s cannot be mapped: %s", path, strerror(errno));
  close(fd);
  read_header(s, (uint64_t)st.st_size, path);
}

bool host_is_gone(const struct seat *s) {
  if (get(s->base + H_STATE) == HOST_CLOSED) return true;
  return kill((pid_t)get(s->base + H_PID), 0) && errno == ESRCH;
}

static void pause_for(long nanos) { nanosleep(&(struct timespec){0, nanos}, NULL); }

/* Asks for one region and waits for the answer. The host looks at least every quarter of its deadline; it gets a second. */
static bool ask(struct seat *s, uint64_t flags, uint64_t *reason) {
  uint64_t pid = (uint64_t)getpid(), start = start_time(pid);
  put(s->at.claim + C_PID, pid);
  put(s->at.claim + C_VERSION, VERSION);
  put(s->at.claim + C_FLAGS, flags);
  put(s->at.claim + C_START, start);
  put(s->at.claim + C_CHECK, claim_check(s->nonce, pid, VERSION, flags, start));
  put(s->at.claim + C_ACCEPTED, 0); /* a former owner may have left the epoch to come there */
  put(s->at.claim + C_NONCE, s->nonce);
  for (int i = 0; i < 2000; i++, pause_for(500000)) {
    if (get(s->at.grant + G_NONCE) == s->nonce) {
      s->epoch = get(s->at.grant + G_EPOCH);
      *reason = get(s->at.grant + G_REASON);
      if (get(s->at.grant + G_STATE) == GRANTED) return true;
      if (*reason == R_MALFORMED) *reason = R_NONE; /* mixed with another's claim: the next region */
      break;
    }
    if (get(s->at.claim + C_NONCE) != s->nonce) return false; /* another agent was faster */
    if (host_is_gone(s)) break;
  }
  if (get(s->at.claim + C_NONCE) == s->nonce) put(s->at.claim + C_NONCE, 0);
  return false;
}

bool seat_claim(struct seat *s, uint64_t flags, uint64_t *seed, uint64_t *reason) {
  *reason = R_NONE;
  for (uint64_t r = 0; r < s->g.regions && *reason == R_NONE; r++) {
    s->at = region_at(s->base, &s->g, s->to_host, r);
    s->index = r;
    uint64_t answered = get(s->at.grant + G_NONCE); /* before the state: a region given away meanwhile must not look free */
    if (get(s->at.grant + G_STATE) != FREE) continue;
    uint64_t there = get(s->at.claim + C_NONCE);
    if (there && there != answered) continue; /* somebody else's, unanswered */
    while (!(s->nonce = chance(seed))) continue;
    if (ask(s, flags, reason)) return true;
  }
  return false;
}

void seat_accept(struct seat *s) {
  for (word *w = s->at.beat; w < s->at.claim + agent_words(&s->g); w++) put(w, 0);
  for (uint64_t c = 0; c < s->g.cores; c++)
    write_queue_header(s->at.decisions + c * queue_words(s->g.decisions), s->g.decisions, 2, s->epoch);
}

bool seat_revoked(const struct seat *s) {
  return get(s->at.grant + G_STATE) != GRANTED || get(s->at.grant + G_NONCE) != s->nonce;
}

void seat_leave(struct seat *s) {
  if (get(s->at.claim + C_NONCE) == s->nonce) put(s->at.claim + C_NONCE, 0);
}
