internal import Glibc
internal import Synchronization

/// The signals that a screen lives with: a handler notes them and wakes the loop, which does what they ask for.
/// A handler never touches ncurses: it would meet the drawing that it interrupted.
enum TerminalSignals {
  private static let listened = [SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH]

  /// A bit for each signal that came and was not taken.
  private static let pending = Atomic<UInt64>(0)
  private static let raisingEnd = Atomic<Int32>(-1)
  /// The address of ncurses' own handler of a new window size, which only sets a flag; 0 for none.
  private static let resized = Atomic<UInt>(0)

  /// Begins to listen, after ncurses has begun; gives what is to be put back in the end.
  static func install(wakeUp: WakeUp) -> [(Int32, sigaction)] {
    raisingEnd.store(wakeUp.raisingEnd, ordering: .sequentiallyConsistent)
    pending.store(0, ordering: .sequentiallyConsistent)
    var before: [(Int32, sigaction)] = []
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in listened {
      var old = sigaction()
      sigaction(number, nil, &old)
      before.append((number, old))
      if number == SIGWINCH {
        let handler = unsafeBitCast(old.__sigaction_handler.sa_handler, to: UInt.self)
        // 0 and 1 stand for doing nothing.
        resized.store(handler > 1 ? handler : 0, ordering: .sequentiallyConsistent)
      }
      listen(number)
      sigaddset(&blocked, number)
    }
    // Whoever started the program may have had them blocked, and then nobody could stop it.
    pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
    // A pipe without a reader, and a file that may not grow, are errors of a write and not the end.
    for number in [SIGPIPE, SIGXFSZ] {
      var old = sigaction()
      sigaction(number, nil, &old)
      before.append((number, old))
      signal(number, SIG_IGN)
    }
    return before
  }

  /// Ends to listen.
  static func remove(_ before: [(Int32, sigaction)]) {
    raisingEnd.store(-1, ordering: .sequentiallyConsistent)
    for (number, var action) in before { sigaction(number, &action, nil) }
  }

  /// The signals that came since the last time.
  static func takeAll() -> Set<Int32> {
    let bits = pending.exchange(0, ordering: .sequentiallyConsistent)
    return Set(listened.filter { bits & (1 << UInt64($0)) != 0 })
  }

  /// Lets SIGTSTP do what it does by default, here and in the programs that were started together with this one;
  /// returns when the program goes on.
  static func stop() {
    signal(SIGTSTP, SIG_DFL)
    kill(0, SIGTSTP)
    listen(SIGTSTP)
    // That it goes on is known here.
    _ = pending.bitwiseAnd(~(1 << UInt64(SIGCONT)), ordering: .sequentiallyConsistent)
  }

  private static func listen(_ number: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { TerminalSignals.receive($0) }
    action.sa_flags = SA_RESTART | SA_ONSTACK
    sigaction(number, &action, nil)
  }

  private static func receive(_ number: Int32) {
    let bit: UInt64 = 1 << UInt64(number)
    let old = pending.bitwiseOr(bit, ordering: .sequentiallyConsistent).oldValue
    if number == SIGWINCH {
      let handler = resized.load(ordering: .sequentiallyConsistent)
      if handler != 0 { unsafeBitCast(handler, to: (@convention(c) (Int32) -> Void).self)(number) }
    } else if old & bit != 0, number == SIGTERM || number == SIGHUP {
      // The loop has not even taken the first one: the program hangs.
      TerminalRescue.restore()
      _exit(128 + number)
    }
    WakeUp.raise(raisingEnd.load(ordering: .sequentiallyConsistent))
  }
}
