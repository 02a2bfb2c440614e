// erfc and exp of the C library, of libmvec and, with SLEEF defined, of SLEEF, in turns; kernel_benchmark.py compiles and
// runs it.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef SLEEF
#include <sleef.h>
#endif

#ifdef __AVX512F__
enum { width = 8 };
#define LIBMVEC(function) _ZGVeN8v_##function
#define SLEEF_ERFC Sleef_erfcd8_u15avx512f
#define SLEEF_EXP Sleef_expd8_u10avx512f
#else
enum { width = 4 };
#define LIBMVEC(function) _ZGVdN4v_##function
#define SLEEF_ERFC Sleef_erfcd4_u15avx2
#define SLEEF_EXP Sleef_expd4_u10avx2
#endif

typedef double lanes __attribute__((vector_size(8 * width)));
lanes LIBMVEC(erfc)(lanes);
lanes LIBMVEC(exp)(lanes);

enum { count = 4096, rounds = 101 };
static double x[count] __attribute__((aligned(64))), y[count] __attribute__((aligned(64)));

#define SCALAR(name, function) \
  static void name(void) { for (int i = 0; i < count; i++) y[i] = function(x[i]); }
#define VECTOR(name, function) \
  static void name(void) { for (int i = 0; i < count; i += width) *(lanes *)(y + i) = (lanes)function(*(lanes *)(x + i)); }

SCALAR(libm_erfc, erfc)
SCALAR(libm_exp, exp)
VECTOR(libmvec_erfc, LIBMVEC(erfc))
VECTOR(libmvec_exp, LIBMVEC(exp))
#ifdef SLEEF
VECTOR(sleef_erfc, SLEEF_ERFC)
VECTOR(sleef_exp, SLEEF_EXP)
#endif

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e9 * time.tv_sec + time.tv_nsec;
}

static int order(const void *a, const void *b)
{
  return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

/// What is read of the values, so that they are computed.
static volatile double sink;

/// Prints the medians, in nanoseconds for a number.
static void compare(const char *name, void (*const *functions)(void), int functions_count)
{
  static double times[3][rounds];
  for (int round = 0; round < rounds; round++) {
    for (int k = 0; k < functions_count; k++) {
      const double start = now();
      functions[k]();
      times[k][round] = (now() - start) / count;
      sink = y[round];
    }
  }
  printf("%s", name);
  for (int k = 0; k < functions_count; k++) {
    qsort(times[k], rounds, sizeof(double), order);
    printf("\t%g", times[k][rounds / 2]);
  }
  printf("\n");
}

int main(void)
{
#ifdef SLEEF
  void (*const of_erfc[])(void) = {libmvec_erfc, libm_erfc, sleef_erfc};
  void (*const of_exp[])(void) = {libmvec_exp, libm_exp, sleef_exp};
  enum { libraries = 3 };
#else
  void (*const of_erfc[])(void) = {libmvec_erfc, libm_erfc};
  void (*const of_exp[])(void) = {libmvec_exp, libm_exp};
  enum { libraries = 2 };
#endif
  srand(1);
  for (int i = 0; i < count; i++) x[i] = 10.0 * rand() / RAND_MAX - 5;
  compare("erfc", of_erfc, libraries);
  for (int i = 0; i < count; i++) x[i] = -12.5 * rand() / RAND_MAX;
  compare("exp", of_exp, libraries);
  return 0;
}
