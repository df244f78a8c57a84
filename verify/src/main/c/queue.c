/* The C side of './wave bench queue pingpong': one process holds one end of a pair of queues in a mapped file, warms up, measures
 * and says what it measured, in the words that dev.wave.verify.bench.queue.WireReport reads. Its arguments are those of WireJob. */
#define _GNU_SOURCE
#include "queue.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096
#define EPOCH 1

/* The file: one window per end, each a read line on a page of its own, then the slots of the queue that end writes. */
#define WINDOW (PAGE + SLOTS * LINE)

static int first_end;
/* Whoever measures works on copies of its own, which the compiler can keep in registers. */
static struct writer opened_writer;
static struct reader opened_reader;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0)
        die("sched_setaffinity");
}

static long involuntary_switches(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_nivcsw;
}

static void say_switches(long before) { printf("switches %ld\n", involuntary_switches() - before); }

static char *map(const char *name) {
    char path[256];
    snprintf(path, sizeof path, "/dev/shm/wave-%s", name);
    /* The file is sparse and zero; both ends may make it, whoever comes first. */
    int file = open(path, O_RDWR | O_CREAT, 0600);
    if (file < 0 || ftruncate(file, 2 * WINDOW) != 0)
        die(path);
    char *memory = mmap(NULL, 2 * WINDOW, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
    if (memory == MAP_FAILED)
        die("mmap");
    close(file);
    return memory;
}

static void open_ends(const char *name) {
    char *memory = map(name);
    char *own = memory + (first_end ? 0 : WINDOW), *other = memory + (first_end ? WINDOW : 0);
    opened_writer = (struct writer){.slots = (uint64_t *)(own + PAGE), .read_line = (uint64_t *)other, .epoch = EPOCH};
    opened_reader = (struct reader){.slots = (uint64_t *)(other + PAGE), .read_line = (uint64_t *)own};
    reader_open(&opened_reader, EPOCH);
}

static inline void send_message(struct writer *out, uint64_t message) {
    while (!has_room(out))
        spin();
    for (int word = 1; word < WORDS; word++)
        put(out, word, message + (uint64_t)word);
    publish(out);
}

static inline uint64_t receive(struct reader *in) {
    enum found found;
    while ((found = poll_slot(in)) == NOTHING)
        spin();
    if (found == CORRUPT) {
        fprintf(stderr, "corrupt at %llu\n", (unsigned long long)in->position);
        exit(1);
    }
    uint64_t sum = 0;
    for (int word = 1; word < WORDS; word++)
        sum += in->copy[word];
    return sum;
}

/* What the words of these messages add up to. */
static uint64_t message_sum(uint64_t first, uint64_t count) {
    return 7 * (first * count + count * (count - 1) / 2) + 28 * count;
}

static void produce(int warm, int rounds, int messages) {
    struct writer out = opened_writer;
    uint64_t message = 0, last = (uint64_t)warm * (uint64_t)messages;
    for (; message < last; message++)
        send_message(&out, message);
    long switches = involuntary_switches();
    for (last += (uint64_t)rounds * (uint64_t)messages; message < last; message++)
        send_message(&out, message);
    say_switches(switches);
}

static void consume(int warm, int rounds, int messages) {
    struct reader in = opened_reader;
    uint64_t last = now(), first = 0;
    long switches = 0;
    for (int round = -warm; round < rounds; round++) {
        switches = round == 0 ? involuntary_switches() : switches;
        uint64_t sum = 0;
        for (int i = 0; i < messages; i++)
            sum += receive(&in);
        if (sum != message_sum(first, (uint64_t)messages)) {
            fprintf(stderr, "round %d lost or changed messages\n", round);
            exit(1);
        }
        uint64_t time = now();
        if (round >= 0)
            printf("round %llu\n", (unsigned long long)(time - last));
        last = time;
        first += (uint64_t)messages;
    }
    say_switches(switches);
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void say_trips(uint32_t *nanos, int count) {
    qsort(nanos, (size_t)count, sizeof *nanos, by_value);
    printf("trips");
    for (int i = 0; i < count;) {
        int j = i;
        while (j < count && nanos[j] == nanos[i])
            j++;
        printf(" %u:%d", nanos[i], j - i);
        i = j;
    }
    printf("\n");
}

static void ask(int warm, int rounds, int messages) {
    struct writer out = opened_writer;
    struct reader in = opened_reader;
    uint32_t *nanos = calloc((size_t)messages, sizeof *nanos);
    if (nanos == NULL)
        die("calloc");
    long switches = 0;
    for (int round = -warm; round < rounds; round++) {
        switches = round == 0 ? involuntary_switches() : switches;
        uint64_t last = now();
        for (int i = 0; i < messages; i++) {
            send_message(&out, (uint64_t)i);
            if (receive(&in) != message_sum((uint64_t)i, 1)) {
                fprintf(stderr, "the answer to %d is another's\n", i);
                exit(1);
            }
            uint64_t time = now();
            nanos[i] = (uint32_t)(time - last);
            last = time;
        }
        if (round >= 0)
            say_trips(nanos, messages);
    }
    say_switches(switches);
    free(nanos);
}

static void answer(int warm, int rounds, int messages) {
    struct writer out = opened_writer;
    struct reader in = opened_reader;
    long switches = 0;
    for (int round = -warm; round < rounds; round++) {
        switches = round == 0 ? involuntary_switches() : switches;
        for (int i = 0; i < messages; i++)
            send_message(&out, (receive(&in) - 28) / 7);
    }
    say_switches(switches);
}

int main(int count, char **words) {
    if (count != 10) {
        fprintf(stderr, "usage: queue PEER first|second one_way|round_trip LINK CPU OTHER_CPU WARM_ROUNDS ROUNDS MESSAGES\n");
        return 2;
    }
    first_end = strcmp(words[2], "first") == 0;
    pin(atoi(words[5]));
    open_ends(words[4]);
    int warm = atoi(words[7]), rounds = atoi(words[8]), messages = atoi(words[9]);
    int one_way = strcmp(words[3], "one_way") == 0;
    if (one_way && first_end)
        produce(warm, rounds, messages);
    else if (one_way)
        consume(warm, rounds, messages);
    else if (first_end)
        ask(warm, rounds, messages);
    else
        answer(warm, rounds, messages);
    return 0;
}
