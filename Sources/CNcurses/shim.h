#ifndef NEOS_CNCURSES_SHIM_H
#define NEOS_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>
#include <wchar.h>

// What Swift does not import from ncurses, each thing as an inline function.

// Global variables that change are refused as unsafe shared state; only the main thread calls these.
static inline WINDOW *neos_window(void) { return stdscr; }

// `stdout` is a global variable as well.
static inline void neos_flush_by_line(void) { setvbuf(stdout, 0, _IOLBF, 0); }

// Attributes are macros with casts and shifts.
static inline attr_t neos_bold(void) { return A_BOLD; }
static inline attr_t neos_faint(void) { return A_DIM; }
static inline attr_t neos_underline(void) { return A_UNDERLINE; }
static inline attr_t neos_reverse(void) { return A_REVERSE; }

// The pair is a `short` in the old calls; the number of a pair beyond it goes through the options.
static inline void neos_set_attributes(attr_t attributes, int pair) {
  wattr_set(stdscr, attributes, (short)pair, &pair);
}

// Buttons are macros with shifts.
static inline mmask_t neos_button_press(void) { return BUTTON1_PRESSED; }
static inline mmask_t neos_scroll_up(void) { return BUTTON4_PRESSED; }
static inline mmask_t neos_scroll_down(void) { return BUTTON5_PRESSED; }

// Takes `char *` and gives `(char *)-1` for a name that is no text, a pointer that Swift cannot compare.
static inline const char *neos_terminal_text(const char *name) {
  const char *text = tigetstr((char *)name);
  return text == (char *)-1 ? 0 : text;
}

// Declared only for X/Open, which a module map cannot ask for.
static inline int neos_columns(wchar_t character) {
  extern int wcwidth(wchar_t);
  return wcwidth(character);
}

#endif
