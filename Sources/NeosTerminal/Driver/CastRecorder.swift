internal import Foundation
internal import NeosEngine
package import NeosPlot

/// Writes what is shown as a recording for asciinema, version 2 of its format.
///
/// Each change is a line that is written at once, so that a recording can be played however the program ended.
public struct CastRecorder {
  private let path: String
  private let descriptor: Int32
  private let renderer: ANSIRenderer
  private let terminal: String
  private let timestamp: Int
  private var shown: Canvas?
  private var isStopped = false

  /// Begins a recording; a file that is there is replaced (``checkTarget(_:opened:)``).
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - palette: how the roles look.
  ///   - terminal: the kind of terminal, for the recording's header.
  ///   - timestamp: when it begins, in seconds since 1970.
  /// - Throws: ``CastError`` when the file cannot be written.
  public init(path: String, palette: Palette, terminal: String, timestamp: Int) throws(CastError) {
    self.path = path
    self.terminal = terminal
    self.timestamp = timestamp
    renderer = ANSIRenderer(palette: palette)
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw CastError(path: path, reason: String(cString: strerror(errno))) }
  }

  /// Adds what is shown now.
  ///
  /// - Parameter time: seconds since the recording began.
  /// - Returns: what there is to say, once, when it cannot be written; the recording has ended then.
  package mutating func record(_ canvas: Canvas, at time: Double) -> String? {
    guard !isStopped, canvas != shown else { return nil }
    defer { shown = canvas }
    var lines: [JSONValue] = []
    if let shown {
      if shown.width != canvas.width || shown.height != canvas.height {
        lines.append(event(time, "r", "\(canvas.width)x\(canvas.height)"))
      }
    } else {
      lines.append(
        .object([
          "version": .integer(2), "width": .integer(canvas.width), "height": .integer(canvas.height),
          "timestamp": .integer(timestamp), "env": .object(["TERM": .string(terminal)]),
        ]))
    }
    lines.append(event(time, "o", renderer.text(canvas, since: shown)))
    let text = lines.map { $0.text(.canonical) + "\n" }.joined()
    return write(Array(text.utf8)) ? nil : stop()
  }

  private func event(_ time: Double, _ kind: String, _ text: String) -> JSONValue {
    .array([.number((time * 1e6).rounded() / 1e6), .string(kind), .string(text)])
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Foundation.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
  }

  private mutating func stop() -> String {
    let reason = String(cString: strerror(errno))
    isStopped = true
    close(descriptor)
    return "the recording of the screen has ended: \(path): \(reason)"
  }
}

/// Why a recording of the screen cannot begin.
public struct CastError: Error, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What the system says.
  public let reason: String
  /// The file and the reason.
  public var description: String { "\(path): \(reason)" }
}
