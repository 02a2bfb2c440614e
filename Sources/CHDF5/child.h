// A process that does one thing for another. Swift has no fork.

#ifndef NEOS_CHDF5_CHILD_H
#define NEOS_CHDF5_CHILD_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The open files of a process are those of its parent: the socket of another child would not end while this one runs.
static inline void neos_child_close_others(int kept) {
  for (int descriptor = 0; descriptor < 3; descriptor++) {
    int nothing = open("/dev/null", O_RDWR);
    if (nothing >= 0 && nothing != descriptor && descriptor != kept) dup2(nothing, descriptor);
    if (nothing > 2) close(nothing);
  }
#ifdef SYS_close_range
  if ((kept == 3 || syscall(SYS_close_range, 3, kept - 1, 0) == 0) && syscall(SYS_close_range, kept + 1, ~0U, 0) == 0)
    return;
#endif
  long last = sysconf(_SC_OPEN_MAX);
  for (int descriptor = 3; descriptor < last && descriptor < 1 << 16; descriptor++)
    if (descriptor != kept) close(descriptor);
}

// Memory that a process and those that it begins have in common; NULL if there is none.
static inline void *neos_child_memory(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

// Begins a process with the memory of this one; each of the two gets an end of the socket between them.
// Gives 0 in the new process, its number in this one, and -1 with errno if there is none.
static inline pid_t neos_child_start(int *end_of_socket) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  // No handler of this process runs in the new one.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t process = fork();
  int error = errno;
  if (process == 0) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    // Away from the terminal: its keys, and what the C library has to say there of damaged memory.
    setsid();
    neos_child_close_others(ends[1]);
    struct rlimit nothing = {0, 0};
    setrlimit(RLIMIT_CORE, &nothing);
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    *end_of_socket = ends[1];
    return 0;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(ends[1]);
  if (process < 0) close(ends[0]);
  *end_of_socket = ends[0];
  errno = error;
  return process;
}

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// Sends a byte to a process, which may have ended.
static inline void neos_child_proceed(int end_of_socket) {
  char byte = 1;
  while (send(end_of_socket, &byte, 1, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

// Waits for the end of a process: the signal that ended it, or 0.
static inline int neos_child_wait(pid_t process) {
  int status;
  while (waitpid(process, &status, 0) < 0)
    if (errno != EINTR) return 0;
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

#endif
