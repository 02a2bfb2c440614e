// The loops of a network's layers and of the optimizer, for one precision: included with REAL,
// BITS, SQRT and NAME defined.

#include "lanes.h"

/// A call with the number of inputs, as a constant `few` that loops can be unrolled by.
#define WITH_FEW(inputs, call) do { \
  switch (inputs) { \
    case 1: { enum { few = 1 }; call; break; } \
    case 2: { enum { few = 2 }; call; break; } \
    case 3: { enum { few = 3 }; call; break; } \
    case 4: { enum { few = 4 }; call; break; } \
  } \
} while (0)

INLINE void dense_forward(
  const REAL *x, const REAL *w, const REAL *b, REAL *y, size_t events, size_t inputs, size_t outputs, int relu)
{
  for (size_t j = 0; j < outputs; j += lane_count) {
    const size_t count = strip(j, outputs);
    lanes strip_w[neos_few_inputs];
    for (size_t i = 0; i < inputs; i++) strip_w[i] = LOAD(w + i * outputs + j, count);
    const lanes strip_b = LOAD(b + j, count);
    for (size_t event = 0; event < events; event++) {
      lanes sum = strip_b;
      for (size_t i = 0; i < inputs; i++) sum += x[event * inputs + i] * strip_w[i];
      STORE(relu ? POSITIVE(sum) : sum, y + event * outputs + j, count);
    }
  }
}

SEVERAL_INSTRUCTION_SETS
void NAME(dense_forward)(
  const REAL *x, const REAL *w, const REAL *b, REAL *y, size_t events, size_t inputs, size_t outputs, int relu)
{
  WITH_FEW(inputs, dense_forward(x, w, b, y, events, few, outputs, relu));
}

INLINE void dense_pullback(
  const REAL *x, const REAL *y, const REAL *dy, REAL *dw, REAL *db, size_t events, size_t inputs, size_t outputs)
{
  for (size_t j = 0; j < outputs; j += lane_count) {
    const size_t count = strip(j, outputs);
    lanes sum_w[neos_few_inputs] = {0};
    lanes sum_b = {0};
    for (size_t event = 0; event < events; event++) {
      lanes slope = LOAD(dy + event * outputs + j, count);
      if (y) slope = WHERE_POSITIVE(LOAD(y + event * outputs + j, count), slope);
      sum_b += slope;
      for (size_t i = 0; i < inputs; i++) sum_w[i] += x[event * inputs + i] * slope;
    }
    for (size_t i = 0; i < inputs; i++) ADD(sum_w[i], dw + i * outputs + j, count);
    ADD(sum_b, db + j, count);
  }
}

SEVERAL_INSTRUCTION_SETS
void NAME(dense_pullback)(
  const REAL *x, const REAL *y, const REAL *dy, REAL *dw, REAL *db, size_t events, size_t inputs, size_t outputs)
{
  WITH_FEW(inputs, dense_pullback(x, y, dy, dw, db, events, few, outputs));
}

SEVERAL_INSTRUCTION_SETS
void NAME(add_bias)(const REAL *b, REAL *y, size_t events, size_t outputs, int relu)
{
  for (size_t event = 0; event < events; event++) {
    REAL *row = y + event * outputs;
    for (size_t j = 0; j < outputs; j += lane_count) {
      const size_t count = strip(j, outputs);
      const lanes sum = LOAD(row + j, count) + LOAD(b + j, count);
      STORE(relu ? POSITIVE(sum) : sum, row + j, count);
    }
  }
}

SEVERAL_INSTRUCTION_SETS
void NAME(bias_pullback)(const REAL *y, REAL *dy, REAL *db, size_t events, size_t outputs)
{
  for (size_t j = 0; j < outputs; j += lane_count) {
    const size_t count = strip(j, outputs);
    lanes sum = {0};
    for (size_t event = 0; event < events; event++) {
      REAL *place = dy + event * outputs + j;
      lanes slope = LOAD(place, count);
      if (y) {
        slope = WHERE_POSITIVE(LOAD(y + event * outputs + j, count), slope);
        STORE(slope, place, count);
      }
      sum += slope;
    }
    ADD(sum, db + j, count);
  }
}

SEVERAL_INSTRUCTION_SETS
void NAME(unit_forward)(const REAL *x, const REAL *w, REAL b, REAL *y, size_t events, size_t inputs)
{
  for (size_t event = 0; event < events; event++) {
    lanes sum = {0};
    for (size_t j = 0; j < inputs; j += lane_count) {
      const size_t count = strip(j, inputs);
      sum += LOAD(x + event * inputs + j, count) * LOAD(w + j, count);
    }
    y[event] = b + total((const REAL *)&sum);
  }
}

SEVERAL_INSTRUCTION_SETS
void NAME(unit_pullback)(
  const REAL *x, const REAL *w, const REAL *dy, REAL *dx, REAL *dw, size_t events, size_t inputs)
{
  for (size_t j = 0; j < inputs; j += lane_count) {
    const size_t count = strip(j, inputs);
    const lanes strip_w = LOAD(w + j, count);
    lanes sum = {0};
    for (size_t event = 0; event < events; event++) {
      sum += dy[event] * LOAD(x + event * inputs + j, count);
      STORE(dy[event] * strip_w, dx + event * inputs + j, count);
    }
    ADD(sum, dw + j, count);
  }
}

/// How many events share what is loaded of the weights.
enum { block = 4 };

INLINE void hidden_forward(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, REAL c, REAL *y, size_t events, size_t inputs,
  size_t units)
{
  for (size_t first = 0; first < events; first += block) {
    const size_t count = events - first < block ? events - first : block;
    // Past the last event the first of the block is computed again, and not kept.
    const REAL *row[block];
    for (size_t k = 0; k < block; k++) row[k] = x + (first + (k < count ? k : 0)) * inputs;
    lanes sum[block] = {0};
    for (size_t j = 0; j < units; j += lane_count) {
      const size_t width = strip(j, units);
      const lanes strip_v = LOAD(v + j, width);
      const lanes strip_b = LOAD(b + j, width);
      lanes strip_w[neos_few_inputs];
      for (size_t i = 0; i < inputs; i++) strip_w[i] = LOAD(w + i * units + j, width);
      for (size_t k = 0; k < block; k++) {
        lanes hidden = strip_b;
        for (size_t i = 0; i < inputs; i++) hidden += row[k][i] * strip_w[i];
        sum[k] += POSITIVE(hidden) * strip_v;
      }
    }
    for (size_t k = 0; k < count; k++) y[first + k] = c + total((const REAL *)&sum[k]);
  }
}

SEVERAL_INSTRUCTION_SETS
void NAME(hidden_forward)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, REAL c, REAL *y, size_t events, size_t inputs,
  size_t units)
{
  WITH_FEW(inputs, hidden_forward(x, w, b, v, c, y, events, few, units));
}

INLINE void hidden_pullback(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, const REAL *dy, REAL *dw, REAL *db, REAL *dv,
  size_t events, size_t inputs, size_t units)
{
  for (size_t j = 0; j < units; j += lane_count) {
    const size_t count = strip(j, units);
    const lanes strip_b = LOAD(b + j, count);
    lanes strip_w[neos_few_inputs];
    for (size_t i = 0; i < inputs; i++) strip_w[i] = LOAD(w + i * units + j, count);
    lanes sum_w[neos_few_inputs] = {0};
    lanes sum_b = {0};
    lanes sum_v = {0};
    for (size_t event = 0; event < events; event++) {
      const REAL *row = x + event * inputs;
      lanes hidden = strip_b;
      for (size_t i = 0; i < inputs; i++) hidden += row[i] * strip_w[i];
      const lanes slope = WHERE_POSITIVE(hidden, dy[event] + (lanes){0});
      sum_b += slope;
      sum_v += slope * hidden;
      for (size_t i = 0; i < inputs; i++) sum_w[i] += row[i] * slope;
    }
    const lanes strip_v = LOAD(v + j, count);
    for (size_t i = 0; i < inputs; i++) ADD(sum_w[i] * strip_v, dw + i * units + j, count);
    ADD(sum_b * strip_v, db + j, count);
    ADD(sum_v, dv + j, count);
  }
}

SEVERAL_INSTRUCTION_SETS
void NAME(hidden_pullback)(
  const REAL *x, const REAL *w, const REAL *b, const REAL *v, const REAL *dy, REAL *dw, REAL *db, REAL *dv,
  size_t events, size_t inputs, size_t units)
{
  WITH_FEW(inputs, hidden_pullback(x, w, b, v, dy, dw, db, dv, events, few, units));
}

SEVERAL_INSTRUCTION_SETS
void NAME(adam_update)(
  REAL beta1, REAL beta2, REAL rest1, REAL rest2, REAL correction1, REAL correction2, REAL epsilon, REAL rate,
  REAL decay, REAL gradient_factor, const REAL *restrict gradient, REAL *restrict x, REAL *restrict m,
  REAL *restrict v, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    const REAL g = gradient_factor * gradient[i];
    m[i] = rest1 * g + beta1 * m[i];
    v[i] = rest2 * (g * g) + beta2 * v[i];
    const REAL move = rate * (m[i] / correction1) / (SQRT(v[i] / correction2) + epsilon);
    x[i] -= move + decay * x[i];
  }
}
