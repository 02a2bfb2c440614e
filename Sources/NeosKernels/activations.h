// Activations that need exponentials, and their way back, for one precision: included with REAL, BITS, NAME and three
// names of a mathematical function defined, LIBM(function), FOUR_WORDS(function) for vectors of 32 bytes and
// EIGHT_WORDS(function) for those of 64.

#include <math.h>

#include "instruction_sets.h"
#include "lanes.h"

#define CHOICE(condition, values, others) ({ \
  const masks is_first = (condition); \
  (lanes)((is_first & (masks)(values)) | (~is_first & (masks)(others))); })

/// Without the sign.
#define ABSOLUTE(values) CHOICE((values) < 0, -(values), values)

/// 1 / (1 + exp(-x)), given exp(-|x|), which cannot overflow; so the small tail keeps its digits.
#define LOGISTIC(x, tail) ({ \
  const lanes small = (tail); \
  CHOICE((x) < 0, small, (lanes){0} + 1) / (1 + small); })

// Bounds far beyond where the fraction in a gelu is 0 or 1 to the last digit, and where the cube of a float does not
// overflow.
#define ABOVE(x) CHOICE((x) < -100, (lanes){0} - 100, x)
#define BELOW(x) CHOICE((x) > 100, (lanes){0} + 100, x)

/// The argument u = 2 sqrt(2/pi) (x + 0.044715 x^3) and its derivative: gelu is x / (1 + exp(-u)), since (1 + tanh(u / 2)) / 2
/// is that fraction, and so written the small tail keeps its digits.
#define GELU_ARGUMENT(x) (gelu_root * ((x) * (1 + (REAL)0.044715 * ((x) * (x)))))
#define GELU_ARGUMENT_SLOPE(x) (gelu_root * (1 + (REAL)(3 * 0.044715) * ((x) * (x))))

/// A call with the number of outputs as `few`, a constant where loops are unrolled by it.
#define WITH_FEW_OUTPUTS(outputs, call) do { \
  switch (outputs) { \
    case 2: { enum { few = 2 }; call; break; } \
    case 3: { enum { few = 3 }; call; break; } \
    case 4: { enum { few = 4 }; call; break; } \
    case 5: { enum { few = 5 }; call; break; } \
    case 6: { enum { few = 6 }; call; break; } \
    case 7: { enum { few = 7 }; call; break; } \
    default: { const size_t few = (outputs); call; } \
  } \
} while (0)

static const REAL gelu_root = (REAL)1.5957691216057308;

#define SET(function) portable_##function
#define TARGET
#define OF(function, values) ({ \
  lanes of = (values); \
  for (size_t lane = 0; lane < lane_count; lane++) of[lane] = LIBM(function)(of[lane]); \
  of; })
#include "activation_loops.h"

#ifdef HAS_LIBMVEC
typedef REAL half_lanes __attribute__((vector_size(32)));

#define DECLARE(function) \
  AVX2 half_lanes FOUR_WORDS(function)(half_lanes); \
  AVX512 lanes EIGHT_WORDS(function)(lanes)

DECLARE(exp);
DECLARE(expm1);
DECLARE(log1p);
DECLARE(tanh);

#define SET(function) avx2_##function
#define TARGET AVX2
#define OF(function, values) ({ \
  lanes of = (values); \
  half_lanes halves[2]; \
  memcpy(halves, &of, sizeof of); \
  halves[0] = FOUR_WORDS(function)(halves[0]); \
  halves[1] = FOUR_WORDS(function)(halves[1]); \
  memcpy(&of, halves, sizeof of); \
  of; })
#include "activation_loops.h"

#define SET(function) avx512_##function
#define TARGET AVX512
#define OF(function, values) EIGHT_WORDS(function)(values)
#include "activation_loops.h"
#endif

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
