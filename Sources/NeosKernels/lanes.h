// Numbers of the type REAL side by side, as many as the widest registers hold. A compiler makes several narrower ones
// of them where it must, so that sums come in the same order with every instruction set. BITS is an integer as wide.

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __has_feature
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define IS_SANITIZED
#endif
#endif

// What chooses one of several runs before a sanitizer is ready for the calls that it puts into it.
#ifdef SEVERAL_INSTRUCTION_SETS
// A test has chosen.
#elif defined(__x86_64__) && defined(__linux__) && !defined(IS_SANITIZED)
#define SEVERAL_INSTRUCTION_SETS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SEVERAL_INSTRUCTION_SETS
#endif

enum { lane_count = 64 / sizeof(REAL) };

typedef REAL lanes __attribute__((vector_size(64)));
typedef BITS masks __attribute__((vector_size(64)));

#define INLINE static inline __attribute__((always_inline))

/// The strips of a row: `first` goes in steps over its columns, and a strip of `width` columns begins at `j`. The last
/// strip ends with the row, so that it is as wide as all others and has some columns in common with the one before;
/// those below `first` are not new in it. Where `whole` is 0, the row is narrower than a strip, and a strip by itself.
#define FOR_STRIPS(columns, whole) \
  for (size_t first = 0, width = (whole) ? lane_count : (columns), j = 0; first < (columns); \
    first += lane_count, j = (whole) && first + lane_count > (columns) ? (columns) - lane_count : first)

/// A call with `whole` as a constant.
#define WHOLE_OR_NOT(columns, call) do { \
  if ((columns) >= lane_count) { enum { whole = 1 }; call; } \
  else { enum { whole = 0 }; call; } \
} while (0)

// Macros, since a vector that is handed to a function has another place with each instruction set.

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

/// The sum over the lanes, halves first.
INLINE REAL total(const REAL *lane)
{
  REAL sums[lane_count];
  memcpy(sums, lane, sizeof sums);
  for (size_t half = lane_count / 2; half > 0; half /= 2) {
    for (size_t k = 0; k < half; k++) sums[k] += sums[k + half];
  }
  return sums[0];
}
