// The loops of kde.c, for one instruction set: included with NAME, TARGET, LANES, ERFC and EXP defined.

TARGET static void NAME(forward)(
  const double *x, const double *weights, const double *edges, double inverse_h, double *sums, size_t events,
  size_t edge_count)
{
  typedef double lanes __attribute__((vector_size(8 * LANES)));
  for (size_t k = 0; k < edge_count; k++) {
    lanes sum = {0};
    for (size_t first = 0; first < events; first += LANES) {
      lanes score, weight;
      READ(score, weight, x, weights, first, events);
      const lanes z = (edges[k] - score) * inverse_h;
      if (ALL(z < -above_zero)) continue;
      if (ALL(z > below_one)) {
        sum += weight;
        continue;
      }
      // Among near ones, what is far costs nothing: libmvec would take a slow way to its value.
      const lanes near = WHERE(z > below_one, (lanes){0} + below_one, WHERE(z < -above_zero, (lanes){0}, z));
      const lanes mass = 0.5 * weight * ERFC(near * -0.7071067811865476);
      sum += WHERE(z < -above_zero, (lanes){0}, mass);
    }
    sums[k] += TOTAL(sum);
  }
}

TARGET static void NAME(pullback)(
  const double *x, const double *weights, const double *edges, const double *slopes, double inverse_h, double *dx,
  double *dedges, double *dh, size_t events, size_t edge_count)
{
  typedef double lanes __attribute__((vector_size(8 * LANES)));
  for (size_t event = 0; event < events; event++) dx[event] = 0;
  lanes sum_h = {0};
  for (size_t k = 0; k < edge_count; k++) {
    if (slopes[k] == 0) continue;
    lanes sum = {0};
    for (size_t first = 0; first < events; first += LANES) {
      lanes score, weight;
      READ(score, weight, x, weights, first, events);
      const lanes z = (edges[k] - score) * inverse_h;
      const lanes square = z * z;
      const __typeof__(square > 0) is_far = square > above_zero * above_zero;
      if (ALL(is_far)) continue;
      const lanes density = WHERE(is_far, (lanes){0}, EXP(-0.5 * WHERE(is_far, (lanes){0}, square)));
      const lanes term = slopes[k] * (inverse_h * weight * (0.3989422804014327 * density));
      sum += term;
      sum_h -= z * term;
      const size_t count = events - first < LANES ? events - first : LANES;
      if (count == LANES) {
        lanes slope;
        memcpy(&slope, dx + first, sizeof slope);
        slope -= term;
        memcpy(dx + first, &slope, sizeof slope);
      } else {
        for (size_t lane = 0; lane < count; lane++) dx[first + lane] -= term[lane];
      }
    }
    dedges[k] += TOTAL(sum);
  }
  *dh += TOTAL(sum_h);
}
