// The loops of fit.c for one instruction set: included with SET(function), TARGET and BYTES, the width of its registers,
// defined, and without these afterwards.

typedef double SET(lanes) __attribute__((vector_size(BYTES)));
#define lanes SET(lanes)
#define lane_count (BYTES / sizeof(double))
/// So many columns are factored at a time.
#define columns (lane_count < 4 ? 4 : lane_count)
/// So many strips of a column are taken at a time: as many as leave registers for a product.
#define rows_of_strips (lane_count < 4 ? 2 : 3)

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
  double *derivatives, size_t count)
{
  lanes sum_up = {0}, sum_down = {0};
  size_t i = 0;
  for (; i + lane_count <= count; i += lane_count) {
    const lanes u = LOAD(ups + i, lane_count), d = LOAD(downs + i, lane_count);
    ADD(LOAD(factors + i, lane_count) * (up * u + down * d), derivatives + i, lane_count);
    sum_up += LOAD(slopes + i, lane_count) * u;
    sum_down += LOAD(slopes + i, lane_count) * d;
  }
  neos_shift_sums sums = {total((const double *)&sum_up, lane_count), total((const double *)&sum_down, lane_count)};
  for (; i < count; i++) {
    derivatives[i] += factors[i] * (up * ups[i] + down * downs[i]);
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

/// Some strips of rows, from `row` on, of the columns from `column` on, less what the columns before them have of these.
TARGET INLINE void SET(rest)(
  const double *matrix, size_t stride, size_t row, size_t column, size_t strips, lanes (*rest)[columns])
{
  for (size_t s = 0; s < strips; s++) {
    for (size_t j = 0; j < columns; j++) {
      rest[s][j] = LOAD(matrix + (column + j) * stride + row + s * lane_count, lane_count);
    }
  }
  for (size_t k = 0; k < column; k++) {
    const double *before = matrix + k * stride;
    for (size_t s = 0; s < strips; s++) {
      const lanes strip = LOAD(before + row + s * lane_count, lane_count);
      for (size_t j = 0; j < columns; j++) rest[s][j] -= strip * before[column + j];
    }
  }
}

/// Factors the square on the diagonal from `first` on, column by column in `square`: how many of its columns have a pivot.
TARGET INLINE size_t SET(factor_square)(
  double *matrix, size_t stride, size_t first, double (*square)[columns], double *inverses)
{
  lanes rest[columns / lane_count][columns];
  SET(rest)(matrix, stride, first, first, columns / lane_count, rest);
  for (size_t s = 0; s < columns / lane_count; s++) {
    for (size_t j = 0; j < columns; j++) STORE(rest[s][j], square[j] + s * lane_count, lane_count);
  }
  for (size_t j = 0; j < columns; j++) {
    const double pivot = square[j][j];
    if (!(pivot > 0 && pivot < HUGE_VAL)) return j;
    square[j][j] = sqrt(pivot);
    inverses[j] = 1 / square[j][j];
    for (size_t i = j + 1; i < columns; i++) square[j][i] *= inverses[j];
    for (size_t k = j + 1; k < columns; k++) {
      for (size_t i = k; i < columns; i++) square[k][i] -= square[j][i] * square[j][k];
    }
  }
  return columns;
}

/// Factors some strips of rows below the square on the diagonal.
TARGET INLINE void SET(factor_strips)(
  double *matrix, size_t stride, size_t row, size_t first, size_t strips, const double (*square)[columns],
  const double *inverses)
{
  lanes rest[rows_of_strips][columns];
  SET(rest)(matrix, stride, row, first, strips, rest);
  for (size_t j = 0; j < columns; j++) {
    for (size_t s = 0; s < strips; s++) {
      for (size_t k = 0; k < j; k++) rest[s][j] -= rest[s][k] * square[k][j];
      rest[s][j] *= inverses[j];
      STORE(rest[s][j], matrix + (first + j) * stride + row + s * lane_count, lane_count);
    }
  }
}

TARGET static size_t SET(cholesky)(double *matrix, size_t size)
{
  for (size_t first = 0; first < size; first += columns) {
    double square[columns][columns], inverses[columns];
    const size_t done = SET(factor_square)(matrix, size, first, square, inverses);
    for (size_t j = 0; j < columns; j++) memcpy(matrix + (first + j) * size + first, square[j], sizeof square[j]);
    if (done < columns) return first + done;
    size_t row = first + columns;
    for (; row + rows_of_strips * lane_count <= size; row += rows_of_strips * lane_count) {
      SET(factor_strips)(matrix, size, row, first, rows_of_strips, square, inverses);
    }
    for (; row < size; row += lane_count) SET(factor_strips)(matrix, size, row, first, 1, square, inverses);
  }
  return size;
}

#undef lanes
#undef lane_count
#undef columns
#undef rows_of_strips
#undef SET
#undef TARGET
#undef BYTES
