#ifndef NEOS_CNCURSES_SHIM_H
#define NEOS_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>

#endif
