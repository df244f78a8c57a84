/* Kernels that loop and call nothing. Of each the first placement is what the instrumenter could do knowing as much as it does; the
 * others are what else a programmer would try. */
#include <string.h>

PLAIN(sum, {
    int32_t sum = 0;
    for (int i = 0; i < LENGTH; i++)
        sum += numbers[i];
    return sum;
})
static KERNEL(sum_strips) {
    int32_t sum = 0;
    for (int i = 0; i < LENGTH;) {
        poll();
        int end = LENGTH - i > BOUND ? i + BOUND : LENGTH;
        for (; i < end; i++)
            sum += numbers[i];
    }
    return sum;
}

PLAIN(scale, {
    for (int i = 0; i < LENGTH; i++)
        fractions[i] *= 1.0001;
    return (int64_t)fractions[3];
})
static KERNEL(scale_strips) {
    for (int i = 0; i < LENGTH;) {
        poll();
        int end = LENGTH - i > BOUND ? i + BOUND : LENGTH;
        for (; i < end; i++)
            fractions[i] *= 1.0001;
    }
    return (int64_t)fractions[3];
}

PLAIN(linked, {
    int64_t sum = 0;
    for (struct node *n = first_node; n; n = n->next)
        sum += n->value;
    return sum;
})
static KERNEL(linked_countdown) {
    int64_t sum = 0;
    int left = BOUND;
    poll();
    for (struct node *n = first_node; n; n = n->next) {
        sum += n->value;
        if (--left == 0) {
            poll();
            left = BOUND;
        }
    }
    return sum;
}
static KERNEL(linked_always) {
    int64_t sum = 0;
    for (struct node *n = first_node; n; n = n->next) {
        sum += n->value;
        poll();
    }
    return sum;
}

PLAIN(unpredictable, {
    int64_t sum = 0;
    for (int i = 0; i < LENGTH; i++) {
        if (numbers[i] > 1000)
            sum += numbers[i];
        else if ((numbers[i] & 3) == 0)
            sum ^= i;
        else
            sum -= 3;
    }
    return sum;
})
static KERNEL(unpredictable_strips) {
    int64_t sum = 0;
    for (int i = 0; i < LENGTH;) {
        poll();
        int end = LENGTH - i > BOUND ? i + BOUND : LENGTH;
        for (; i < end; i++) {
            if (numbers[i] > 1000)
                sum += numbers[i];
            else if ((numbers[i] & 3) == 0)
                sum ^= i;
            else
                sum -= 3;
        }
    }
    return sum;
}
static KERNEL(unpredictable_countdown) {
    int64_t sum = 0;
    int left = BOUND;
    poll();
    for (int i = 0; i < LENGTH; i++) {
        if (numbers[i] > 1000)
            sum += numbers[i];
        else if ((numbers[i] & 3) == 0)
            sum ^= i;
        else
            sum -= 3;
        if (--left == 0) {
            poll();
            left = BOUND;
        }
    }
    return sum;
}

#define SORTED_LENGTH 200
static int32_t to_sort[SORTED_LENGTH];

static inline __attribute__((always_inline)) void order(int32_t *a, int j) {
    if (a[j] > a[j + 1]) {
        int32_t swapped = a[j];
        a[j] = a[j + 1];
        a[j + 1] = swapped;
    }
}

PLAIN(bubble, {
    int32_t *a = memcpy(to_sort, numbers, sizeof to_sort);
    for (int i = 0; i < SORTED_LENGTH; i++)
        for (int j = 0; j < SORTED_LENGTH - 1 - i; j++)
            order(a, j);
    return a[3];
})
/* The outer loop counts, and the inner one is cut if it is long. */
static KERNEL(bubble_strips) {
    int32_t *a = memcpy(to_sort, numbers, sizeof to_sort);
    int left = 0;
    for (int i = 0; i < SORTED_LENGTH; i++) {
        int limit = SORTED_LENGTH - 1 - i;
        for (int j = 0; j < limit;) {
            if (left <= 0) {
                poll();
                left = BOUND;
            }
            int end = limit - j > BOUND ? j + BOUND : limit;
            left -= end - j;
            for (; j < end; j++)
                order(a, j);
        }
    }
    return a[3];
}
static KERNEL(bubble_rows) {
    int32_t *a = memcpy(to_sort, numbers, sizeof to_sort);
    for (int i = 0; i < SORTED_LENGTH; i++) {
        poll();
        for (int j = 0; j < SORTED_LENGTH - 1 - i; j++)
            order(a, j);
    }
    return a[3];
}

static inline __attribute__((always_inline)) int64_t collatz_step(int64_t x) { return (x & 1) == 0 ? x >> 1 : 3 * x + 1; }

PLAIN(collatz, {
    int64_t steps = 0;
    for (int i = 1; i < 200; i++)
        for (int64_t x = i; x != 1; x = collatz_step(x))
            steps++;
    return steps;
})
static KERNEL(collatz_countdown) {
    int64_t steps = 0;
    int left = BOUND;
    poll();
    for (int i = 1; i < 200; i++)
        for (int64_t x = i; x != 1; x = collatz_step(x)) {
            steps++;
            if (--left == 0) {
                poll();
                left = BOUND;
            }
        }
    return steps;
}
/* The program counts its steps anyway. */
static KERNEL(collatz_steps) {
    int64_t steps = 0, next = BOUND;
    poll();
    for (int i = 1; i < 200; i++)
        for (int64_t x = i; x != 1; x = collatz_step(x))
            if (++steps == next) {
                poll();
                next = steps + BOUND;
            }
    return steps;
}
static KERNEL(collatz_always) {
    int64_t steps = 0;
    for (int i = 1; i < 200; i++)
        for (int64_t x = i; x != 1; x = collatz_step(x)) {
            steps++;
            poll();
        }
    return steps;
}

PLAIN(search, {
    int64_t sum = 0;
    for (int k = 0; k < 2000; k++) {
        int32_t key = numbers[k];
        int low = 0;
        int high = LENGTH - 1;
        while (low <= high) {
            int middle = (int)((uint32_t)(low + high) >> 1);
            if (sorted[middle] < key)
                low = middle + 1;
            else if (sorted[middle] > key)
                high = middle - 1;
            else
                break;
        }
        sum += low;
    }
    return sum;
})
static KERNEL(search_countdown) {
    int64_t sum = 0;
    int left = BOUND;
    poll();
    for (int k = 0; k < 2000; k++) {
        int32_t key = numbers[k];
        int low = 0, high = LENGTH - 1;
        while (low <= high) {
            int middle = (int)((uint32_t)(low + high) >> 1);
            if (sorted[middle] < key)
                low = middle + 1;
            else if (sorted[middle] > key)
                high = middle - 1;
            else
                break;
            if (--left == 0) {
                poll();
                left = BOUND;
            }
        }
        sum += low;
    }
    return sum;
}
/* A programmer knows that one search is over soon. */
static KERNEL(search_each) {
    int64_t sum = 0;
    for (int k = 0; k < 2000; k++) {
        int32_t key = numbers[k];
        int low = 0, high = LENGTH - 1;
        poll();
        while (low <= high) {
            int middle = (int)((uint32_t)(low + high) >> 1);
            if (sorted[middle] < key)
                low = middle + 1;
            else if (sorted[middle] > key)
                high = middle - 1;
            else
                break;
        }
        sum += low;
    }
    return sum;
}

#define SIEVED 8192
static uint8_t composite[SIEVED];

PLAIN(sieve, {
    int64_t primes = 0;
    memset(composite, 0, sizeof composite);
    for (int i = 2; i < SIEVED; i++)
        if (!composite[i]) {
            primes++;
            for (int j = i * 2; j < SIEVED; j += i)
                composite[j] = 1;
        }
    return primes;
})
/* A counter for both loops. */
static KERNEL(sieve_countdown) {
    int64_t primes = 0;
    int left = BOUND;
    poll();
    memset(composite, 0, sizeof composite);
    for (int i = 2; i < SIEVED; i++) {
        if (!composite[i]) {
            primes++;
            for (int j = i * 2; j < SIEVED; j += i) {
                composite[j] = 1;
                if (--left <= 0) {
                    poll();
                    left = BOUND;
                }
            }
        }
        if (--left <= 0) {
            poll();
            left = BOUND;
        }
    }
    return primes;
}
/* Strips of the inner loop, whose step only the program knows, and a poll for each prime and strip. */
static KERNEL(sieve_strips) {
    int64_t primes = 0;
    memset(composite, 0, sizeof composite);
    for (int i = 2; i < SIEVED; i++)
        if (!composite[i]) {
            primes++;
            for (int j = i * 2; j < SIEVED;) {
                poll();
                int end = (SIEVED - j) / BOUND > i ? j + i * BOUND : SIEVED;
                for (; j < end; j += i)
                    composite[j] = 1;
            }
        }
    return primes;
}

const struct kernel loops[] = {
    {"IntSum", sum_plain, sum_again, {sum_strips}},
    {"ScaleField", scale_plain, scale_again, {scale_strips}},
    {"LinkedNodes", linked_plain, linked_again, {linked_countdown, linked_always}},
    {"Unpredictable", unpredictable_plain, unpredictable_again, {unpredictable_strips, unpredictable_countdown}},
    {"BubbleSort", bubble_plain, bubble_again, {bubble_strips, bubble_rows}},
    {"Collatz", collatz_plain, collatz_again, {collatz_countdown, collatz_steps, collatz_always}},
    {"BinarySearch", search_plain, search_again, {search_countdown, search_each}},
    {"Sieve", sieve_plain, sieve_again, {sieve_countdown, sieve_strips}},
    {0},
};
