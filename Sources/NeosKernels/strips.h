// The columns of a row, strip by strip and in groups of strips, and events in runs: macros, with `lane_count` of an
// instruction set.

#pragma once

#include <stddef.h>

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

/// Up to so many strips of a row are taken at a time: where rows lie apart by a power of two, those of one column share a few
/// places of the cache, and what comes there from a row is soon gone.
enum { several = 8 };

/// So many events at a time share what is loaded of the weights.
enum { block_events = 8 };

/// Events go in runs of up to so many, from `top` on: of rows that are wider than a group, the next group is taken while they
/// are near, where going over all events for each group would fetch them anew.
enum { run_events = 16 };
#define FOR_RUNS(events) \
  for (size_t top = 0, run; run = (events) - top < run_events ? (events) - top : run_events, top < (events); top += run)

/// A call for each group of strips of a row, with its first column `group` and the number of its `strips` as a constant:
/// loops that ask for each strip whether it is there take a fifth longer.
#define IN_GROUPS(columns, whole, call) \
  for (size_t group = 0; group < (columns);) { \
    const size_t left = (whole) ? ((columns) - group + lane_count - 1) / lane_count : 1; \
    IF_LEFT(several, call) \
    IF_LEFT(several / 2, call) \
    IF_LEFT(several / 4, call) \
    IF_LEFT(1, call) \
  }
#define IF_LEFT(count, call) \
  if (left >= (count)) { enum { strips = (count) }; call; group += strips * lane_count; continue; }

/// The `k`-th strip of a group, with `first`, `width` and `j` as of FOR_STRIPS.
#define FOR_STRIPS_OF_GROUP(columns, whole) \
  _Pragma("clang loop unroll(full)") \
  for (size_t k = 0; k < strips; k++) \
    for (size_t first = group + k * lane_count, width = (whole) ? lane_count : (columns), \
      j = (whole) && k + 1 == strips && first + lane_count > (columns) ? (columns) - lane_count : first, once = 1; \
      once; once = 0)

/// A call with the number of inputs, as a constant `few` that loops can be unrolled by, and `whole`.
#define WITH_FEW(inputs, columns, call) do { \
  switch (inputs) { \
    case 1: { enum { few = 1 }; WHOLE_OR_NOT(columns, call); break; } \
    case 2: { enum { few = 2 }; WHOLE_OR_NOT(columns, call); break; } \
    case 3: { enum { few = 3 }; WHOLE_OR_NOT(columns, call); break; } \
    case 4: { enum { few = 4 }; WHOLE_OR_NOT(columns, call); break; } \
  } \
} while (0)
