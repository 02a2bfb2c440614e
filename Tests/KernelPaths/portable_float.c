#define PATH(name) portable_##name
#define ARCHITECTURE
#include "float.h"
