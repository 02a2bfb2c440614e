// The loops of network.h for one instruction set: included with SET(function), TARGET, OF(function, values) and BYTES, the
// width of its registers, defined, and without these afterwards.

typedef REAL SET(lanes) __attribute__((vector_size(BYTES)));
typedef BITS SET(masks) __attribute__((vector_size(BYTES)));
#define lane_count (BYTES / sizeof(REAL))
typedef _Bool SET(lane_bits) __attribute__((ext_vector_type(lane_count)));
#define lanes SET(lanes)
#define masks SET(masks)
#define lane_bits SET(lane_bits)

#include "activation_loops.h"
#include "layer_loops.h"

#undef lanes
#undef masks
#undef lane_bits
#undef lane_count
#undef SET
#undef TARGET
#undef OF
#undef BYTES
