// What the processor, the memory and the standard streams of the process are told, where Swift has no word for it.

#ifndef NEOS_PROCESS_H
#define NEOS_PROCESS_H

#include <errno.h>
#include <stdio.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Tells the processor that a loop only waits for another core.
static inline void neos_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Has this thread take numbers below the smallest normal one as 0, and tells how it took them before: many processors take
/// a hundred times as long for them. Others than those of x86-64 go on as they are.
static inline unsigned neos_leave_out_subnormals(void)
{
#if defined(__x86_64__)
  enum { results_are_zero = 0x8000, arguments_are_zero = 0x0040 };
  const unsigned before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | results_are_zero | arguments_are_zero);
  return before;
#else
  return 0;
#endif
}

/// Has this thread take such numbers as before.
static inline void neos_take_subnormals(unsigned before)
{
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(before);
#else
  (void)before;
#endif
}

/// Has the process keep up to 64 MB of memory that it gave back, and pieces of up to 32 MB at hand: the same arrays come
/// again in each fit, and new pages from the system take longer than a step of a fit. Other C libraries than glibc go on
/// as they are.
static inline void neos_keep_memory(void)
{
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

/// Writes out what was printed; 0, or the number of an error if any of it was lost, now or before: a text that is longer
/// than the buffer is written while it is printed. `stdout` is a global variable that changes, which Swift refuses.
static inline int neos_flush_output(void)
{
  if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
  return errno != 0 ? errno : EIO;
}

#endif
