// A network's loops for one precision, compiled for each instruction set, and the choice between them: included with REAL,
// BITS (an integer as wide), NAME and three names of a mathematical function defined, LIBM(function), FOUR_WORDS(function)
// for vectors of 32 bytes and EIGHT_WORDS(function) for those of 64.

#include <math.h>

#include "activations.h"
#include "instruction_sets.h"
#include "lanes.h"
#include "strips.h"

/// The bits of a row of signs lie in so many words of 32 bits: in whole numbers of the precision.
#define SIGN_WORDS(units) (((units) + 31) / 32 * (sizeof(REAL) / 4))

#define SET(function) portable_##function
#define TARGET
#define BYTES 16
#define OF(function, values) ({ \
  lanes of = (values); \
  for (size_t lane = 0; lane < lane_count; lane++) of[lane] = LIBM(function)(of[lane]); \
  of; })
#include "network_set.h"

#ifdef HAS_LIBMVEC
#define VECTOR(bytes) __typeof__(REAL __attribute__((vector_size(bytes))))
#define DECLARE(function) \
  AVX2 VECTOR(32) FOUR_WORDS(function)(VECTOR(32)); \
  AVX512 VECTOR(64) EIGHT_WORDS(function)(VECTOR(64))

DECLARE(exp);
DECLARE(expm1);
DECLARE(log1p);
DECLARE(tanh);

#define SET(function) avx2_##function
#define TARGET AVX2
#define BYTES 32
#define OF(function, values) FOUR_WORDS(function)(values)
#include "network_set.h"

#define SET(function) avx512_##function
#define TARGET AVX512
#define BYTES 64
#define OF(function, values) EIGHT_WORDS(function)(values)
#include "network_set.h"
#endif

void NAME(dense_forward)(
  const REAL *x, const REAL *w, const REAL *b, REAL *y, size_t events, size_t inputs, size_t outputs, int relu)
{
  CHOSEN(dense_forward)(x, w, b, y, events, inputs, outputs, relu);
}

void NAME(dense_pullback)(
  const REAL *x, const REAL *y, const REAL *dy, REAL *dw, REAL *db, size_t events, size_t inputs, size_t outputs)
{
  CHOSEN(dense_pullback)(x, y, dy, dw, db, events, inputs, outputs);
}

void NAME(add_bias)(const REAL *b, REAL *y, size_t events, size_t outputs, int relu)
{
  CHOSEN(add_bias)(b, y, events, outputs, relu);
}

void NAME(bias_pullback)(const REAL *y, REAL *dy, REAL *db, size_t events, size_t outputs)
{
  CHOSEN(bias_pullback)(y, dy, db, events, outputs);
}

void NAME(unit_forward)(const REAL *x, const REAL *below, const REAL *w, REAL b, REAL *y, size_t events, size_t inputs)
{
  CHOSEN(unit_forward)(x, below, w, b, y, events, inputs);
}

void NAME(unit_pullback)(
  const REAL *x, const REAL *below, const REAL *w, const REAL *dy, REAL *dx, REAL *dw, REAL *dbelow, size_t events,
  size_t inputs)
{
  CHOSEN(unit_pullback)(x, below, w, dy, dx, dw, dbelow, events, inputs);
}

void NAME(signs_forward)(
  const REAL *x, const REAL *b, const REAL *v, REAL c, REAL *y, uint32_t *signs, size_t events, size_t units)
{
  CHOSEN(signs_forward)(x, b, v, c, y, signs, events, units);
}

void NAME(signs_pullback)(
  const uint32_t *signs, const REAL *dy, REAL *dx, REAL *db, size_t events, size_t units)
{
  CHOSEN(signs_pullback)(signs, dy, dx, db, events, units);
}

void NAME(hidden_forward)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, REAL c, REAL *y, size_t events, size_t inputs,
  size_t units)
{
  CHOSEN(hidden_forward)(x, w, b, v, c, y, events, inputs, units);
}

void NAME(hidden_pullback)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, const REAL *dy, REAL *dw, REAL *db, REAL *dv,
  size_t events, size_t inputs, size_t units)
{
  CHOSEN(hidden_pullback)(x, w, b, v, dy, dw, db, dv, events, inputs, units);
}

void NAME(adam_update)(
  REAL beta1, REAL beta2, REAL rest1, REAL rest2, REAL correction1, REAL correction2, REAL epsilon, REAL rate,
  REAL decay, REAL gradient_factor, const REAL *gradient, const REAL *x, const REAL *m, const REAL *v, REAL *next_x,
  REAL *next_m, REAL *next_v, size_t count)
{
  CHOSEN(adam_update)(
    beta1, beta2, rest1, rest2, correction1, correction2, epsilon, rate, decay, gradient_factor, gradient, x, m, v,
    next_x, next_m, next_v, count);
}

#define DEFINE(function) \
  void NAME(function)(const REAL *x, REAL *y, size_t count) \
  { \
    CHOSEN(function)(x, y, count); \
  } \
  void NAME(function##_pullback)(const REAL *of, REAL *slopes, size_t count) \
  { \
    CHOSEN(function##_pullback)(of, slopes, count); \
  }

DEFINE(sigmoid)
DEFINE(tanh)
DEFINE(softplus)
DEFINE(elu)
DEFINE(gelu)

void NAME(softmax)(const REAL *x, REAL *y, size_t events, size_t outputs)
{
  CHOSEN(softmax)(x, y, events, outputs);
}

void NAME(softmax_pullback)(const REAL *y, REAL *slopes, size_t events, size_t outputs)
{
  CHOSEN(softmax_pullback)(y, slopes, events, outputs);
}
