#include "NeosKernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "instruction_sets.h"

// Numbers side by side: eight where the processor has AVX-512, else four.

/// Beyond these the normal distribution function is below 1e-307, or 1 to the last bit, and the density below 1e-305: they
/// are taken as 0 and 1.
static const double above_zero = 37.5;
static const double below_one = 8.3;

/// The scores and weights of some events; beyond the last one copies of it with weight 0.
#define READ(score, weight, x, weights, first, events) do { \
  const size_t lane_count = sizeof score / sizeof *(x); \
  if ((events) - (first) >= lane_count) { \
    memcpy(&score, (x) + (first), sizeof score); \
    if (weights) memcpy(&weight, (weights) + (first), sizeof weight); \
    else weight = (lanes){0} + 1; \
  } else { \
    for (size_t lane = 0; lane < lane_count; lane++) { \
      const int is_there = (first) + lane < (events); \
      score[lane] = (x)[is_there ? (first) + lane : (events) - 1]; \
      weight[lane] = !is_there ? 0 : (weights) ? (weights)[(first) + lane] : 1; \
    } \
  } \
} while (0)

#define ALL(mask) (__builtin_reduce_and(mask) != 0)

/// One of two numbers in each lane.
#define WHERE(mask, yes, no) ((lanes)(((mask) & (__typeof__(mask))(yes)) | (~(mask) & (__typeof__(mask))(no))))

/// The sum over the lanes, halves first.
#define TOTAL(values) ({ \
  double sums[sizeof values / sizeof(double)]; \
  memcpy(sums, &values, sizeof sums); \
  for (size_t half = sizeof values / sizeof(double) / 2; half > 0; half /= 2) { \
    for (size_t lane = 0; lane < half; lane++) sums[lane] += sums[lane + half]; \
  } \
  sums[0]; })

#define EACH(function, values) ({ \
  const lanes of = (values); \
  (lanes){function(of[0]), function(of[1]), function(of[2]), function(of[3])}; })

/// w Phi(z), where not all are far.
///
/// What is far costs nothing among near ones: libmvec would take a slow way to its value.
#define MASS(weight, z) ({ \
  const lanes near = WHERE(z > below_one, (lanes){0} + below_one, WHERE(z < -above_zero, (lanes){0}, z)); \
  const lanes mass = 0.5 * weight * ERFC(near * -0.7071067811865476); \
  WHERE(z < -above_zero, (lanes){0}, mass); })

/// The cell of a score: cells of equal width, in the first one also what is below, in the last one what is above.
///
/// It never falls where scores rise, also as rounded.
static inline uint16_t cell(double x, double low, double per_cell, double last)
{
  const double place = (x - low) * per_cell;
  const double bounded = place > 0 ? place : 0;
  return (uint16_t)(int)(bounded < last ? bounded : last);
}

#define NAME(function) portable_##function
#define TARGET
#define LANES 4
#define ERFC(values) EACH(erfc, values)
#define EXP(values) EACH(exp, values)
#include "kde_loops.h"
#undef NAME
#undef TARGET
#undef LANES
#undef ERFC
#undef EXP

#ifdef HAS_LIBMVEC
typedef double four __attribute__((vector_size(32)));
typedef double eight __attribute__((vector_size(64)));

#define NAME(function) avx2_##function
#define TARGET AVX2
#define LANES 4
TARGET four _ZGVdN4v_erfc(four);
TARGET four _ZGVdN4v_exp(four);
#define ERFC(values) _ZGVdN4v_erfc(values)
#define EXP(values) _ZGVdN4v_exp(values)
#include "kde_loops.h"
#undef NAME
#undef TARGET
#undef LANES
#undef ERFC
#undef EXP

#define NAME(function) avx512_##function
#define TARGET AVX512
#define LANES 8
TARGET eight _ZGVeN8v_erfc(eight);
TARGET eight _ZGVeN8v_exp(eight);
#define ERFC(values) _ZGVeN8v_erfc(values)
#define EXP(values) _ZGVeN8v_exp(values)
#include "kde_loops.h"
#endif

#include "kde_groups.h"

void neos_kde_forward(
  const double *x, const double *weights, const double *edges, double inverse_h, double *sums, size_t events,
  size_t edge_count)
{
  groups sorted;
  if (group(&sorted, x, weights, edges, inverse_h, events, edge_count)) {
    forward_in_order(&sorted, weights != NULL, edges, inverse_h, sums, events, edge_count);
    return;
  }
  for (size_t k = 0; k < edge_count; k++) sums[k] += CHOSEN(mass)(x, weights, edges[k], inverse_h, events);
}

void neos_kde_pullback(
  const double *x, const double *weights, const double *edges, const double *slopes, double inverse_h, double *dx,
  double *dedges, double *dh, size_t events, size_t edge_count)
{
  groups sorted;
  if (group(&sorted, x, weights, edges, inverse_h, events, edge_count)) {
    pullback_in_order(&sorted, weights != NULL, edges, slopes, inverse_h, dx, dedges, dh, events, edge_count);
    return;
  }
  memset(dx, 0, events * sizeof *dx);
  for (size_t k = 0; k < edge_count; k++) {
    if (slopes[k] != 0) dedges[k] += CHOSEN(slopes)(x, weights, edges[k], slopes[k], inverse_h, dx, dh, events);
  }
}
