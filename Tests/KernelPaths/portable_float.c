#define PATH(name) portable_##name
#include "float.h"
