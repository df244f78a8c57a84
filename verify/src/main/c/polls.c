/* The C side of './wave bench polls': what polls laid by hand cost in kernels that the benchmark has in Java too. Arguments: how many
 * slices to measure of each way to write a kernel, then the kernels by name. For each it prints its name, the nanoseconds of CPU time per run without polls, of the same once
 * more, and with polls, one figure for each place to put them. It ends with an error if polls change a result. */
#define _GNU_SOURCE
#include "polls.h"
#include "polls_calls.h"
#include "polls_loops.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SLICE_NANOS 8000000u
#define WAYS (2 + PLACEMENTS)
#define MOST_SLICES 64

volatile uint64_t summary;
int32_t numbers[LENGTH], sorted[LENGTH];
double fractions[LENGTH];
struct list list;
struct node *first_node;
struct tree *root;
struct shape *shapes[1024];

static volatile int64_t sink;

__attribute__((noipa, cold)) void give_way(void) { summary = 0; }

/* java.util.Random, so that both sides branch on the same numbers. */
static uint64_t seed = 1 ^ 0x5DEECE66DULL;
static int32_t random_int(void) {
    seed = (seed * 0x5DEECE66DULL + 0xB) & ((1ULL << 48) - 1);
    return (int32_t)(seed >> 16);
}

static int ascending(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static void *fresh(size_t size) {
    void *memory = malloc(size);
    if (!memory) {
        perror("malloc");
        exit(1);
    }
    return memory;
}

static struct tree *grow(int height) {
    struct tree *t = fresh(sizeof *t);
    t->value = height;
    t->left = height > 0 ? grow(height - 1) : 0;
    t->right = height > 0 ? grow(height - 1) : 0;
    return t;
}

static __attribute__((noipa)) double square(const struct shape *s) { return s->a * s->a; }
static __attribute__((noipa)) double circle(const struct shape *s) { return s->a * s->a * 3.14; }
static __attribute__((noipa)) double triangle(const struct shape *s) { return s->a * s->b / 2; }
static double (*const squares[])(const struct shape *) = {square};
static double (*const circles[])(const struct shape *) = {circle};
static double (*const triangles[])(const struct shape *) = {triangle};

static void make_inputs(void) {
    for (int i = 0; i < LENGTH; i++) {
        sorted[i] = numbers[i] = random_int();
        fractions[i] = i / (double)LENGTH;
    }
    qsort(sorted, LENGTH, sizeof *sorted, ascending);
    list = (struct list){1, ELEMENTS, fresh(ELEMENTS * sizeof(void *))};
    for (int i = 0; i < ELEMENTS; i++) {
        struct node *n = fresh(sizeof *n);
        *n = (struct node){first_node, i};
        first_node = n;
        list.elements[i] = fresh(sizeof **list.elements);
        *list.elements[i] = (struct integer){0, i};
    }
    root = grow(11);
    for (int i = 0; i < 1024; i++) {
        shapes[i] = fresh(sizeof **shapes);
        shapes[i]->methods = i % 3 == 0 ? squares : i % 3 == 1 ? circles : triangles;
        shapes[i]->a = i;
        shapes[i]->b = 2;
    }
}

static uint64_t cpu_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static double slice(int64_t (*run)(void)) {
    uint64_t begin = cpu_nanos(), spent;
    int64_t runs = 0;
    do {
        for (int i = 0; i < 8; i++)
            sink = run();
        runs += 8;
        spent = cpu_nanos() - begin;
    } while (spent < SLICE_NANOS);
    return (double)spent / (double)runs;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Polls change no result. Asked now and then, as slow paths must work too. */
static void compare(const struct kernel *k, int64_t (*way)(void)) {
    int64_t expected = k->plain();
    for (uint64_t asked = 0; asked < 2; asked++) {
        summary = asked;
        if (way() != expected) {
            fprintf(stderr, "%s answers something else with polls\n", k->name);
            exit(1);
        }
    }
    summary = 0;
}

/* The ways take turns, each time another first. Of the slices' means the lower quartile counts. */
static void price(const struct kernel *k, int slices) {
    int64_t (*ways[WAYS])(void) = {k->plain, k->again, k->polled[0], k->polled[1], k->polled[2]};
    static double nanos[WAYS][MOST_SLICES];
    int count = 2;
    while (count < WAYS && ways[count])
        count++;
    for (int way = 0; way < count; way++) {
        compare(k, ways[way]);
        slice(ways[way]);
    }
    for (int s = 0; s < slices; s++)
        for (int turn = 0; turn < count; turn++) {
            int way = (s + turn) % count;
            nanos[way][s] = slice(ways[way]);
        }
    printf("%s", k->name);
    for (int way = 0; way < count; way++) {
        qsort(nanos[way], (size_t)slices, sizeof(double), by_size);
        printf(" %.1f", nanos[way][slices / 4]);
    }
    printf("\n");
    fflush(stdout);
}

static const struct kernel *find(const char *name) {
    const struct kernel *const both[] = {loops, calls};
    for (int i = 0; i < 2; i++)
        for (const struct kernel *k = both[i]; k->name; k++)
            if (strcmp(k->name, name) == 0)
                return k;
    return 0;
}

int main(int count, char **words) {
    int slices = count > 1 ? atoi(words[1]) : 0;
    if (slices < 1 || slices > MOST_SLICES) {
        fprintf(stderr, "usage: polls SLICES KERNEL...   with 1 to %d slices\n", MOST_SLICES);
        return 2;
    }
    make_inputs();
    for (int i = 2; i < count; i++) {
        const struct kernel *k = find(words[i]);
        if (!k) {
            fprintf(stderr, "no such kernel: %s\n", words[i]);
            return 2;
        }
        price(k, slices);
    }
    return 0;
}
