#define PATH(name) portable_##name
#include "double.h"
