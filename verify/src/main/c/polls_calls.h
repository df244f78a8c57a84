/* Kernels that call, or call themselves. */
#include <stdlib.h>
#include <string.h>

struct text {
    char *bytes;
    size_t length, capacity;
};

static inline void room(struct text *t, size_t more) {
    if (t->length + more > t->capacity) {
        t->capacity = 2 * t->capacity + 2 + more;
        t->bytes = realloc(t->bytes, t->capacity);
        if (!t->bytes)
            abort();
    }
}

static inline void append_byte(struct text *t, char c) {
    room(t, 1);
    t->bytes[t->length++] = c;
}

static inline void append_int(struct text *t, uint32_t value) {
    size_t digits = 1;
    for (uint32_t rest = value; rest >= 10; rest /= 10)
        digits++;
    room(t, digits);
    for (char *at = t->bytes + t->length + digits; digits > 0; digits--, value /= 10, t->length++)
        *--at = (char)('0' + value % 10);
}

static inline int64_t text_end(struct text *t) {
    int64_t length = (int64_t)t->length;
    free(t->bytes);
    return length;
}

PLAIN(build, {
    struct text t = {malloc(16), 0, 16};
    for (uint32_t i = 0; i < 1000; i++) {
        append_int(&t, i);
        append_byte(&t, ',');
    }
    return text_end(&t);
})
static KERNEL(build_strips) {
    struct text t = {malloc(16), 0, 16};
    for (uint32_t i = 0; i < 1000;) {
        poll();
        uint32_t end = 1000 - i > BOUND / 16 ? i + BOUND / 16 : 1000;
        for (; i < end; i++) {
            append_int(&t, i);
            append_byte(&t, ',');
        }
    }
    return text_end(&t);
}
static KERNEL(build_always) {
    struct text t = {malloc(16), 0, 16};
    for (uint32_t i = 0; i < 1000; i++) {
        append_int(&t, i);
        append_byte(&t, ',');
        poll();
    }
    return text_end(&t);
}

static __attribute__((noipa)) int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static __attribute__((noipa)) int fib_entry(int n) {
    poll();
    return n < 2 ? n : fib_entry(n - 1) + fib_entry(n - 2);
}
static __attribute__((noipa)) int fib_inner(int n) {
    if (n < 2)
        return n;
    poll();
    return fib_inner(n - 1) + fib_inner(n - 2);
}
PLAIN(fibonacci, { return fib(18); })
static KERNEL(fibonacci_entry) { return fib_entry(18); }
static KERNEL(fibonacci_inner) { return fib_inner(18); }

static __attribute__((noipa)) int64_t tree(const struct tree *t) { return t ? t->value + tree(t->left) + tree(t->right) : 0; }
static __attribute__((noipa)) int64_t tree_inner(const struct tree *t) {
    if (!t)
        return 0;
    poll();
    return t->value + tree_inner(t->left) + tree_inner(t->right);
}
/* Leaves poll least, and are half of a tree. */
static __attribute__((noipa)) int64_t tree_parents(const struct tree *t) {
    if (!t)
        return 0;
    if (t->left || t->right)
        poll();
    return t->value + tree_parents(t->left) + tree_parents(t->right);
}
PLAIN(tree_sum, { return tree(root); })
static KERNEL(tree_sum_inner) { return tree_inner(root); }
static KERNEL(tree_sum_parents) { return tree_parents(root); }

static inline __attribute__((always_inline)) const struct integer *element(const struct list *l, int i) {
    if ((uint32_t)i >= (uint32_t)l->size)
        abort();
    return l->elements[i];
}

/* A library's: whoever passes the action cannot lay polls here. */
static inline __attribute__((always_inline)) void for_each(struct list *l, void (*action)(void *, const struct integer *), void *context) {
    int changes = l->changes, size = l->size;
    for (int i = 0; i < size && l->changes == changes; i++)
        action(context, element(l, i));
    if (l->changes != changes)
        abort();
}

struct adding {
    int64_t sum;
    int left;
};
static inline void add(void *context, const struct integer *x) { ((struct adding *)context)->sum += x->value; }
static inline void add_always(void *context, const struct integer *x) {
    poll();
    add(context, x);
}
static inline void add_countdown(void *context, const struct integer *x) {
    struct adding *a = context;
    if (--a->left == 0) {
        poll();
        a->left = BOUND;
    }
    add(context, x);
}
PLAIN(each, {
    struct adding a = {0, BOUND};
    for_each(&list, add, &a);
    return a.sum;
})
static KERNEL(each_always) {
    struct adding a = {0, BOUND};
    for_each(&list, add_always, &a);
    return a.sum;
}
/* Only if the action belongs to this one call, so that a counter can live beside the sum. */
static KERNEL(each_countdown) {
    struct adding a = {0, BOUND};
    poll();
    for_each(&list, add_countdown, &a);
    return a.sum;
}

PLAIN(get, {
    int64_t sum = 0;
    for (int i = 0; i < list.size; i++)
        sum += element(&list, i)->value;
    return sum;
})
static KERNEL(get_strips) {
    int64_t sum = 0;
    for (int i = 0; i < list.size;) {
        poll();
        int end = list.size - i > BOUND / 4 ? i + BOUND / 4 : list.size;
        for (; i < end; i++)
            sum += element(&list, i)->value;
    }
    return sum;
}
static KERNEL(get_countdown) {
    int64_t sum = 0;
    int left = BOUND / 4;
    poll();
    for (int i = 0; i < list.size; i++) {
        sum += element(&list, i)->value;
        if (--left == 0) {
            poll();
            left = BOUND / 4;
        }
    }
    return sum;
}

struct iterator {
    struct list *list;
    int32_t at, changes;
};
static inline __attribute__((always_inline)) const struct integer *next(struct iterator *it) {
    if (it->list->changes != it->changes)
        abort();
    return element(it->list, it->at++);
}
PLAIN(iterated, {
    int64_t sum = 0;
    struct iterator it = {&list, 0, list.changes};
    while (it.at != it.list->size)
        sum += next(&it)->value;
    return sum;
})
static KERNEL(iterated_countdown) {
    int64_t sum = 0;
    int left = BOUND / 4;
    poll();
    struct iterator it = {&list, 0, list.changes};
    while (it.at != it.list->size) {
        sum += next(&it)->value;
        if (--left == 0) {
            poll();
            left = BOUND / 4;
        }
    }
    return sum;
}
static KERNEL(iterated_always) {
    int64_t sum = 0;
    struct iterator it = {&list, 0, list.changes};
    while (it.at != it.list->size) {
        sum += next(&it)->value;
        poll();
    }
    return sum;
}

PLAIN(areas, {
    double sum = 0;
    for (int i = 0; i < 1024; i++)
        sum += shapes[i]->methods[0](shapes[i]);
    return (int64_t)sum;
})
/* Of a call nothing is known: sixteen of them between two polls. */
static KERNEL(areas_sixteen) {
    double sum = 0;
    for (int i = 0; i < 1024;) {
        poll();
        int end = 1024 - i > 16 ? i + 16 : 1024;
        for (; i < end; i++)
            sum += shapes[i]->methods[0](shapes[i]);
    }
    return (int64_t)sum;
}
static KERNEL(areas_always) {
    double sum = 0;
    for (int i = 0; i < 1024; i++) {
        sum += shapes[i]->methods[0](shapes[i]);
        poll();
    }
    return (int64_t)sum;
}
/* A programmer knows all three. */
static KERNEL(areas_known) {
    double sum = 0;
    poll();
    for (int i = 0; i < 1024; i++)
        sum += shapes[i]->methods[0](shapes[i]);
    return (int64_t)sum;
}

const struct kernel calls[] = {
    {"BuildString", build_plain, build_again, {build_strips, build_always}},
    {"Fibonacci", fibonacci_plain, fibonacci_again, {fibonacci_entry, fibonacci_inner}},
    {"TreeSum", tree_sum_plain, tree_sum_again, {tree_sum_inner, tree_sum_parents}},
    {"ForEachLambda", each_plain, each_again, {each_always, each_countdown}},
    {"ListGet", get_plain, get_again, {get_strips, get_countdown}},
    {"ListIterator", iterated_plain, iterated_again, {iterated_countdown, iterated_always}},
    {"ThreeShapes", areas_plain, areas_again, {areas_sixteen, areas_always, areas_known}},
    {0},
};
