// The loops of kde.c, for one instruction set: included with NAME, TARGET, LANES, ERFC and EXP defined.

/// The weight below an edge: the sum over events of w Phi((edge - x) / h).
TARGET static double NAME(mass)(
  const double *x, const double *weights, double edge, double inverse_h, size_t events)
{
  typedef double lanes __attribute__((vector_size(8 * LANES)));
  lanes sum = {0};
  for (size_t first = 0; first < events; first += LANES) {
    lanes score, weight;
    READ(score, weight, x, weights, first, events);
    const lanes z = (edge - score) * inverse_h;
    if (ALL(z < -above_zero)) continue;
    if (ALL(z > below_one)) {
      sum += weight;
      continue;
    }
    sum += MASS(weight, z);
  }
  return TOTAL(sum);
}

/// How much more weight lies below an edge than below an earlier one, where `parts` has of each event what lies below that,
/// and is left with what lies below this one.
///
/// Events that are below both edges or above both add exactly nothing. Their number has to be a multiple of LANES.
TARGET static double NAME(rise)(
  const double *x, const double *weights, double edge, double inverse_h, double *parts, size_t events)
{
  typedef double lanes __attribute__((vector_size(8 * LANES)));
  lanes sum = {0};
  for (size_t first = 0; first < events; first += LANES) {
    lanes score, weight, earlier;
    READ(score, weight, x, weights, first, events);
    memcpy(&earlier, parts + first, sizeof earlier);
    const lanes z = (edge - score) * inverse_h;
    lanes part = {0};
    if (ALL(z > below_one)) part = weight;
    else if (!ALL(z < -above_zero)) part = WHERE(z > below_one, weight, MASS(weight, z));
    sum += part - earlier;
    memcpy(parts + first, &part, sizeof part);
  }
  return TOTAL(sum);
}

/// The gradient of `slope` times the weight below an edge: in the edge, which is returned, and in the scores and h,
/// where it is added.
TARGET static double NAME(slopes)(
  const double *x, const double *weights, double edge, double slope, double inverse_h, double *dx, double *dh,
  size_t events)
{
  typedef double lanes __attribute__((vector_size(8 * LANES)));
  lanes sum = {0}, sum_h = {0};
  for (size_t first = 0; first < events; first += LANES) {
    lanes score, weight;
    READ(score, weight, x, weights, first, events);
    const lanes z = (edge - score) * inverse_h;
    const lanes square = z * z;
    const __typeof__(square > 0) is_far = square > above_zero * above_zero;
    if (ALL(is_far)) continue;
    const lanes density = WHERE(is_far, (lanes){0}, EXP(-0.5 * WHERE(is_far, (lanes){0}, square)));
    const lanes term = slope * (inverse_h * weight * (0.3989422804014327 * density));
    sum += term;
    sum_h -= WHERE(is_far, (lanes){0}, z) * term;
    const size_t count = events - first < LANES ? events - first : LANES;
    if (count == LANES) {
      lanes slopes;
      memcpy(&slopes, dx + first, sizeof slopes);
      slopes -= term;
      memcpy(dx + first, &slopes, sizeof slopes);
    } else {
      for (size_t lane = 0; lane < count; lane++) dx[first + lane] -= term[lane];
    }
  }
  *dh += TOTAL(sum_h);
  return TOTAL(sum);
}

/// The least and the largest score; gives whether all are numbers.
TARGET static int NAME(find_bounds)(const double *x, double *low, double *high, size_t events)
{
  typedef double lanes __attribute__((vector_size(8 * LANES)));
  lanes least = (lanes){0} + INFINITY, largest = -least;
  __typeof__(least < 0) are_numbers = least > 0;
  for (size_t first = 0; first < events; first += LANES) {
    lanes score, weight;
    READ(score, weight, x, x, first, events);
    are_numbers &= score == score;
    least = WHERE(score < least, score, least);
    largest = WHERE(score > largest, score, largest);
  }
  *low = least[0];
  *high = largest[0];
  for (size_t lane = 1; lane < LANES; lane++) {
    *low = fmin(*low, least[lane]);
    *high = fmax(*high, largest[lane]);
  }
  return ALL(are_numbers);
}

/// The cell of each score, from 0 to `last`.
TARGET static void NAME(find_cells)(
  const double *x, double low, double per_cell, double last, uint16_t *cells, size_t events)
{
  for (size_t event = 0; event < events; event++) cells[event] = cell(x[event], low, per_cell, last);
}
