#if HDF5
  internal import CHDF5
  internal import Foundation

  /// Memory that this process and one that it begins have in common.
  final class SharedMemory {
    let bytes: UnsafeMutableRawBufferPointer

    /// - Throws: ``TableProblem/file(_:)`` if the system has none.
    init(byteCount: Int) throws(TableProblem) {
      guard let start = neos_child_memory(byteCount) else {
        throw .file("there is no memory to read it: \(String(cString: strerror(errno)))")
      }
      bytes = UnsafeMutableRawBufferPointer(start: start, count: byteCount)
    }

    deinit { munmap(bytes.baseAddress, bytes.count) }
  }

  /// A process of its own that works with a copy of this one's memory, and sends what it found.
  ///
  /// What a library written in C does there with a damaged file, it does to that copy. The new process is begun
  /// without another program, so that it is there for all who use the engine, not for `neos` alone. It has one thread:
  /// a lock that another thread held stays locked, and then, as in a loop without end, the time is up.
  final class ChildProcess {
    private let process: pid_t
    private let input: Int32
    private var isRunning = true

    /// Begins the work in the new process, which ends with it.
    ///
    /// - Throws: ``TableProblem/file(_:)`` if the system has no room for a process.
    init(_ work: (ChildOutput) -> Void) throws(TableProblem) {
      var descriptor: Int32 = -1
      process = neos_child_start(&descriptor)
      input = descriptor
      guard process >= 0 else {
        isRunning = false
        throw .file("no process can be started to read it: \(String(cString: strerror(errno)))")
      }
      if process == 0 {
        work(ChildOutput(descriptor))
        _exit(0)
      }
    }

    deinit {
      guard process > 0 else { return }
      close(input)
      guard isRunning else { return }
      kill(process, SIGKILL)
      _ = neos_child_wait(process)
    }

    /// The next message.
    ///
    /// - Throws: The problem that was sent in its place, or how the process ended.
    func message() throws(TableProblem) -> ChildMessage {
      var count = 0
      try read(into: &count, count: 8)
      guard (0...ChildMessage.longest).contains(count) else { throw ChildMessage.damaged }
      var bytes: [UInt8] = []
      let part = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
      defer { part.deallocate() }
      guard let target = part.baseAddress else { throw ChildMessage.damaged }
      // What is only promised takes no memory.
      while bytes.count < count {
        let length = min(part.count, count - bytes.count)
        try read(into: target, count: length)
        bytes += part[..<length]
      }
      var message = ChildMessage(bytes)
      if let problem = try message.problem() { throw problem }
      return message
    }

    /// Says that the process may go on.
    func proceed() {
      // It may have ended: what it sent before comes first, and then its end is told.
      neos_child_proceed(input)
    }

    /// Waits for so many bytes.
    private func read(into target: UnsafeMutableRawPointer, count: Int) throws(TableProblem) {
      var done = 0
      while done < count {
        let length = Foundation.read(input, target + done, count - done)
        if length < 0, errno == EINTR { continue }
        guard length > 0 else { throw end() }
        done += length
      }
    }

    /// Why nothing comes any more.
    private func end() -> TableProblem {
      guard isRunning else { return ChildMessage.damaged }
      isRunning = false
      switch neos_child_wait(process) {
      case 0: return ChildMessage.damaged
      case SIGALRM:
        return .contents("HDF5 cannot read it: a part took longer than \(ChildOutput.seconds) seconds")
      case let signal:
        return .contents(
          "HDF5 cannot read it: the library failed (\(String(cString: strsignal(signal)))); the file is damaged"
        )
      }
    }
  }

  /// The socket to the process that waits.
  struct ChildOutput {
    private let descriptor: Int32

    /// The most seconds between two messages, and so the longest that stopping takes where the library does not end.
    static let seconds: UInt32 = 30

    init(_ descriptor: Int32) {
      self.descriptor = descriptor
      alarm(Self.seconds)
    }

    /// Sends a message, or the problem that is found in making it; whether it is the message.
    func send(_ body: (inout ChildMessage) throws(TableProblem) -> Void) -> Bool {
      var message = ChildMessage(problem: nil)
      var isSent = true
      do throws(TableProblem) {
        try body(&message)
      } catch {
        message = ChildMessage(problem: error)
        isSent = false
      }
      withUnsafeBytes(of: message.bytes.count) { write($0) }
      message.bytes.withUnsafeBytes { write($0) }
      return isSent
    }

    /// Waits until it may go on. Where nobody says so any more, the process ends.
    func waitToProceed() {
      // Who says so may take any time.
      alarm(0)
      var byte: UInt8 = 0
      while true {
        let length = Foundation.read(descriptor, &byte, 1)
        if length < 0, errno == EINTR { continue }
        guard length == 1 else { _exit(1) }
        break
      }
      alarm(Self.seconds)
    }

    /// Sends bytes. Where nobody reads them any more, the process ends (`SIGPIPE`).
    private func write(_ bytes: UnsafeRawBufferPointer) {
      // Who reads them may take any time.
      alarm(0)
      var rest = bytes
      while let start = rest.baseAddress, !rest.isEmpty {
        let length = Foundation.write(descriptor, start, rest.count)
        if length < 0, errno == EINTR { continue }
        guard length > 0 else { _exit(1) }
        rest = UnsafeRawBufferPointer(rebasing: rest[length...])
      }
      alarm(Self.seconds)
    }
  }
#endif
