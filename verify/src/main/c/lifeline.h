/*
 * Put in front of every C program that the benchmarks start (gcc -include): the kernel kills it when the thread that started it ends, so
 * that no end of a queue spins on after a benchmark was killed.
 */
#ifndef WAVE_LIFELINE_H
#define WAVE_LIFELINE_H

/* As the programs themselves do, which come too late with it once a header was read. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <signal.h>
#include <sys/prctl.h>

__attribute__((constructor)) static void wave_end_with_the_parent(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

#endif
