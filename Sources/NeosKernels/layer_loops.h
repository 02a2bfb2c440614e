// The loops of a network's layers and of the optimizer, for one instruction set: included by network_set.h.

// MARK: Layers of few inputs

TARGET INLINE void SET(dense_forward_of)(
  const REAL *x, const REAL *w, const REAL *b, REAL *y, size_t events, size_t inputs, size_t outputs, int relu,
  size_t group, size_t strips, int whole)
{
  lanes strip_w[several][neos_few_inputs];
  lanes strip_b[several];
  FOR_STRIPS_OF_GROUP(outputs, whole) {
    for (size_t i = 0; i < inputs; i++) strip_w[k][i] = LOAD(w + i * outputs + j, width);
    strip_b[k] = LOAD(b + j, width);
  }
  for (size_t event = 0; event < events; event++) {
    FOR_STRIPS_OF_GROUP(outputs, whole) {
      lanes sum = strip_b[k];
      for (size_t i = 0; i < inputs; i++) sum += x[event * inputs + i] * strip_w[k][i];
      STORE(relu ? POSITIVE(sum) : sum, y + event * outputs + j, width);
    }
  }
}

TARGET static void SET(dense_forward)(
  const REAL *x, const REAL *w, const REAL *b, REAL *y, size_t events, size_t inputs, size_t outputs, int relu)
{
  WITH_FEW(
    inputs, outputs,
    IN_GROUPS(outputs, whole, SET(dense_forward_of)(x, w, b, y, events, few, outputs, relu, group, strips, whole)));
}

TARGET INLINE void SET(dense_pullback_of)(
  const REAL *x, const REAL *y, const REAL *dy, REAL *dw, REAL *db, size_t events, size_t inputs, size_t outputs,
  size_t group, size_t strips, int whole)
{
  lanes sum_w[several][neos_few_inputs] = {0};
  lanes sum_b[several] = {0};
  for (size_t event = 0; event < events; event++) {
    FOR_STRIPS_OF_GROUP(outputs, whole) {
      lanes slope = LOAD(dy + event * outputs + j, width);
      if (y) slope = WHERE_POSITIVE(LOAD(y + event * outputs + j, width), slope);
      sum_b[k] += slope;
      for (size_t i = 0; i < inputs; i++) sum_w[k][i] += x[event * inputs + i] * slope;
    }
  }
  FOR_STRIPS_OF_GROUP(outputs, whole) {
    for (size_t i = 0; i < inputs; i++) {
      ADD(NEW(sum_w[k][i], j, first), dw + i * outputs + j, width);
    }
    ADD(NEW(sum_b[k], j, first), db + j, width);
  }
}

TARGET static void SET(dense_pullback)(
  const REAL *x, const REAL *y, const REAL *dy, REAL *dw, REAL *db, size_t events, size_t inputs, size_t outputs)
{
  WITH_FEW(
    inputs, outputs,
    FOR_RUNS(events) {
      IN_GROUPS(
        outputs, whole,
        SET(dense_pullback_of)(
          x + top * few, y ? y + top * outputs : y, dy + top * outputs, dw, db, run, few, outputs, group, strips,
          whole))
    });
}

// MARK: What goes with a matrix product

TARGET INLINE void SET(add_bias_of)(
  const REAL *b, REAL *y, size_t events, size_t outputs, int relu, size_t group, size_t strips, int whole)
{
  lanes strip_b[several];
  FOR_STRIPS_OF_GROUP(outputs, whole) {
    // Columns in common with another group have their bias already.
    strip_b[k] = strips == 1 ? NEW(LOAD(b + j, width), j, first) : LOAD(b + j, width);
  }
  for (size_t event = 0; event < events; event++) {
    REAL *row = y + event * outputs;
    // All is read before anything is written, so that the last strip neither waits for columns that it has in common with
    // another, nor adds to them twice.
    lanes sum[several];
    FOR_STRIPS_OF_GROUP(outputs, whole) sum[k] = LOAD(row + j, width) + strip_b[k];
    FOR_STRIPS_OF_GROUP(outputs, whole) STORE(relu ? POSITIVE(sum[k]) : sum[k], row + j, width);
  }
}

TARGET static void SET(add_bias)(const REAL *b, REAL *y, size_t events, size_t outputs, int relu)
{
  WHOLE_OR_NOT(
    outputs, IN_GROUPS(outputs, whole, SET(add_bias_of)(b, y, events, outputs, relu, group, strips, whole)));
}

TARGET INLINE void SET(bias_pullback_of)(
  const REAL *y, REAL *dy, REAL *db, size_t events, size_t outputs, size_t group, size_t strips, int whole)
{
  lanes sum[several] = {0};
  for (size_t event = 0; event < events; event++) {
    REAL *row = dy + event * outputs;
    // All is read before anything is written: the last strip would wait for columns that it has in common with another.
    lanes slope[several];
    FOR_STRIPS_OF_GROUP(outputs, whole) {
      slope[k] = LOAD(row + j, width);
      if (y) slope[k] = WHERE_POSITIVE(LOAD(y + event * outputs + j, width), slope[k]);
      sum[k] += slope[k];
    }
    if (y) FOR_STRIPS_OF_GROUP(outputs, whole) STORE(slope[k], row + j, width);
  }
  FOR_STRIPS_OF_GROUP(outputs, whole) ADD(NEW(sum[k], j, first), db + j, width);
}

TARGET static void SET(bias_pullback)(const REAL *y, REAL *dy, REAL *db, size_t events, size_t outputs)
{
  WHOLE_OR_NOT(
    outputs,
    FOR_RUNS(events) {
      IN_GROUPS(
        outputs, whole,
        SET(bias_pullback_of)(
          y ? y + top * outputs : y, dy + top * outputs, db, run, outputs, group, strips, whole))
    });
}

// MARK: Layers with one output

TARGET INLINE void SET(unit_forward_of)(
  const REAL *x, const REAL *below, const REAL *w, REAL b, REAL *y, size_t events, size_t inputs, int whole)
{
  for (size_t start = 0; start < events; start += block_events) {
    const size_t count = events - start < block_events ? events - start : block_events;
    lanes sum[block_events] = {0};
    FOR_STRIPS(inputs, whole) {
      const lanes strip_w = NEW(LOAD(w + j, width), j, first);
      lanes strip_b = {0};
      if (below) strip_b = LOAD(below + j, width);
      for (size_t k = 0; k < block_events; k++) {
        if (k >= count) continue;
        const lanes values = LOAD(x + (start + k) * inputs + j, width);
        sum[k] += (below ? POSITIVE(values + strip_b) : values) * strip_w;
      }
    }
    for (size_t k = 0; k < count; k++) y[start + k] = b + total((const REAL *)&sum[k], lane_count);
  }
}

TARGET static void SET(unit_forward)(
  const REAL *x, const REAL *below, const REAL *w, REAL b, REAL *y, size_t events, size_t inputs)
{
  WHOLE_OR_NOT(inputs, SET(unit_forward_of)(x, below, w, b, y, events, inputs, whole));
}

TARGET INLINE void SET(unit_pullback_of)(
  const REAL *x, const REAL *below, const REAL *w, const REAL *dy, REAL *dx, REAL *dw, REAL *dbelow, size_t events,
  size_t inputs, size_t group, size_t strips, int whole)
{
  lanes strip_w[several], strip_b[several];
  FOR_STRIPS_OF_GROUP(inputs, whole) {
    strip_w[k] = LOAD(w + j, width);
    if (below) strip_b[k] = LOAD(below + j, width);
  }
  lanes sum_w[several] = {0};
  lanes sum_below[several] = {0};
  for (size_t event = 0; event < events; event++) {
    FOR_STRIPS_OF_GROUP(inputs, whole) {
      lanes values = LOAD(x + event * inputs + j, width);
      if (below) values = POSITIVE(values + strip_b[k]);
      sum_w[k] += dy[event] * values;
      lanes slope = dy[event] * strip_w[k];
      if (below) {
        slope = WHERE_POSITIVE(values, slope);
        sum_below[k] += slope;
      }
      STORE(slope, dx + event * inputs + j, width);
    }
  }
  FOR_STRIPS_OF_GROUP(inputs, whole) {
    ADD(NEW(sum_w[k], j, first), dw + j, width);
    if (below) ADD(NEW(sum_below[k], j, first), dbelow + j, width);
  }
}

TARGET static void SET(unit_pullback)(
  const REAL *x, const REAL *below, const REAL *w, const REAL *dy, REAL *dx, REAL *dw, REAL *dbelow, size_t events,
  size_t inputs)
{
  WHOLE_OR_NOT(
    inputs,
    FOR_RUNS(events) {
      IN_GROUPS(
        inputs, whole,
        SET(unit_pullback_of)(
          x + top * inputs, below, w, dy + top, dx + top * inputs, dw, dbelow, run, inputs, group, strips, whole))
    });
}

// MARK: A relu of a matrix product and one output

TARGET INLINE void SET(signs_forward_of)(
  const REAL *x, const REAL *b, const REAL *v, REAL c, REAL *y, uint32_t *signs, size_t events, size_t units, int whole)
{
  const size_t words = SIGN_WORDS(units);
  for (size_t start = 0; start < events; start += block_events) {
    const size_t count = events - start < block_events ? events - start : block_events;
    lanes sum[block_events] = {0};
    uint32_t word[block_events] = {0};
    FOR_STRIPS(units, whole) {
      const lanes strip_v = NEW(LOAD(v + j, width), j, first);
      const lanes strip_b = LOAD(b + j, width);
      const int is_last = first + lane_count >= units;
      for (size_t k = 0; k < block_events; k++) {
        if (k >= count) continue;
        const lanes values = LOAD(x + (start + k) * units + j, width) + strip_b;
        sum[k] += POSITIVE(values) * strip_v;
        word[k] |= BITS_OF(values > 0) >> (first - j) << first % 32;
        if (!is_last && (first + lane_count) % 32 > 0) continue;
        signs[(start + k) * words + first / 32] = word[k];
        word[k] = 0;
      }
    }
    for (size_t k = 0; k < count; k++) y[start + k] = c + total((const REAL *)&sum[k], lane_count);
  }
}

TARGET static void SET(signs_forward)(
  const REAL *x, const REAL *b, const REAL *v, REAL c, REAL *y, uint32_t *signs, size_t events, size_t units)
{
  WHOLE_OR_NOT(units, SET(signs_forward_of)(x, b, v, c, y, signs, events, units, whole));
}

TARGET INLINE void SET(signs_pullback_of)(
  const uint32_t *signs, const REAL *dy, REAL *dx, REAL *db, size_t events, size_t units, size_t group, size_t strips,
  int whole)
{
  const size_t words = SIGN_WORDS(units);
  lanes sum[several] = {0};
  for (size_t event = 0; event < events; event++) {
    const uint32_t *row = signs + event * words;
    FOR_STRIPS_OF_GROUP(units, whole) {
      // The last strip may begin anywhere in a word, and end in the next one.
      uint32_t bits = row[j / 32] >> j % 32;
      if (j % 32 + lane_count > 32) bits |= row[j / 32 + 1] << (32 - j % 32);
      const lanes slope = (lanes)((masks)EVERYWHERE(dy[event]) & LANES_OF(bits));
      sum[k] += slope;
      STORE(slope, dx + event * units + j, width);
    }
  }
  FOR_STRIPS_OF_GROUP(units, whole) ADD(NEW(sum[k], j, first), db + j, width);
}

TARGET static void SET(signs_pullback)(
  const uint32_t *signs, const REAL *dy, REAL *dx, REAL *db, size_t events, size_t units)
{
  WHOLE_OR_NOT(
    units,
    FOR_RUNS(events) {
      IN_GROUPS(
        units, whole,
        SET(signs_pullback_of)(
          signs + top * SIGN_WORDS(units), dy + top, dx + top * units, db, run, units, group, strips, whole))
    });
}

// MARK: A hidden layer and one output

TARGET INLINE void SET(hidden_forward_of)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, REAL c, REAL *y, size_t events, size_t inputs,
  size_t units, int whole)
{
  for (size_t start = 0; start < events; start += block_events) {
    const size_t count = events - start < block_events ? events - start : block_events;
    // Past the last event the first of the block is computed again, and not kept.
    const REAL *row[block_events];
    for (size_t k = 0; k < block_events; k++) row[k] = x + (start + (k < count ? k : 0)) * inputs;
    lanes sum[block_events] = {0};
    FOR_STRIPS(units, whole) {
      const lanes strip_v = NEW(LOAD(v + j, width), j, first);
      const lanes strip_b = LOAD(b + j, width);
      lanes strip_w[neos_few_inputs];
      for (size_t i = 0; i < inputs; i++) strip_w[i] = LOAD(w + i * units + j, width);
      for (size_t k = 0; k < block_events; k++) {
        lanes hidden = strip_b;
        for (size_t i = 0; i < inputs; i++) hidden += row[k][i] * strip_w[i];
        sum[k] += POSITIVE(hidden) * strip_v;
      }
    }
    for (size_t k = 0; k < count; k++) y[start + k] = c + total((const REAL *)&sum[k], lane_count);
  }
}

TARGET static void SET(hidden_forward)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, REAL c, REAL *y, size_t events, size_t inputs,
  size_t units)
{
  WITH_FEW(inputs, units, SET(hidden_forward_of)(x, w, b, v, c, y, events, few, units, whole));
}

TARGET INLINE void SET(hidden_pullback_of)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, const REAL *dy, REAL *dw, REAL *db, REAL *dv,
  size_t events, size_t inputs, size_t units, int whole)
{
  FOR_STRIPS(units, whole) {
    const lanes strip_b = LOAD(b + j, width);
    lanes strip_w[neos_few_inputs];
    for (size_t i = 0; i < inputs; i++) strip_w[i] = LOAD(w + i * units + j, width);
    lanes sum_w[neos_few_inputs] = {0};
    lanes sum_b = {0}, sum_v = {0};
    for (size_t event = 0; event < events; event++) {
      const REAL *row = x + event * inputs;
      lanes hidden = strip_b;
      for (size_t i = 0; i < inputs; i++) hidden += row[i] * strip_w[i];
      const lanes slope = WHERE_POSITIVE(hidden, EVERYWHERE(dy[event]));
      sum_b += slope;
      // It is also what the other sums and the weights come to, but for digits where features are far from 0.
      sum_v += slope * hidden;
      for (size_t i = 0; i < inputs; i++) sum_w[i] += row[i] * slope;
    }
    const lanes strip_v = NEW(LOAD(v + j, width), j, first);
    for (size_t i = 0; i < inputs; i++) ADD(sum_w[i] * strip_v, dw + i * units + j, width);
    ADD(sum_b * strip_v, db + j, width);
    ADD(NEW(sum_v, j, first), dv + j, width);
  }
}

TARGET static void SET(hidden_pullback)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, const REAL *dy, REAL *dw, REAL *db, REAL *dv,
  size_t events, size_t inputs, size_t units)
{
  WITH_FEW(inputs, units, SET(hidden_pullback_of)(x, w, b, v, dy, dw, db, dv, events, few, units, whole));
}

// MARK: The optimizer

TARGET static void SET(adam_update)(
  REAL beta1, REAL beta2, REAL rest1, REAL rest2, REAL correction1, REAL correction2, REAL epsilon, REAL rate,
  REAL decay, REAL gradient_factor, const REAL *gradient, const REAL *x, const REAL *m, const REAL *v,
  REAL *next_x, REAL *next_m, REAL *next_v, size_t count)
{
  for (size_t i = 0; i < count; i += lane_count) {
    const size_t width = count - i < lane_count ? count - i : lane_count;
    const lanes g = gradient_factor * LOAD(gradient + i, width);
    const lanes mean = rest1 * g + beta1 * LOAD(m + i, width);
    const lanes square = rest2 * (g * g) + beta2 * LOAD(v + i, width);
    const lanes now = LOAD(x + i, width);
    const lanes move = rate * (mean / correction1) / (__builtin_elementwise_sqrt(square / correction2) + epsilon);
    STORE(mean, next_m + i, width);
    STORE(square, next_v + i, width);
    STORE(now - (move + decay * now), next_x + i, width);
  }
}
