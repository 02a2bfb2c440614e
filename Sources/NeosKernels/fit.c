// What a fit of many parameters spends its time with, for several instruction sets.

#include "NeosKernels.h"

#define REAL double
#define BITS int64_t
#include "instruction_sets.h"
#include "lanes.h"

#define SET(function) portable_##function
#define TARGET
#define BYTES 16
#include "fit_loops.h"

#ifdef HAS_LIBMVEC
#define SET(function) avx2_##function
#define TARGET AVX2
#define BYTES 32
#include "fit_loops.h"

#define SET(function) avx512_##function
#define TARGET AVX512
#define BYTES 64
#include "fit_loops.h"
#endif

double neos_dot(const double *x, const double *y, size_t count) { return CHOSEN(dot)(x, y, count); }

neos_shift_sums neos_shift(
  const double *ups, const double *downs, double up, double down, const double *factors, const double *slopes,
  double *derivatives, size_t count)
{
  return CHOSEN(shift)(ups, downs, up, down, factors, slopes, derivatives, count);
}

neos_variation_sums neos_variation(
  const double *ups, const double *downs, const double *weights, const double *slopes, size_t count)
{
  return CHOSEN(variation)(ups, downs, weights, slopes, count);
}
