// What formulas of activations need, on lanes.

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
