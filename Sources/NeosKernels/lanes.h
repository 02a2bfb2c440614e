// Numbers of the type REAL side by side, as many as the registers of an instruction set hold: included before `lanes`, `masks`
// (of integers BITS, as wide), `lane_bits` (of as many bits) and `lane_count` are defined for it, as all but `total` are
// macros.

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/// A number in all lanes. Less 0 it is itself, also where it is -0, so that nothing is computed.
#define EVERYWHERE(number) ((number) - (lanes){0})

/// Numbers in memory; zero in the lanes beyond `count`.
#define LOAD(from, count) ({ \
  lanes loaded = {0}; \
  if ((count) == lane_count) memcpy(&loaded, (from), sizeof loaded); \
  else memcpy(&loaded, (from), (count) * sizeof(REAL)); \
  loaded; })

#define STORE(values, to, count) do { \
  const lanes stored = (values); \
  if ((count) == lane_count) memcpy((to), &stored, sizeof stored); \
  else memcpy((to), &stored, (count) * sizeof(REAL)); \
} while (0)

#define ADD(values, to, count) STORE(LOAD(to, count) + (values), to, count)

/// The numbers in the columns of a strip that are new, else 0.
#define NEW(values, j, first) ({ \
  static const BITS places[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; \
  masks place; \
  memcpy(&place, places, sizeof place); \
  (lanes)((masks)(values) & (place >= (BITS)((first) - (j)))); })

/// The numbers, or 0 where one is negative; not a number stays.
#define POSITIVE(values) ({ \
  const lanes any = (values); \
  (lanes)((masks)any & ~(any < 0)); })

/// The numbers where others are above 0, else 0.
#define WHERE_POSITIVE(others, values) ({ \
  const masks above = (others) > 0; \
  (lanes)((masks)(values) & above); })

/// Which of the lanes are set, a bit for each.
#define BITS_OF(which) ({ \
  const lane_bits set = __builtin_convertvector((which), lane_bits); \
  uint32_t bits = 0; \
  memcpy(&bits, &set, sizeof set); \
  bits & (uint32_t)((1ull << lane_count) - 1); })

/// The lanes whose bits are set.
#define LANES_OF(bits) ({ \
  static const BITS powers[16] = { \
    1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768}; \
  masks power; \
  memcpy(&power, powers, sizeof power); \
  (((masks){0} + (BITS)(bits)) & power) != 0; })

/// The sum over `count` lanes, a power of 2 of at most 16, halves first.
INLINE REAL total(const REAL *lane, size_t count)
{
  REAL sums[16];
  memcpy(sums, lane, count * sizeof *sums);
  for (size_t half = count / 2; half > 0; half /= 2) {
    for (size_t k = 0; k < half; k++) sums[k] += sums[k + half];
  }
  return sums[0];
}
