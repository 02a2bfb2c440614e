// The loops of fit.c for one instruction set: included with SET(function), TARGET and BYTES, the width of its registers,
// defined, and without these afterwards.

typedef double SET(lanes) __attribute__((vector_size(BYTES)));
#define lanes SET(lanes)
#define lane_count (BYTES / sizeof(double))

TARGET static double SET(dot)(const double *x, const double *y, size_t count)
{
  // In a single sum each addition would wait for the one before.
  lanes sums[4] = {0};
  size_t i = 0;
  for (; i + 4 * lane_count <= count; i += 4 * lane_count) {
    for (size_t k = 0; k < 4; k++) {
      sums[k] += LOAD(x + i + k * lane_count, lane_count) * LOAD(y + i + k * lane_count, lane_count);
    }
  }
  for (; i + lane_count <= count; i += lane_count) sums[0] += LOAD(x + i, lane_count) * LOAD(y + i, lane_count);
  const lanes all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  double sum = total((const double *)&all, lane_count);
  for (; i < count; i++) sum += x[i] * y[i];
  return sum;
}

TARGET static neos_shift_sums SET(shift)(
  const double *ups, const double *downs, double up, double down, const double *factors, const double *slopes,
  double *derivatives, size_t count, bool is_new)
{
  lanes sum_up = {0}, sum_down = {0};
  size_t i = 0;
  for (; i + lane_count <= count; i += lane_count) {
    const lanes u = LOAD(ups + i, lane_count), d = LOAD(downs + i, lane_count);
    const lanes change = LOAD(factors + i, lane_count) * (up * u + down * d);
    const lanes before = is_new ? (lanes){0} : LOAD(derivatives + i, lane_count);
    STORE(before + change, derivatives + i, lane_count);
    sum_up += LOAD(slopes + i, lane_count) * u;
    sum_down += LOAD(slopes + i, lane_count) * d;
  }
  neos_shift_sums sums = {total((const double *)&sum_up, lane_count), total((const double *)&sum_down, lane_count)};
  for (; i < count; i++) {
    derivatives[i] = (is_new ? 0 : derivatives[i]) + factors[i] * (up * ups[i] + down * downs[i]);
    sums.up += slopes[i] * ups[i];
    sums.down += slopes[i] * downs[i];
  }
  return sums;
}

TARGET static neos_variation_sums SET(variation)(
  const double *ups, const double *downs, const double *weights, const double *slopes, size_t count)
{
  lanes up_up = {0}, down_down = {0}, up_down = {0}, slope_up = {0}, slope_down = {0};
  for (size_t i = 0; i < count; i += lane_count) {
    const size_t rest = count - i < lane_count ? count - i : lane_count;
    const lanes u = LOAD(ups + i, rest), d = LOAD(downs + i, rest);
    const lanes weight = LOAD(weights + i, rest), slope = LOAD(slopes + i, rest);
    const lanes wu = weight * u, wd = weight * d;
    up_up += wu * wu;
    down_down += wd * wd;
    up_down += wu * wd;
    slope_up += slope * u;
    slope_down += slope * d;
  }
  return (neos_variation_sums){
    total((const double *)&up_up, lane_count), total((const double *)&down_down, lane_count),
    total((const double *)&up_down, lane_count), total((const double *)&slope_up, lane_count),
    total((const double *)&slope_down, lane_count)};
}

#undef lanes
#undef lane_count
#undef SET
#undef TARGET
#undef BYTES
