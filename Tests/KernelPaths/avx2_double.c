#define PATH(name) avx2_##name
#include "double.h"
