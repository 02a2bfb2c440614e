// The loops of activations.h, for one instruction set: included with SET(function), TARGET and OF(function, values)
// defined, and without them afterwards.
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

#undef LOOP
#undef SLOPE
#undef SET
#undef TARGET
#undef OF
