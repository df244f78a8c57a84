/*
 * A host in C: its cores are threads, its targets serve requests, and who runs when is an agent's affair.
 *
 *   gcc -std=gnu11 -O2 -Wall -Wextra -Werror -pthread -o host host.c table.c decisions.c watchdog.c
 *   host NAME [--cores N] [--targets N] [--requests N] [--seed N] [--service-us N] [--regions N] [--limit-s N]
 *
 * Makes /dev/shm/wave-NAME, has the requests served, and prints one line that counts everything. Ends with 0 when every request was
 * served exactly once, no target ever ran on two cores and the counters balance; else with 1; with 2 when it was called wrongly.
 */
#include "host.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>

struct host host;
_Atomic uint32_t rings = 1;
static volatile sig_atomic_t asked_to_stop;
static char path[256];

static void stop(int signal) { asked_to_stop = signal; }

static void nap(long nanos) { nanosleep(&(struct timespec){0, nanos}, NULL); }

/* 3.5: gives way only when the number is that of the present dispatch. */
static bool asked_off(uint64_t core) {
  if (!atomic_load(&host.epoch) || !(get(host.at.summary) >> (core & 63) & 1)) return false;
  return get(host.at.preempt + LINE * core) == host.cores[core].dispatch;
}

static enum event serve_request(struct target *t, uint64_t core) {
  struct core *c = host.cores + core;
  if (!atomic_load(&t->pending)) return atomic_load(&t->last) ? EXIT : BLOCK;
  if (!t->left) t->left = chance(&c->seed) % (chance(&c->seed) % 100 ? 5000 : host.max_service_nanos) + 1;
  for (uint64_t begin = now_nanos(), end = begin + t->left, now = begin; now < end; now = now_nanos())
    if (asked_off(core)) {
      count(c->counters + N_PREEMPTED, 1);
      t->left = end - now;
      return PREEMPT;
    }
  t->left = 0;
  atomic_fetch_add(&t->served, 1);
  atomic_fetch_add(&host.served, 1);
  if (atomic_fetch_sub(&t->pending, 1) > 1) return YIELD;
  return atomic_load(&t->last) ? EXIT : BLOCK;
}

static void run(uint32_t index, uint64_t core) {
  struct target *t = host.targets + index;
  count(host.cores[core].counters + N_DISPATCHES, 1);
  if (atomic_exchange(&t->on_core, true)) atomic_fetch_add(&host.violations, 1);
  enum event end = serve_request(t, core);
  atomic_store(&t->on_core, false);
  raise_event(index, end, core, core);
}

/* What this core shall run: the agent's decision, or the fallback's while nobody is in charge; -1 nothing. */
static int next_target(uint64_t core) {
  struct core *c = host.cores + core;
  if (atomic_load(&host.epoch)) {
    pthread_mutex_lock(&c->guard);
    int index = next_decision(core, false);
    pthread_mutex_unlock(&c->guard);
    return index;
  }
  int index = fallback_next();
  if (index < 0 || raise_event((uint32_t)index, TAKE, core, core) != COMMITTED) return -1;
  count(c->counters + N_FALLBACK, 1);
  return index;
}

/* Nobody is in charge: the fallback's bell. */
static void doze_without_agent(void) {
  uint32_t bell = atomic_load(&host.bell);
  if (!atomic_load(&host.epoch)) futex_wait((word *)&host.bell, bell, 2000000);
}

/*
 * Armed, one look more, then asleep until rung. The limit covers what no ring announces (a new epoch); a decision that is there
 * when the limit is reached, and no ring, is counted as late: the agent owed a ring.
 */
static void doze(uint64_t core) {
  struct core *c = host.cores + core;
  pthread_mutex_lock(&c->guard);
  uint64_t epoch = atomic_load(&host.epoch), remembered = 0;
  word *ring = host.at.ring_core + LINE * core, *armed = host.at.core_armed + LINE * core;
  if (epoch) {
    put(armed, 1);
    remembered = get(ring);
    fence();
  }
  bool nothing = epoch && !has_next(&c->decisions);
  pthread_mutex_unlock(&c->guard);
  if (!epoch) return doze_without_agent();
  if (nothing) futex_wait(ring, remembered, 2000000);
  pthread_mutex_lock(&c->guard);
  if (nothing && atomic_load(&host.epoch) == epoch && get(ring) == remembered) c->late += has_next(&c->decisions);
  put(armed, 0);
  pthread_mutex_unlock(&c->guard);
}

static void *core_loop(void *argument) {
  uint64_t core = (uint64_t)(uintptr_t)argument;
  for (int idle = 0; !atomic_load(&host.closing);) {
    int index = next_target(core);
    if (index >= 0) run((uint32_t)index, core), idle = 0;
    else if (++idle > 200) doze(core), idle = 150;
  }
  return NULL;
}

static void *watchdog_loop(void *nothing) {
  while (!atomic_load(&host.closing)) {
    watch_once();
    nap((long)host.deadline_nanos / 4);
  }
  return nothing;
}

/* One seeded step of the workload: a request for a target, now and then a change or a farewell. */
static void one_step(uint64_t *seed, uint64_t requests) {
  uint32_t index = (uint32_t)(chance(seed) % host.targets_in_use);
  struct target *t = host.targets + index;
  if (state_in(atomic_load(&t->word)) == ABSENT) {
    atomic_store(&t->last, false);
    put(&t->cores, 0);
    raise_event(index, CREATE, NO_CORE, guarded());
  }
  if (atomic_load(&t->last)) return;
  if (atomic_load(&host.produced) < requests) {
    atomic_fetch_add(&host.produced, 1);
    atomic_fetch_add(&t->pending, 1);
  }
  uint64_t dice = chance(seed) % 100;
  if (dice == 0) atomic_store(&t->last, true);
  raise_event(index, WAKE, NO_CORE, guarded());
  if (dice < 1 || dice > 3) return;
  uint64_t any = (1ull << host.g.cores) - 1, some = chance(seed) & any;
  put(&t->cores, dice == 1 ? 0 : some);
  raise_event(index, CHANGE, NO_CORE, guarded());
}

static void workload(uint64_t seed, uint64_t requests, uint64_t limit_seconds) {
  uint64_t end = now_nanos() + limit_seconds * 1000000000ull;
  while (!asked_to_stop && now_nanos() < end && atomic_load(&host.served) < requests) {
    if (atomic_load(&host.produced) == requests || atomic_load(&host.produced) - atomic_load(&host.served) > 256) nap(200000);
    else one_step(&seed, requests);
  }
}

/* A file that a host left behind who is dead now is nobody's. */
static void remove_leftover(void) {
  word head[9] = {0};
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (read(fd, head, sizeof head) == (ssize_t)sizeof head && kill((pid_t)get(head + H_PID), 0) && errno == ESRCH) unlink(path);
  close(fd);
}

static void make_link(void) {
  struct geometry *g = &host.g;
  remove_leftover();
  host.to_host = (to_nic_bytes(g) + 4095) & ~4095ull;
  host.bytes = host.to_host + 8 * g->regions * agent_words(g);
  int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 || ftruncate(fd, (off_t)host.bytes)) fprintf(stderr, "%s: %s\n", path, strerror(errno)), exit(1);
  host.base = mmap(NULL, host.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (host.base == MAP_FAILED) perror(path), exit(1);
  close(fd);
  put(host.base + H_VERSION, (uint64_t)VERSION << 32 | VERSION);
  put(host.base + H_BYTES, host.bytes);
  put(host.base + H_TO_HOST, host.to_host);
  put(host.base + H_GEOMETRY, g->cores | g->regions << 16);
  put(host.base + H_SLOTS, g->messages | g->decisions << 32 | g->outcomes << 48);
  put(host.base + H_SUBSYSTEM, 1);
  put(host.base + H_PID, (uint64_t)getpid());
  put(host.base + H_STATE, HOST_OPEN);
  put(host.base, LINK_MAGIC);
}

static int report(void) {
  uint64_t sum[HOST_COUNTER_WORDS] = {0}, taken = 0, outcomes = 0, late = 0;
  for (uint64_t c = 0; c < host.g.cores; c++) {
    taken += host.cores[c].taken;
    late += host.cores[c].late;
    for (int i = 0; i < HOST_COUNTER_WORDS; i++) sum[i] += get(host.cores[c].counters + i);
  }
  for (int i = 0; i < OUTCOMES - 1; i++) outcomes += sum[i];
  uint64_t left = 0;
  for (uint64_t i = 0; i < host.targets_in_use; i++) left += atomic_load(&host.targets[i].pending);
  uint64_t produced = atomic_load(&host.produced), served = atomic_load(&host.served);
  bool right = !left && produced == served && !atomic_load(&host.violations) && outcomes == taken;
  printf("{\"right\":%s,\"requests\":%llu,\"served\":%llu,\"twice\":%llu,\"decisions\":%llu,\"outcomes\":[", right ? "true" : "false",
         (unsigned long long)produced, (unsigned long long)served, (unsigned long long)atomic_load(&host.violations),
         (unsigned long long)taken);
  for (int i = 0; i < OUTCOMES - 1; i++) printf("%s%llu", i ? "," : "", (unsigned long long)sum[i]);
  printf("],\"sent\":%llu,\"noRoom\":%llu,\"dispatches\":%llu,\"fallback\":%llu,\"preempted\":%llu,\"late\":%llu,\"epochs\":[",
         (unsigned long long)sum[N_SENT], (unsigned long long)sum[N_NO_ROOM], (unsigned long long)sum[N_DISPATCHES],
         (unsigned long long)sum[N_FALLBACK], (unsigned long long)sum[N_PREEMPTED], (unsigned long long)late);
  for (int i = 0; i <= N_ENDED_LEFT; i++)
    printf("%s%llu", i ? "," : "", (unsigned long long)get(host.cores[guarded()].counters + i));
  printf("]}\n");
  return right ? 0 : 1;
}

static void start(uint64_t seed, pthread_t *watchdog) {
  for (uint64_t q = 0; q <= guarded(); q++) {
    pthread_mutex_init(&host.cores[q].guard, NULL);
    host.cores[q].counters = host_counters(host.base, &host.g) + q * HOST_COUNTER_WORDS;
    host.cores[q].seed = seed * 64 + q + 1;
  }
  pthread_create(watchdog, NULL, watchdog_loop, NULL);
  for (uint64_t c = 0; c < host.g.cores; c++)
    pthread_create(&host.cores[c].thread, NULL, core_loop, (void *)(uintptr_t)c);
}

static void finish(pthread_t watchdog) {
  atomic_store(&host.closing, true);
  for (uint64_t c = 0; c < host.g.cores; c++) pthread_join(host.cores[c].thread, NULL);
  pthread_join(watchdog, NULL);
  end_epoch(R_CLOSED);
  put(host.base + H_STATE, HOST_CLOSED);
  unlink(path);
}

int main(int argc, char **argv) {
  uint64_t option[] = {2, 64, 100000, 1, 2000, 4, 60};
  static const char *names[] = {"--cores", "--targets", "--requests", "--seed", "--service-us", "--regions", "--limit-s"};
  bool right = argc >= 2 && argc % 2 == 0 && argv[1][0] != '-';
  for (int i = 2; right && i < argc; i += 2) {
    int which = 0;
    while (which < 7 && strcmp(names[which], argv[i])) which++;
    if (which < 7) option[which] = strtoull(argv[i + 1], NULL, 10);
    else right = false;
  }
  if (!right || !option[0] || option[0] > MAX_HOST_CORES || !option[1] || option[1] > MAX_HOST_TARGETS || !option[5] ||
      option[5] > MAX_REGIONS || !option[4])
    return fprintf(stderr, "use: host NAME [--cores N] [--targets N] [--requests N] [--seed N] [--service-us N] "
                           "[--regions N] [--limit-s N]\n"), 2;
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  host.g = (struct geometry){option[0], option[5], 1024, 16, 64};
  host.targets_in_use = option[1];
  host.max_service_nanos = option[4] * 1000;
  host.deadline_nanos = 20000000;
  snprintf(path, sizeof path, "/dev/shm/wave-%s", argv[1]);
  make_link();
  pthread_t watchdog;
  start(option[3], &watchdog);
  workload(option[3], option[2], option[6]);
  finish(watchdog);
  return report();
}
