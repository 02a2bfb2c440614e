// The loops of activations that need exponentials, and of their way back, for one instruction set: included by
// network_set.h.
//
// Whole strips are computed everywhere, so that a number's value does not depend on its neighbors.

#define LOOP(from, to, count, formula) do { \
  for (size_t first = 0; first < (count); first += lane_count) { \
    const size_t width = (count) - first < lane_count ? (count) - first : lane_count; \
    const lanes x = LOAD((from) + first, width); \
    STORE(formula, (to) + first, width); \
  } \
} while (0)

#define SLOPE LOAD(slopes + first, width)

TARGET static void SET(sigmoid)(const REAL *from, REAL *to, size_t count)
{
  LOOP(from, to, count, LOGISTIC(x, OF(exp, -ABSOLUTE(x))));
}

TARGET static void SET(sigmoid_pullback)(const REAL *from, REAL *slopes, size_t count)
{
  LOOP(from, slopes, count, SLOPE * (x * (1 - x)));
}

TARGET static void SET(tanh)(const REAL *from, REAL *to, size_t count)
{
  LOOP(from, to, count, OF(tanh, x));
}

TARGET static void SET(tanh_pullback)(const REAL *from, REAL *slopes, size_t count)
{
  LOOP(from, slopes, count, SLOPE * ((1 + x) * (1 - x)));
}

TARGET static void SET(softplus)(const REAL *from, REAL *to, size_t count)
{
  LOOP(from, to, count, POSITIVE(x) + OF(log1p, OF(exp, -ABSOLUTE(x))));
}

TARGET static void SET(softplus_pullback)(const REAL *from, REAL *slopes, size_t count)
{
  LOOP(from, slopes, count, -(SLOPE * OF(expm1, -x)));
}

TARGET static void SET(elu)(const REAL *from, REAL *to, size_t count)
{
  LOOP(from, to, count, CHOICE(x > 0, x, OF(expm1, CHOICE(x > 0, (lanes){0}, x))));
}

TARGET static void SET(elu_pullback)(const REAL *from, REAL *slopes, size_t count)
{
  LOOP(from, slopes, count, SLOPE * CHOICE(x > 0, (lanes){0} + 1, x + 1));
}

TARGET static void SET(gelu)(const REAL *from, REAL *to, size_t count)
{
  LOOP(from, to, count, ({
    const lanes above = ABOVE(x);
    const lanes bounded = BELOW(above);
    const lanes u = GELU_ARGUMENT(bounded);
    above * LOGISTIC(u, OF(exp, -ABSOLUTE(u)));
  }));
}

TARGET static void SET(gelu_pullback)(const REAL *from, REAL *slopes, size_t count)
{
  LOOP(from, slopes, count, ({
    const lanes above = ABOVE(x);
    const lanes bounded = BELOW(above);
    const lanes u = GELU_ARGUMENT(bounded);
    const lanes tail = OF(exp, -ABSOLUTE(u));
    const lanes share = LOGISTIC(u, tail);
    SLOPE * (share + bounded * (share * LOGISTIC(-u, tail)) * GELU_ARGUMENT_SLOPE(bounded));
  }));
}

/// y_j = x_j - max_k x_k in each row.
TARGET INLINE void SET(below_largest)(const REAL *from, REAL *to, size_t events, size_t outputs)
{
  for (size_t event = 0; event < events; event++) {
    const REAL *x = from + event * outputs;
    REAL *y = to + event * outputs;
    REAL largest = x[0];
    for (size_t k = 1; k < outputs; k++) if (x[k] > largest) largest = x[k];
    for (size_t k = 0; k < outputs; k++) y[k] = x[k] - largest;
  }
}

/// y_j /= sum_k y_k in each row.
TARGET INLINE void SET(normalize)(REAL *values, size_t events, size_t outputs)
{
  for (size_t event = 0; event < events; event++) {
    REAL *y = values + event * outputs;
    REAL sum = 0;
    for (size_t k = 0; k < outputs; k++) sum += y[k];
    for (size_t k = 0; k < outputs; k++) y[k] /= sum;
  }
}

/// exp(x_j) / sum_k exp(x_k) in each row. The largest argument is subtracted first: the exponentials cannot overflow.
TARGET static void SET(softmax)(const REAL *from, REAL *to, size_t events, size_t outputs)
{
  const size_t count = events * outputs;
  WITH_FEW_OUTPUTS(outputs, SET(below_largest)(from, to, events, few));
  LOOP(to, to, count, OF(exp, x));
  WITH_FEW_OUTPUTS(outputs, SET(normalize)(to, events, few));
}

/// dL/dx_j = y_j (dL/dy_j - sum_k y_k dL/dy_k).
TARGET INLINE void SET(softmax_pullback_of)(const REAL *values, REAL *slopes, size_t events, size_t outputs)
{
  for (size_t event = 0; event < events; event++) {
    const REAL *y = values + event * outputs;
    REAL *slope = slopes + event * outputs;
    REAL mean = 0;
    for (size_t k = 0; k < outputs; k++) {
      // By itself, since a sum waits longer for the one before it where the product is part of it.
      const REAL part = y[k] * slope[k];
      mean += part;
    }
    for (size_t k = 0; k < outputs; k++) slope[k] = y[k] * (slope[k] - mean);
  }
}

TARGET static void SET(softmax_pullback)(const REAL *values, REAL *slopes, size_t events, size_t outputs)
{
  WITH_FEW_OUTPUTS(outputs, SET(softmax_pullback_of)(values, slopes, events, few));
}

#undef LOOP
#undef SLOPE
