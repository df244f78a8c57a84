/* What the machine itself makes of a preemption: one thread asks at random moments by writing a word, another one on its own CPU does nothing but look at
 * that word, and answers with the time at which it saw it change. Whatever is late here was late because the kernel or the hypervisor had the CPU.
 * Arguments: CPU of the core, CPU of the asker, seed, requests. Prints p50, p99, p99.9, max (ns), over (requests seen later than 10 us) and the involuntary
 * switches of the thread that looks. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define SKIPPED 500
#define SHORTEST 20000
#define LONGEST 120000
#define LATE 10000

static _Alignas(128) _Atomic uint64_t asked;
static _Alignas(128) _Atomic uint64_t seen;
static _Alignas(128) _Atomic int stopping;
static int core_cpu;
static long switches;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (pthread_setaffinity_np(pthread_self(), sizeof set, &set) != 0) {
        fprintf(stderr, "the kernel refuses CPU %d\n", cpu);
        exit(1);
    }
}

static long involuntary_switches(void) {
    struct rusage use;
    getrusage(RUSAGE_THREAD, &use);
    return use.ru_nivcsw;
}

static void *look(void *unused) {
    pin(core_cpu);
    long before = involuntary_switches();
    uint64_t last = 0;
    while (!atomic_load_explicit(&stopping, memory_order_relaxed)) {
        uint64_t request = atomic_load_explicit(&asked, memory_order_acquire);
        if (request != last) {
            last = request;
            atomic_store_explicit(&seen, now(), memory_order_release);
        }
    }
    switches = involuntary_switches() - before;
    return unused;
}

static int ascending(const void *one, const void *other) {
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

/* Asks once, after a random while. */
static uint64_t ask(uint64_t *last_seen) {
    uint64_t due = now() + SHORTEST + (uint64_t)random() % (LONGEST - SHORTEST);
    while (now() < due)
        ;
    uint64_t at = now(), when;
    atomic_store_explicit(&asked, at, memory_order_release);
    while ((when = atomic_load_explicit(&seen, memory_order_acquire)) == *last_seen)
        ;
    *last_seen = when;
    return when - at;
}

static void say(uint64_t *latencies, long count) {
    qsort(latencies, (size_t)count, sizeof *latencies, ascending);
    long over = 0;
    for (long i = 0; i < count; i++)
        over += latencies[i] > LATE;
    printf("p50 %lu\np99 %lu\np99.9 %lu\nmax %lu\n", latencies[count / 2], latencies[(long)(count * 0.99)],
           latencies[(long)(count * 0.999)], latencies[count - 1]);
    printf("over %ld\nswitches %ld\n", over, switches);
}

int main(int words, char **word) {
    if (words != 5) {
        fprintf(stderr, "request: CPU of the core, CPU of the asker, seed, requests\n");
        return 2;
    }
    core_cpu = atoi(word[1]);
    srandom((unsigned)atoi(word[3]));
    long count = atol(word[4]);
    uint64_t *latencies = calloc((size_t)count, sizeof *latencies), last_seen = 0;
    pthread_t core;
    if (count <= 0 || !latencies || pthread_create(&core, NULL, look, NULL) != 0)
        return 1;
    pin(atoi(word[2]));
    for (long i = -SKIPPED; i < count; i++) {
        uint64_t latency = ask(&last_seen);
        if (i >= 0)
            latencies[i] = latency;
    }
    atomic_store(&stopping, 1);
    pthread_join(core, NULL);
    say(latencies, count);
    return 0;
}
