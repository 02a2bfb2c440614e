import Foundation
import NeosEngine

/// Who prints what a session says.
protocol Reporter {
  /// Prints an event of the line at `place`.
  func report(_ event: SessionEvent, at place: String)
  /// Prints why the line at `place` was not carried out.
  func fail(_ message: String, at place: String)
  /// Prints the summary of a file.
  func finish(_ session: Session, held: Int, failed: Int, isComplete: Bool)
}

/// Standard error, unbuffered; what was printed before comes first.
enum StandardError {
  /// Writes a text as it is.
  static func write(_ text: String) {
    StandardOutput.flush()
    // Where this fails, nobody is there to be told; the exit status stays.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
