// The loops in which a step of the optimizer spends its time, as plain C.
//
// Those of layers and optimizer are there in single and in double precision, and compiled for several instruction sets,
// of which the best one that the processor has runs. Matrices are row-major and contiguous: events x values. Each function
// has a counterpart in the tests, in Swift, that it is compared with.

#ifndef NEOS_KERNELS_H
#define NEOS_KERNELS_H

#include "process.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The most inputs that the functions for layers of few inputs take.
enum { neos_few_inputs = 4 };

#define NEOS_DECLARE(REAL) \
  /* y = x W + b, and y = max(y, 0) if `relu` is set, for at most `neos_few_inputs` inputs. */ \
  void neos_dense_forward_##REAL( \
    const REAL *x, const REAL *w, const REAL *b, REAL *y, size_t events, size_t inputs, size_t outputs, int relu); \
  /* dW += x^T dy and db += sum of dy over events, for at most `neos_few_inputs` inputs; where `y` is not null, dy is \
     taken as 0 where y is not above 0. */ \
  void neos_dense_pullback_##REAL( \
    const REAL *x, const REAL *y, const REAL *dy, REAL *dw, REAL *db, size_t events, size_t inputs, size_t outputs); \
  /* y = y + b for each event, and y = max(y, 0) if `relu` is set. */ \
  void neos_add_bias_##REAL(const REAL *b, REAL *y, size_t events, size_t outputs, int relu); \
  /* db += sum of dy over events; where `y` is not null, dy = 0 first where y is not above 0. */ \
  void neos_bias_pullback_##REAL(const REAL *y, REAL *dy, REAL *db, size_t events, size_t outputs); \
  /* y = x w + b of a layer with one output; where `below` is not null, max(x + below, 0) stands for x. */ \
  void neos_unit_forward_##REAL( \
    const REAL *x, const REAL *below, const REAL *w, REAL b, REAL *y, size_t events, size_t inputs); \
  /* dx = dy w^T and dw += x^T dy of a layer with one output; where `below` is not null, max(x + below, 0) stands for x, \
     dx = 0 where that is not above 0, and dbelow += sum of dx over events. */ \
  void neos_unit_pullback_##REAL( \
    const REAL *x, const REAL *below, const REAL *w, const REAL *dy, REAL *dx, REAL *dw, REAL *dbelow, size_t events, \
    size_t inputs); \
  /* y = max(x + b, 0) v + c, with a row of signs for each event: the bit k % 32 of its word k / 32 says whether x_k + b_k \
     is above 0. A row has a word for 32 units in single precision, and takes twice as many in double. */ \
  void neos_signs_forward_##REAL( \
    const REAL *x, const REAL *b, const REAL *v, REAL c, REAL *y, uint32_t *signs, size_t events, size_t units); \
  /* dx = dy where the sign is set, else 0, and db += sum of dx over events: as if v were 1. */ \
  void neos_signs_pullback_##REAL( \
    const uint32_t *signs, const REAL *dy, REAL *dx, REAL *db, size_t events, size_t units); \
  /* y = max(x W + b, 0) v + c: a hidden layer of `units` and one output, for at most `neos_few_inputs` inputs. */ \
  void neos_hidden_forward_##REAL( \
    const REAL *x, const REAL *w, const REAL *b, const REAL *v, REAL c, REAL *y, size_t events, size_t inputs, \
    size_t units); \
  /* dW, db and dv of `neos_hidden_forward`, added to; its hidden values are computed again. */ \
  void neos_hidden_pullback_##REAL( \
    const REAL *x, const REAL *w, const REAL *b, const REAL *v, const REAL *dy, REAL *dw, REAL *db, REAL *dv, \
    size_t events, size_t inputs, size_t units); \
  /* One step of Adam or AdamW from `count` parameters x with their running means m and v to the next ones. */ \
  void neos_adam_update_##REAL( \
    REAL beta1, REAL beta2, REAL rest1, REAL rest2, REAL correction1, REAL correction2, REAL epsilon, REAL rate, \
    REAL decay, REAL gradient_factor, const REAL *gradient, const REAL *x, const REAL *m, const REAL *v, REAL *next_x, \
    REAL *next_m, REAL *next_v, size_t count); \
  NEOS_DECLARE_ACTIVATION(sigmoid, REAL) \
  NEOS_DECLARE_ACTIVATION(tanh, REAL) \
  NEOS_DECLARE_ACTIVATION(softplus, REAL) \
  NEOS_DECLARE_ACTIVATION(elu, REAL) \
  NEOS_DECLARE_ACTIVATION(gelu, REAL) \
  /* y_j = exp(x_j) / sum_k exp(x_k) in each row, in place or not. */ \
  void neos_softmax_##REAL(const REAL *x, REAL *y, size_t events, size_t outputs); \
  /* dx_j = y_j (dy_j - sum_k y_k dy_k) in each row, in place. */ \
  void neos_softmax_pullback_##REAL(const REAL *y, REAL *slopes, size_t events, size_t outputs);

/* y = f(x) for `count` numbers, in place or not, and slopes *= f', where `of` are the values of the function, but the
   arguments of gelu. */
#define NEOS_DECLARE_ACTIVATION(function, REAL) \
  void neos_##function##_##REAL(const REAL *x, REAL *y, size_t count); \
  void neos_##function##_pullback_##REAL(const REAL *of, REAL *slopes, size_t count);

NEOS_DECLARE(float)
NEOS_DECLARE(double)

/// The functions for kernel densities put at most so many events in order of their scores; more are taken as they come.
enum { neos_kde_chunk = 4096 };

/// sums[k] += sum over events of w Phi((edges[k] - x) / h), with the normal distribution function Phi, given 1 / h and
/// edges in increasing order. `weights` may be null, for ones.
///
/// Phi is taken as 0 below -37.5, where it is under 1e-307, and as 1 above 8.3, where it is so to the last bit. Where an
/// event is out of reach of many edges, the events are put in order first, and an edge visits only what it reaches. It then
/// reaches up by 12 h where more than 1e-16 of the weight (without signs) lies more than 8.3 h below it: what it passes
/// over is under 1.8e-33 of the whole weight, so less than a fifth of the last place of what is counted there. Elsewhere it
/// reaches up by 37.5 h, so that what only far tails fill is not lost.
void neos_kde_forward(
  const double *x, const double *weights, const double *edges, double inverse_h, double *sums, size_t events,
  size_t edge_count);

/// The gradient of sum_k slopes[k] sums[k] of `neos_kde_forward`: in the scores, where it is written, in the edges and
/// in h, where it is added.
///
/// Edges whose slope is 0 are passed over. The density is taken as 0 beyond 37.5 h. Where events are put in order, an edge
/// reaches down by 12 h, and up as far as in `neos_kde_forward`, with weight more than 12 h below it: beyond, the density
/// is under 2.2e-32 / h, so that an event that is passed over has less than 2.2e-32 of the slope at the edge, times w / h.
void neos_kde_pullback(
  const double *x, const double *weights, const double *edges, const double *slopes, double inverse_h, double *dx,
  double *dedges, double *dh, size_t events, size_t edge_count);

/// The sum of x_i y_i.
double neos_dot(const double *x, const double *y, size_t count);

/// What `neos_shift` sums over the bins.
typedef struct {
  /// slopes_i ups_i.
  double up;
  /// slopes_i downs_i.
  double down;
} neos_shift_sums;

/// Adds what a variation of `count` bins, of whose changes the shares `up` and `down` count, makes of the derivatives of the
/// counts: derivatives_i += factors_i (up ups_i + down downs_i), where new ones were 0.
neos_shift_sums neos_shift(
  const double *ups, const double *downs, double up, double down, const double *factors, const double *slopes,
  double *derivatives, size_t count, bool is_new);

/// Sums over bins with weights and slopes of products of what a variation changes on its way up, ups_i, and from below,
/// downs_i.
typedef struct {
  /// (weights_i ups_i)^2.
  double up_up;
  /// (weights_i downs_i)^2.
  double down_down;
  /// weights_i^2 ups_i downs_i.
  double up_down;
  /// slopes_i ups_i.
  double slope_up;
  /// slopes_i downs_i.
  double slope_down;
} neos_variation_sums;

/// What a variation makes of `count` bins.
neos_variation_sums neos_variation(
  const double *ups, const double *downs, const double *weights, const double *slopes, size_t count);

/// Rows are worked on so many at a time.
enum { neos_row_multiple = 8 };
/// So many rows, rounded up to a multiple of these.
static inline size_t neos_whole_rows(size_t count)
{
  return (count + neos_row_multiple - 1) / neos_row_multiple * neos_row_multiple;
}
/// Columns are best at a multiple of so many bytes: no register is then loaded from two lines of the cache.
enum { neos_alignment = 64 };

/// A product is summed over so many columns at a time.
enum { neos_most_columns = 256 };

/// matrix -= rows rows^T, on and below the diagonal of a matrix given row by row, `stride` numbers apart: `rows` has `count` of
/// them, of `length` numbers. `room` has room for `length` columns, or `neos_most_columns` if that is less, of
/// `neos_whole_rows(count)` numbers.
void neos_subtract_square(
  const double *rows, size_t count, size_t length, double *room, double *matrix, size_t stride);

/// Replaces a symmetric matrix, of a multiple of `neos_row_multiple` rows and of which the lower triangle counts, by its Cholesky
/// factor there, both column by column. What is returned is the first row whose pivot, which stays on the diagonal, is not
/// positive and finite, or else `size`.
size_t neos_cholesky(double *matrix, size_t size);

/// Makes `columns`, `stride` numbers apart, those of a matrix given row by row, on and below its diagonal. What lies above it
/// does not count.
void neos_set_columns(const double *rows, size_t size, double *columns, size_t stride);

#endif
