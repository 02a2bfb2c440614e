#include "NeosKernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// Four numbers side by side. Where the processor has AVX2 and FMA, error function and exponential are those of glibc's
// libmvec, good to 4 units of the last place, else those of libm.
enum { quad_count = 4 };
typedef double quad __attribute__((vector_size(8 * quad_count)));

/// Beyond these the normal distribution function is 0 or 1, and the density 0, to the last bit.
static const double above_zero = 38.6;
static const double below_one = 8.3;

/// The scores and weights of four events; beyond the last one copies of it with weight 0.
#define READ(score, weight, x, weights, first, events) do { \
  if ((events) - (first) >= quad_count) { \
    memcpy(&score, (x) + (first), sizeof score); \
    if (weights) memcpy(&weight, (weights) + (first), sizeof weight); \
    else weight = (quad){1, 1, 1, 1}; \
  } else { \
    for (size_t lane = 0; lane < quad_count; lane++) { \
      const int is_there = (first) + lane < (events); \
      score[lane] = (x)[is_there ? (first) + lane : (events) - 1]; \
      weight[lane] = !is_there ? 0 : (weights) ? (weights)[(first) + lane] : 1; \
    } \
  } \
} while (0)

#define ALL(mask) ({ \
  const __typeof__(mask) held = (mask); \
  (held[0] & held[1] & held[2] & held[3]) != 0; })

#define EACH(function, values) ({ \
  const quad of = (values); \
  (quad){function(of[0]), function(of[1]), function(of[2]), function(of[3])}; })

#define NAME(function) portable_##function
#define TARGET
#define ERFC(values) EACH(erfc, values)
#define EXP(values) EACH(exp, values)
#include "kde_loops.h"
#undef NAME
#undef TARGET
#undef ERFC
#undef EXP

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
#define NAME(function) vector_##function
#define TARGET __attribute__((target("avx2,fma")))
TARGET quad _ZGVdN4v_erfc(quad);
TARGET quad _ZGVdN4v_exp(quad);
#define ERFC(values) _ZGVdN4v_erfc(values)
#define EXP(values) _ZGVdN4v_exp(values)
#include "kde_loops.h"

static int has_vectors(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#else
#define vector_forward portable_forward
#define vector_pullback portable_pullback

static int has_vectors(void) { return 0; }
#endif

void neos_kde_forward(
  const double *x, const double *weights, const double *edges, double inverse_h, double *sums, size_t events,
  size_t edge_count)
{
  (has_vectors() ? vector_forward : portable_forward)(
    x, weights, edges, inverse_h, sums, events, edge_count);
}

void neos_kde_pullback(
  const double *x, const double *weights, const double *edges, const double *slopes, double inverse_h, double *dx,
  double *dedges, double *dh, size_t events, size_t edge_count)
{
  (has_vectors() ? vector_pullback : portable_pullback)(
    x, weights, edges, slopes, inverse_h, dx, dedges, dh, events, edge_count);
}
