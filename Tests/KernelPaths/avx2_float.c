#define PATH(name) avx2_##name
#define ARCHITECTURE __attribute__((target("arch=x86-64-v3")))
#include "float.h"
