internal import Glibc
internal import Synchronization

/// Gives the terminal back when the program is about to end in a way that nobody planned.
///
/// Nothing here allocates or takes a lock: it runs in handlers of fatal signals.
enum TerminalRescue {
  /// What is needed for it.
  struct Record {
    /// The terminal.
    var descriptor: Int32
    /// Its settings as they were.
    var settings: termios
    /// What leaves the screen and turns everything off again.
    var farewell: UnsafeBufferPointer<UInt8>
    /// What took the place of standard output and error; nil when they were left.
    var captured: CapturedOutput.Ends?
  }

  /// The address of the record, 0 when the terminal is the shell's.
  private static let address = Atomic<UInt>(0)

  /// From now on there is something to give back.
  static func arm(_ record: Record) {
    let pointer = UnsafeMutablePointer<Record>.allocate(capacity: 1)
    pointer.initialize(to: record)
    address.store(UInt(bitPattern: pointer), ordering: .sequentiallyConsistent)
  }

  /// The terminal has been given back.
  static func disarm() {
    let value = address.exchange(0, ordering: .sequentiallyConsistent)
    UnsafeMutablePointer<Record>(bitPattern: value)?.deallocate()
  }

  /// Gives the terminal back, once; then what was about to be said on standard error.
  static func restore() {
    // The record is not freed: this may be a signal handler.
    let value = address.exchange(0, ordering: .sequentiallyConsistent)
    guard let record = UnsafePointer<Record>(bitPattern: value) else { return }
    let bytes = record.pointee.farewell
    write(record.pointee.descriptor, bytes.baseAddress, bytes.count)
    var settings = record.pointee.settings
    tcsetattr(record.pointee.descriptor, TCSANOW, &settings)
    record.pointee.captured?.release()
  }

  // MARK: Fatal signals

  /// All that end a program unless it listens to them.
  private static let signals = [
    SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT, SIGSYS, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF,
    SIGUSR1, SIGUSR2,
  ]
  /// The address of what was to be done at each signal before.
  private static let before = Atomic<UInt>(0)

  /// Listens to fatal signals, from now to the end of the program.
  static func install() {
    guard before.load(ordering: .relaxed) == 0 else { return }
    let old = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    old.initialize(repeating: sigaction(), count: 65)
    before.store(UInt(bitPattern: old), ordering: .sequentiallyConsistent)
    coverThisThread()
    var all = sigset_t()
    sigemptyset(&all)
    for number in signals {
      sigaddset(&all, number)
      sigaction(number, nil, old + Int(number))
      let handler = old[Int(number)].__sigaction_handler.sa_handler
      if unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = { number, info, _ in
        TerminalRescue.giveBack(number, isSent: (info?.pointee.si_code ?? 0) <= 0)
      }
      action.sa_flags = SA_ONSTACK | SA_SIGINFO
      sigaction(number, &action, nil)
    }
    // Blocked ones, which a parent may leave behind, would not be heard.
    pthread_sigmask(SIG_UNBLOCK, &all, nil)
    // An exit from anywhere is the end of the screen as well.
    atexit { TerminalRescue.restore() }
  }

  /// Gives the calling thread a stack for signal handlers, so that the end of its own stack can be survived for
  /// long enough.
  static func coverThisThread() {
    let size = 64 << 10
    var stack = stack_t()
    stack.ss_sp = .allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
  }

  /// Gives the terminal back and lets happen what would have happened: the handler before, and then the end.
  ///
  /// - Parameter isSent: whether somebody sent the signal, so that nothing would bring it again.
  private static func giveBack(_ number: Int32, isSent: Bool) {
    restore()
    // Swift's backtrace ends by waiting for a key for half a minute; the shell is to have the terminal now.
    let nothing = open("/dev/null", O_RDONLY)
    if nothing >= 0 { dup2(nothing, STDIN_FILENO) }
    let old = UnsafeMutablePointer<sigaction>(bitPattern: before.load(ordering: .relaxed))
    if let old { sigaction(number, old + Int(number), nil) } else { signal(number, SIG_DFL) }
    // At the return the instruction that failed fails again, and the backtrace is of that.
    let isFault = number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE
    if !isSent, isFault { return }
    // A handler that returns would let the program go on, without a terminal.
    var own = sigset_t()
    sigemptyset(&own)
    sigaddset(&own, number)
    pthread_sigmask(SIG_UNBLOCK, &own, nil)
    raise(number)
    signal(number, SIG_DFL)
    raise(number)
  }
}
