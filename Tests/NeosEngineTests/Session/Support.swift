import Foundation
import NeosEngine
import Synchronization

/// The folder of the session files.
let sessionsFolder: String = {
  var url = URL(filePath: #filePath)
  for _ in 0..<4 { url.deleteLastPathComponent() }
  return url.appending(path: "sessions").path
}()

extension Session {
  /// A session after some lines.
  init(_ lines: String..., threads: Int? = 1) throws {
    self.init(threads: threads)
    try run(lines)
  }

  /// Carries out lines and gives what was said.
  @discardableResult
  mutating func run(_ lines: [String], isStopped: @escaping @Sendable () -> Bool = { false }) throws
    -> [SessionEvent]
  {
    var events: [SessionEvent] = []
    for line in lines {
      guard let command = try Command(line: line) else { continue }
      try execute(command, line: line, control: SessionControl(isStopped: isStopped) { events.append($0) })
    }
    return events
  }

  @discardableResult
  mutating func run(_ lines: String...) throws -> [SessionEvent] { try run(lines) }

  /// One number.
  mutating func value(_ quantity: String) throws -> Double {
    guard case .show(.quantity(let quantity)) = try Command(line: "show \(quantity)") else {
      throw LanguageError(column: 1, "not a quantity")
    }
    return try values(of: quantity)[0]
  }

  /// Numbers that tell states apart to the last bit: loss, some weights, and the edges.
  mutating func fingerprint() throws -> [UInt64] {
    let quantities = ["step", "loss", "weights[0]", "weights[3]", "gradient.norm", "bandwidth", "edges[1]"]
    return try quantities.map { try value($0).bitPattern }
  }
}

/// Says to stop when it was asked a number of times.
final class Stop: Sendable {
  private let left: Atomic<Int>

  init(after count: Int) { left = Atomic(count) }

  var isDue: Bool { left.subtract(1, ordering: .relaxed).newValue < 0 }
}

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "neos-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A small session that trains in no time.
let smallSettings = ["data events=20", "network 4 tanh 1 sigmoid", "histogram bins=0:1:3 bandwidth=0.2"]
