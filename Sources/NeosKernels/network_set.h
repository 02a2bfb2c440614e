// The loops of network.h for one instruction set: included with SET(function), TARGET and OF(function, values) defined, and
// with what fits its registers. Without these afterwards.
//
// - BYTES: how wide they are.
// - BLOCK: how many events share what is loaded of the weights.
// - TURNS: sums over events are taken in so many turns, where an addition would wait for the one before it.

typedef REAL SET(lanes) __attribute__((vector_size(BYTES)));
typedef BITS SET(masks) __attribute__((vector_size(BYTES)));
#define lanes SET(lanes)
#define masks SET(masks)
#define lane_count (BYTES / sizeof(REAL))

#include "activation_loops.h"
#include "layer_loops.h"

#undef lanes
#undef masks
#undef lane_count
#undef SET
#undef TARGET
#undef OF
#undef BYTES
#undef BLOCK
#undef TURNS
