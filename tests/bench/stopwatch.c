/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stopwatch.c - run a command N times; print its median time [s] and greatest memory [MiB].
 *
 *     stopwatch N COMMAND...     its output is thrown away
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMES_MAX 1000

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Seconds from start to end; negative when the command failed. */
static double run(char **command, long *memory)
{
    struct rusage used;
    int status;
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        if (null >= 0)
            dup2(null, STDOUT_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) < 0 || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0)
        return -1;
    if (used.ru_maxrss > *memory)
        *memory = used.ru_maxrss; /* [KiB] on Linux */
    return now() - start;
}

int main(int argc, char **argv)
{
    static double time[TIMES_MAX];
    int n = argc > 2 ? atoi(argv[1]) : 0;
    long memory = 0;
    if (n < 1 || n > TIMES_MAX)
        return 2;
    for (int i = 0; i < n; i++) {
        time[i] = run(argv + 2, &memory);
        if (time[i] < 0)
            return 1;
    }
    qsort(time, (size_t)n, sizeof *time, ascending);
    printf("%.4f %ld\n", (time[(n - 1) / 2] + time[n / 2]) / 2, memory / 1024);
    return 0;
}
