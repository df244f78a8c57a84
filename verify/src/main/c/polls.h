/* What kernels with polls laid by hand are made of: the poll, the inputs, and how a kernel is written down. */
#ifndef WAVE_BENCH_POLLS_H
#define WAVE_BENCH_POLLS_H

#include <stdint.h>

#define LENGTH (1 << 14)
#define ELEMENTS 4096

/* How many nanoseconds may pass between two polls, and so how many iterations of a nanosecond. */
#define BOUND 8192

/* Non-zero while somebody is asked to give way: never, here. */
extern volatile uint64_t summary;

/* The slow path: out of line, and nobody knows what it does. */
void give_way(void);

static inline __attribute__((always_inline)) void poll(void) {
    if (__builtin_expect(summary != 0, 0))
        give_way();
}

/* One way to write a kernel. Not merged with another of the same code, not specialised for its caller. */
#define KERNEL(name) __attribute__((noipa)) int64_t name(void)

/* A kernel without polls, and once more at another place: how much the place of the code matters. */
#define PLAIN(name, ...)                                                                                                            \
    static KERNEL(name##_plain) __VA_ARGS__                                                                                         \
    static KERNEL(name##_again) __VA_ARGS__

#define PLACEMENTS 3

/* Named as the class of the same kernel in Java. */
struct kernel {
    const char *name;
    int64_t (*plain)(void), (*again)(void);
    int64_t (*polled[PLACEMENTS])(void); /* the better counts; unused ones are null */
};

/* Boxed, as in a list of Java's. */
struct integer {
    uint64_t header;
    int32_t value;
};
struct list {
    int32_t changes, size;
    struct integer **elements;
};
struct node {
    struct node *next;
    int64_t value;
};
struct tree {
    struct tree *left, *right;
    int64_t value;
};
struct shape {
    double (*const *methods)(const struct shape *);
    double a, b;
};

extern int32_t numbers[LENGTH], sorted[LENGTH];
extern double fractions[LENGTH];
extern struct list list;
extern struct node *first_node;
extern struct tree *root;
extern struct shape *shapes[1024];

/* Ends with a kernel without a name. */
extern const struct kernel loops[], calls[];

#endif
