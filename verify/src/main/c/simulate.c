/*
 * Queues in a hand-written loop: the peer of './wave bench simulator', in the words that StationMain prints.
 *
 *   simulate fifo|shared SERVERS CPU
 *
 * M/M/n, first come first served or processor sharing, load 0.8, mean service 10 us in picoseconds, as FifoStation and SharedStation do it: two events per
 * customer, the same statistics, the same generator (L64X128Mix; G. Steele and S. Vigna, OOPSLA 2021), exponentials by a ziggurat of 256 layers (G. Marsaglia
 * and W. W. Tsang, 2000; the JDK's is a variant of it). The heap has four children and keeps moment and event in one word, so there are at most 4,096 events and a
 * run may last four days of virtual time; what is taken leaves a hole for what is added next. There is no event core that others could use, no tie-break and no check.
 */
#define _GNU_SOURCE
#include <math.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { EVENT_BITS = 12, EVENTS = 1 << EVENT_BITS, CHILDREN = 4, LAYERS = 256, ROUNDS = 15, LINE = 1 << 20 };
static const double SERVICE = 1e7, LOAD = 0.8;
static const uint64_t NEVER = UINT64_MAX;

/* ---- chance ---- */

static uint64_t lcg = 1, x0 = 0x9E3779B97F4A7C15, x1 = 0x6A09E667F3BCC909;
static uint64_t edge[LAYERS];
static double width[LAYERS], height[LAYERS];

static inline uint64_t rotate(uint64_t x, int by) { return x << by | x >> (64 - by); }

static inline uint64_t next64(void) {
  uint64_t z = lcg + x0, a = x0, b = x1;
  lcg = lcg * 0xd1342543de82ef95u + 0x2545F4914F6CDD1Du;
  b ^= a;
  x0 = rotate(a, 24) ^ b ^ b << 16;
  x1 = rotate(b, 37);
  z = (z ^ z >> 32) * 0xdaba0b6eb09322e3u;
  z = (z ^ z >> 32) * 0xdaba0b6eb09322e3u;
  return z ^ z >> 32;
}

static void ziggurat(void) {
  const double area = 0.0039496598225815571993, tail = 7.69711747013104972, unit = 72057594037927936.0; /* 2^56 */
  double right = tail, before = tail, base = area / exp(-tail);
  edge[0] = (uint64_t)(tail / base * unit);
  edge[1] = 0;
  width[0] = base / unit;
  width[LAYERS - 1] = tail / unit;
  height[0] = 1;
  height[LAYERS - 1] = exp(-tail);
  for (int i = LAYERS - 2; i > 0; i--) {
    right = -log(area / before + exp(-before));
    edge[i + 1] = (uint64_t)(right / before * unit);
    before = right;
    height[i] = exp(-right);
    width[i] = right / unit;
  }
}

static double rare(uint64_t bits, int layer) {
  for (;;) {
    double x = bits * width[layer];
    if (layer == 0) return 7.69711747013104972 - log(((next64() >> 11) + 1) * 0x1p-53);
    if (height[layer] + (next64() >> 11) * 0x1p-53 * (height[layer - 1] - height[layer]) < exp(-x)) return x;
    uint64_t again = next64();
    layer = again & (LAYERS - 1), bits = again >> 8;
    if (bits < edge[layer]) return bits * width[layer];
  }
}

static inline double exponential(void) {
  uint64_t drawn = next64(), bits = drawn >> 8;
  int layer = drawn & (LAYERS - 1);
  return __builtin_expect(bits < edge[layer], 1) ? bits * width[layer] : rare(bits, layer);
}

/* ---- what happens next ---- */

static uint64_t heap[EVENTS + 2 * CHILDREN] __attribute__((aligned(64)));
static int size;
static bool hole;

static inline void sink(uint64_t key) {
  int at = 0;
  for (int child = 1; child < size; child = CHILDREN * at + 1) {
    /* Of what lies beyond the end, everything is NEVER. */
    uint64_t a = heap[child], b = heap[child + 1], c = heap[child + 2], d = heap[child + 3];
    uint64_t left = a < b ? a : b, right = c < d ? c : d, least = left < right ? left : right;
    int where = left < right ? (a < b ? child : child + 1) : (c < d ? child + 2 : child + 3);
    if (least >= key) break;
    heap[at] = least;
    at = where;
  }
  heap[at] = key;
}

static inline void add(uint64_t time, int event) {
  uint64_t key = time << EVENT_BITS | (uint64_t)event;
  if (hole) {
    hole = false;
    sink(key);
    return;
  }
  int at = size++;
  while (at > 0 && heap[(at - 1) / CHILDREN] > key) {
    heap[at] = heap[(at - 1) / CHILDREN];
    at = (at - 1) / CHILDREN;
  }
  heap[at] = key;
}

static inline void fill(void) {
  if (!hole) return;
  hole = false;
  size--;
  uint64_t last = heap[size];
  heap[size] = NEVER;
  if (size > 0) sink(last);
}

/* The next event, without taking it; NEVER if there is none. */
static inline uint64_t next(void) {
  fill();
  return heap[0];
}

/* ---- the stations ---- */

static int servers;
static double gap;
static uint64_t now, came[EVENTS], started[EVENTS], demand[EVENTS], waited, responded, customers;
static int idle[EVENTS], idlers;
static uint64_t line[LINE];
static unsigned head, waiting;

static inline uint64_t next_gap(void) { return (uint64_t)(exponential() * gap + 0.5); }
static inline uint64_t next_service(void) { return (uint64_t)(exponential() * SERVICE + 0.5); }

static inline void start(int server, uint64_t arrival) {
  came[server] = arrival;
  started[server] = now;
  add(now + next_service(), server);
}

static void fifo(uint64_t end) {
  while (customers < end) {
    uint64_t key = next();
    int event = (int)(key & (EVENTS - 1));
    now = key >> EVENT_BITS;
    hole = true;
    if (event == servers) {
      add(now + next_gap(), servers);
      if (idlers > 0) start(idle[--idlers], now);
      else if (waiting == LINE) exit(3);
      else line[(head + waiting++) % LINE] = now;
    } else {
      customers++;
      waited += started[event] - came[event];
      responded += now - came[event];
      if (waiting == 0) idle[idlers++] = event;
      else {
        waiting--;
        start(event, line[head++ % LINE]);
      }
    }
  }
}

static uint64_t progress, next_arrival;
static double stretch = 1;
static int present;

static inline void crowd(int more) {
  present += more;
  stretch = present <= servers ? 1 : (double)present / servers;
}

static void shared(uint64_t end) {
  while (customers < end) {
    uint64_t key = next(), departure = NEVER;
    if (key != NEVER) departure = now + (uint64_t)(((key >> EVENT_BITS) - progress) * stretch + 0.5);
    if (next_arrival < departure) {
      progress += (uint64_t)((next_arrival - now) / stretch + 0.5);
      now = next_arrival;
      next_arrival = now + next_gap();
      if (idlers == 0) exit(3);
      int place = idle[--idlers];
      came[place] = now;
      demand[place] = next_service();
      add(progress + demand[place], place);
      crowd(1);
    } else {
      int place = (int)(key & (EVENTS - 1));
      progress = key >> EVENT_BITS;
      now = departure;
      hole = true;
      customers++;
      responded += now - came[place];
      waited += now - came[place] - demand[place];
      idle[idlers++] = place;
      crowd(-1);
    }
  }
}

/* ---- how fast ---- */

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **words) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (count != 4) return fprintf(stderr, "use: simulate fifo|shared SERVERS CPU\n"), 2;
  bool first_come = strcmp(words[1], "fifo") == 0;
  servers = atoi(words[2]);
  CPU_SET(atoi(words[3]), &set);
  if (servers < 1 || servers > EVENTS / 2 || sched_setaffinity(0, sizeof set, &set)) return fprintf(stderr, "no such servers, or CPU\n"), 2;
  memset(heap, 0xFF, sizeof heap);
  ziggurat();
  gap = SERVICE / (LOAD * servers);
  idlers = first_come ? servers : EVENTS;
  for (int i = 0; i < idlers; i++) idle[i] = i;
  next_arrival = next_gap();
  if (first_come) add(next_arrival, servers);
  void (*serve)(uint64_t) = first_come ? fifo : shared;
  serve(1000000);
  double rates[ROUNDS];
  waited = responded = 0;
  uint64_t counted = customers;
  for (int i = 0; i < ROUNDS; i++) {
    double from = seconds();
    uint64_t before = customers;
    serve(customers + 200000);
    rates[i] = 2 * (customers - before) / (seconds() - from) / 1e6;
  }
  qsort(rates, ROUNDS, sizeof *rates, by_value);
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("rate %f\nwait %f\nresponse %f\nswitches %ld\n", rates[ROUNDS / 2], waited / 1e6 / (customers - counted), responded / 1e6 / (customers - counted), use.ru_nivcsw);
  return 0;
}
