// What a fit of many parameters spends its time with, for several instruction sets.

#include "NeosKernels.h"

#define LOOPS "fit_loops.h"
#include "double_sets.h"

double neos_dot(const double *x, const double *y, size_t count) { return CHOSEN(dot)(x, y, count); }

neos_shift_sums neos_shift(
  const double *ups, const double *downs, double up, double down, const double *factors, const double *slopes,
  double *derivatives, size_t count, bool is_new)
{
  return CHOSEN(shift)(ups, downs, up, down, factors, slopes, derivatives, count, is_new);
}

neos_variation_sums neos_variation(
  const double *ups, const double *downs, const double *weights, const double *slopes, size_t count)
{
  return CHOSEN(variation)(ups, downs, weights, slopes, count);
}
