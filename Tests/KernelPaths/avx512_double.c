#define PATH(name) avx512_##name
#include "double.h"
