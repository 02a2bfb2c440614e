internal import NeosEngine

/// What waits for the session's thread, in the order in which it was asked for.
struct WorkerQueue: Sendable {
  private var requests: [WorkerRequest] = []

  var isEmpty: Bool { requests.isEmpty }

  /// Adds a request; to look twice at one moment is to look once.
  mutating func add(_ request: WorkerRequest) {
    if case .watch = request { requests.removeAll(where: \.isWatch) }
    requests.append(request)
  }

  mutating func takeFirst() -> WorkerRequest? { requests.isEmpty ? nil : requests.removeFirst() }

  /// Whether the next line can be carried out between two steps of a command.
  func canSteer(_ command: Command) -> Bool { requests.first { !$0.isWatch }?.canSteer(command) ?? false }

  /// Takes the next line out if it can be carried out between two steps of a command. A line that cannot be, and all
  /// that follow it, wait for the end of the command: the order stays.
  mutating func takeFirst(steering command: Command) -> WorkerRequest? {
    guard canSteer(command), let place = requests.firstIndex(where: { !$0.isWatch }) else { return nil }
    return requests.remove(at: place)
  }

  /// Takes out what must not begin after a pause: the first line that steps, and the lines after it, which were meant
  /// to follow it.
  mutating func dropSteps() -> [String] {
    guard let first = requests.firstIndex(where: \.isStepping) else { return [] }
    return dropLines(from: first)
  }

  /// Takes out all lines.
  mutating func dropLines() -> [String] { dropLines(from: 0) }

  private mutating func dropLines(from first: Int) -> [String] {
    let dropped = requests[first...].compactMap(\.line)
    requests = requests[..<first] + requests[first...].filter { $0.line == nil }
    return dropped
  }

  mutating func removeAll() { requests = [] }
}

extension WorkerRequest {
  /// The line that is to be carried out, if it is one.
  var line: String? {
    switch self {
    case .perform(let line), .propose(let line): line
    case .run: WorkerMessage.running
    default: nil
    }
  }

  fileprivate var isWatch: Bool { if case .watch = self { true } else { false } }

  fileprivate var isStepping: Bool {
    if case .run = self { return true }
    return line.flatMap { try? Command(line: $0) }?.isStepping ?? false
  }

  /// Whether it can be carried out between two steps of a command.
  func canSteer(_ command: Command) -> Bool {
    self != .run && line.map { command.canBeSteered(by: $0) } ?? false
  }
}

extension Command {
  /// Steps until told to stop.
  static let endlessRun = Command.step(1_000_000_000)

  /// Whether it takes steps and nobody has said how many.
  private var isOpenEnded: Bool {
    switch self {
    case .runUntil, .runWhile: return true
    default: break
    }
    return self == .endlessRun
  }

  /// Whether a line can be carried out between two steps of this command, which then goes on where it is.
  ///
  /// What is kept or tested of a session is meant to be that after the steps that were asked for before; only a run
  /// without a known end is not waited for.
  func canBeSteered(by line: String) -> Bool {
    guard isStepping else { return false }
    // What is not understood is said at once.
    guard let command = try? Command(line: line) else { return true }
    return switch command {
    case .step, .runUntil, .runWhile, .back, .forward, .fork, .switchTo, .load, .quit: false
    case .expect, .record: isOpenEnded
    default: command.writtenFile == nil || isOpenEnded
    }
  }

  /// What is left of a command that steps, after some steps of it; nil for other commands.
  func rest(after count: Int) -> Command? {
    switch self {
    case .step(let total): .step(total - count)
    case .runUntil(let condition, let limit): .runUntil(condition, within: limit - count)
    case .runWhile(let quantity, let patience, let limit):
      .runWhile(quantity, patience: patience, within: limit - count)
    default: nil
    }
  }
}
