#define PATH(name) portable_##name
#define ARCHITECTURE
#include "double.h"
