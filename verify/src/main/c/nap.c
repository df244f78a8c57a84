/* How late the kernel wakes somebody who sleeps for five milliseconds at a time, as a watchdog does, beside whatever else runs here. Until its standard input
 * ends; then it prints how late it was woken: 'nap p50', 'nap p99' and 'nap max', in ns. */
#define _GNU_SOURCE
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define NAP 5000000
#define NAPS_MAX 1000000

static uint64_t late[NAPS_MAX];

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int ascending(const void *one, const void *other) {
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

static int input_ended(void) {
    struct pollfd input = {.fd = 0, .events = POLLIN};
    return poll(&input, 1, 0) > 0;
}

int main(void) {
    struct timespec nap = {.tv_sec = 0, .tv_nsec = NAP};
    long naps = 0;
    while (naps < NAPS_MAX && !input_ended()) {
        uint64_t start = now();
        nanosleep(&nap, NULL);
        uint64_t took = now() - start;
        late[naps++] = took > NAP ? took - NAP : 0;
    }
    if (naps == 0)
        return 1;
    qsort(late, (size_t)naps, sizeof *late, ascending);
    printf("nap p50 %lu\nnap p99 %lu\nnap max %lu\n", late[naps / 2], late[(long)(naps * 0.99)], late[naps - 1]);
    return 0;
}
