// What a fit of many parameters spends its time with, for several instruction sets.

#include "NeosKernels.h"

#include <math.h>

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

size_t neos_cholesky(double *matrix, size_t size) { return CHOSEN(cholesky)(matrix, size); }

void neos_set_columns(const double *rows, size_t size, double *columns, size_t stride)
{
  // Squares with sides that are known: they take half the time of a loop over all rows.
  enum { side = 8 };
  const size_t whole = size / side * side;
  for (size_t top = 0; top < whole; top += side) {
    for (size_t left = 0; left <= top; left += side) {
      for (size_t column = left; column < left + side; column++) {
        for (size_t row = top; row < top + side; row++) columns[column * stride + row] = rows[row * size + column];
      }
    }
  }
  for (size_t row = whole; row < size; row++) {
    for (size_t column = 0; column <= row; column++) columns[column * stride + row] = rows[row * size + column];
  }
}
