// The loops of matrix.c for one instruction set: included with SET(function), TARGET and BYTES, the width of its registers,
// defined, and without these afterwards.

typedef double SET(lanes) __attribute__((vector_size(BYTES)));
#define lanes SET(lanes)
#define lane_count (BYTES / sizeof(double))
/// So many columns are worked on at a time.
#define width (lane_count < 4 ? 4 : lane_count)
/// So many strips of a column are taken at a time: as many as leave registers for a product.
#define most_strips (lane_count < 4 ? 2 : 3)
/// A loop of a known number of turns, so that what it works on stays in registers.
#define EACH(index, first, end) _Pragma("clang loop unroll(full)") for (size_t index = (first); index < (end); index++)

#if BYTES == 64
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH(x, y) __builtin_shufflevector(x, y, 4, 12, 5, 13, 6, 14, 7, 15)
#elif BYTES == 32
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 4, 1, 5)
#define HIGH(x, y) __builtin_shufflevector(x, y, 2, 6, 3, 7)
#else
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 2)
#define HIGH(x, y) __builtin_shufflevector(x, y, 1, 3)
#endif

/// Transposes a square of as many rows as there are lanes.
TARGET INLINE void SET(transpose_square)(const double *rows, size_t row_stride, double *columns, size_t column_stride)
{
  lanes square[lane_count], shuffled[lane_count];
  EACH(i, 0, lane_count) square[i] = LOAD(rows + i * row_stride, lane_count);
  // Each turn moves the highest bit of a number's lane to the end of its row's bits, and the row's to the end of the lane's.
  _Pragma("clang loop unroll(full)") for (size_t turn = 1; turn < lane_count; turn *= 2) {
    EACH(i, 0, lane_count / 2) {
      shuffled[2 * i] = LOW(square[i], square[i + lane_count / 2]);
      shuffled[2 * i + 1] = HIGH(square[i], square[i + lane_count / 2]);
    }
    EACH(i, 0, lane_count) square[i] = shuffled[i];
  }
  EACH(i, 0, lane_count) STORE(square[i], columns + i * column_stride, lane_count);
}

TARGET static void SET(set_columns)(
  const double *rows, size_t count, size_t length, size_t row_stride, int is_lower, double *columns, size_t stride)
{
  const size_t whole = count / lane_count * lane_count;
  for (size_t top = 0; top < whole; top += lane_count) {
    const size_t end = is_lower && top + lane_count < length ? top + lane_count : length;
    size_t left = 0;
    for (; left + lane_count <= end; left += lane_count) {
      SET(transpose_square)(rows + top * row_stride + left, row_stride, columns + left * stride + top, stride);
    }
    for (; left < end; left++) {
      for (size_t row = top; row < top + lane_count; row++) columns[left * stride + row] = rows[row * row_stride + left];
    }
  }
  for (size_t row = whole; row < count; row++) {
    const size_t end = is_lower && row < length ? row + 1 : length;
    for (size_t column = 0; column < end; column++) columns[column * stride + row] = rows[row * row_stride + column];
  }
}

/// Takes from `rest`, of some strips of rows from `row` on and `width` rows from `other` on, the sums of their products over
/// `count` columns.
TARGET INLINE void SET(take_products)(
  const double *columns, size_t stride, size_t count, size_t row, size_t other, size_t strips, lanes (*rest)[width])
{
  for (size_t k = 0; k < count; k++) {
    const double *column = columns + k * stride;
    EACH(s, 0, strips) {
      const lanes strip = LOAD(column + row + s * lane_count, lane_count);
      EACH(j, 0, width) rest[s][j] -= strip * column[other + j];
    }
  }
}

/// Takes from a matrix, in the rows from `row` to `end` and some strips of columns from `left` on, on and below the diagonal,
/// the products of these rows' numbers, which are given column by column.
TARGET INLINE void SET(subtract_strips)(
  const double *columns, size_t wide, size_t count, size_t row, size_t end, size_t left, size_t strips, double *matrix,
  size_t stride)
{
  lanes rest[2][width] = {0};
  SET(take_products)(columns, wide, count, left, row, strips, rest);
  for (size_t j = 0; row + j < end; j++) {
    for (size_t s = 0; s < strips; s++) {
      const size_t first = left + s * lane_count;
      double *own = matrix + (row + j) * stride + first;
      if (first + lane_count <= row + j + 1) {
        ADD(rest[s][j], own, lane_count);
      } else {
        for (size_t k = 0; first + k <= row + j; k++) own[k] += rest[s][j][k];
      }
    }
  }
}

TARGET static void SET(subtract_square)(
  const double *rows, size_t count, size_t length, double *room, double *matrix, size_t stride)
{
  const size_t wide = neos_whole_rows(count);
  // So many columns at a time as stay in the cache.
  for (size_t from = 0; from < length; from += neos_most_columns) {
    const size_t part = length - from < neos_most_columns ? length - from : neos_most_columns;
    SET(set_columns)(rows + from, count, part, length, 0, room, wide);
    for (size_t k = 0; k < part; k++) memset(room + k * wide + count, 0, (wide - count) * sizeof *room);
    for (size_t row = 0; row < count; row += width) {
      const size_t end = row + width < count ? row + width : count;
      size_t left = 0;
      // More strips at a time are no faster: the rows' numbers take registers as well.
      for (; left + lane_count < end; left += 2 * lane_count) {
        SET(subtract_strips)(room, wide, part, row, end, left, 2, matrix, stride);
      }
      if (left < end) SET(subtract_strips)(room, wide, part, row, end, left, 1, matrix, stride);
    }
  }
}

/// Some strips of rows, from `row` on, of the columns from `column` on, less what the columns before them have of these.
TARGET INLINE void SET(rest)(
  const double *matrix, size_t stride, size_t row, size_t column, size_t strips, lanes (*rest)[width])
{
  EACH(s, 0, strips) {
    EACH(j, 0, width) rest[s][j] = LOAD(matrix + (column + j) * stride + row + s * lane_count, lane_count);
  }
  SET(take_products)(matrix, stride, column, row, column, strips, rest);
}

/// Factors the square on the diagonal from `first` on, column by column in `square`: how many of its columns have a pivot.
TARGET INLINE size_t SET(factor_square)(
  const double *matrix, size_t stride, size_t first, double (*square)[width], double *inverses)
{
  enum { strips = width / lane_count };
  lanes rest[strips][width];
  SET(rest)(matrix, stride, first, first, strips, rest);
  EACH(j, 0, width) {
    const double pivot = rest[j / lane_count][j][j % lane_count], root = sqrt(pivot);
    inverses[j] = 1 / root;
    EACH(s, 0, strips) {
      rest[s][j] *= inverses[j];
      STORE(rest[s][j], square[j] + s * lane_count, lane_count);
    }
    square[j][j] = root;
    if (!(pivot > 0 && pivot < HUGE_VAL)) {
      square[j][j] = pivot;
      return j;
    }
    EACH(k, j + 1, width) {
      EACH(s, 0, strips) rest[s][k] -= rest[s][j] * rest[k / lane_count][j][k % lane_count];
    }
  }
  return width;
}

/// Factors some strips of rows below the square on the diagonal.
TARGET INLINE void SET(factor_strips)(
  double *matrix, size_t stride, size_t row, size_t first, size_t strips, const double (*square)[width],
  const double *inverses)
{
  lanes rest[most_strips][width];
  SET(rest)(matrix, stride, row, first, strips, rest);
  EACH(j, 0, width) {
    EACH(s, 0, strips) {
      EACH(k, 0, j) rest[s][j] -= rest[s][k] * square[k][j];
      rest[s][j] *= inverses[j];
      STORE(rest[s][j], matrix + (first + j) * stride + row + s * lane_count, lane_count);
    }
  }
}

TARGET static size_t SET(cholesky)(double *matrix, size_t size)
{
  for (size_t first = 0; first < size; first += width) {
    double square[width][width], inverses[width];
    const size_t done = SET(factor_square)(matrix, size, first, square, inverses);
    for (size_t j = 0; j < width && j <= done; j++) memcpy(matrix + (first + j) * size + first, square[j], sizeof square[j]);
    if (done < width) return first + done;
    size_t row = first + width;
    for (; row + most_strips * lane_count <= size; row += most_strips * lane_count) {
      SET(factor_strips)(matrix, size, row, first, most_strips, square, inverses);
    }
    for (; row < size; row += lane_count) SET(factor_strips)(matrix, size, row, first, 1, square, inverses);
  }
  return size;
}

#undef lanes
#undef lane_count
#undef width
#undef most_strips
#undef EACH
#undef LOW
#undef HIGH
#undef SET
#undef TARGET
#undef BYTES
