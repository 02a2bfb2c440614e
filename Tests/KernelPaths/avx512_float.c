#define PATH(name) avx512_##name
#include "float.h"
