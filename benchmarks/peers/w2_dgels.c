// W2b by LAPACK's dgels: one regression of a million rows and 20 columns, on whatever BLAS is installed.
//
//   cc -O2 w2_dgels.c -llapacke -lm -o w2_dgels
//   ./w2_dgels ROWS      prints one line of JSON

#include <lapacke.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { COLUMNS = 20 };
static const int primes[COLUMNS] = {2,  3,  5,  7,  11, 13, 17, 19, 23, 29,
                                    31, 37, 41, 43, 47, 53, 59, 61, 67, 71};

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static double value(long index, int number) {
  double multiple = index * sqrt(primes[number]);
  return sqrt(12) * (multiple - floor(multiple) - .5);
}

int main(int count, char **arguments) {
  long rows = count > 1 ? (long)atof(arguments[1]) : 1000000;
  double *x = malloc(rows * COLUMNS * sizeof *x), *y = malloc(rows * sizeof *y);
  for (long row = 0; row < rows; row++) {
    x[row] = 1;
    y[row] = 1 + value(row + 1, COLUMNS - 1);
    for (int column = 1; column < COLUMNS; column++) {
      x[column * rows + row] = value(row + 1, column - 1);
      y[row] += (column + 1) * x[column * rows + row];
    }
  }
  double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  int info = LAPACKE_dgels(LAPACK_COL_MAJOR, 'N', (int)rows, COLUMNS, 1, x, (int)rows, y, (int)rows);
  wall = seconds(CLOCK_MONOTONIC) - wall;
  cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  if (info || (rows == 1000000 && fabs(y[COLUMNS - 1] - 20.0000603687658) > 1e-10)) return 1;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf(
      "{\"workload\": \"W2b\", \"tool\": \"LAPACK dgels\", \"draws\": %ld, \"threads\": 1, \"seconds\": %.6f, "
      "\"cpu_seconds\": %.6f, \"phases\": {}, \"peak_mb\": %.1f}\n",
      rows, wall, cpu, usage.ru_maxrss / 1024.);
}
