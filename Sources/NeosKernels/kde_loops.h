// The loops of kde.c, for one instruction set: included with NAME, TARGET, ERFC and EXP defined.

TARGET static void NAME(forward)(
  const double *x, const double *weights, const double *edges, double inverse_h, double *sums, size_t events,
  size_t edge_count)
{
  for (size_t k = 0; k < edge_count; k++) {
    quad sum = {0};
    for (size_t first = 0; first < events; first += quad_count) {
      quad score, weight;
      READ(score, weight, x, weights, first, events);
      const quad z = (edges[k] - score) * inverse_h;
      if (ALL(z < -above_zero)) continue;
      if (ALL(z > below_one)) {
        sum += weight;
        continue;
      }
      sum += 0.5 * weight * ERFC(z * -0.7071067811865476);
    }
    sums[k] += (sum[0] + sum[2]) + (sum[1] + sum[3]);
  }
}

TARGET static void NAME(pullback)(
  const double *x, const double *weights, const double *edges, const double *slopes, double inverse_h, double *dx,
  double *dedges, double *dh, size_t events, size_t edge_count)
{
  for (size_t event = 0; event < events; event++) dx[event] = 0;
  quad sum_h = {0};
  for (size_t k = 0; k < edge_count; k++) {
    if (slopes[k] == 0) continue;
    quad sum = {0};
    for (size_t first = 0; first < events; first += quad_count) {
      quad score, weight;
      READ(score, weight, x, weights, first, events);
      const quad z = (edges[k] - score) * inverse_h;
      const quad square = z * z;
      if (ALL(square > above_zero * above_zero)) continue;
      const quad term = slopes[k] * (inverse_h * weight * (0.3989422804014327 * EXP(-0.5 * square)));
      sum += term;
      sum_h -= z * term;
      const size_t count = events - first < quad_count ? events - first : quad_count;
      for (size_t lane = 0; lane < count; lane++) dx[first + lane] -= term[lane];
    }
    dedges[k] += (sum[0] + sum[2]) + (sum[1] + sum[3]);
  }
  *dh += (sum_h[0] + sum_h[2]) + (sum_h[1] + sum_h[3]);
}
