internal import Foundation
internal import NeosEngine

extension CastRecorder {
  /// Sees that a recording would replace nothing but an earlier one.
  ///
  /// - Parameters:
  ///   - path: where the recording is to go.
  ///   - opened: the file that the session comes from, or that is played.
  /// - Throws: ``CastError`` with what is there instead, and what to do.
  package static func checkTarget(_ path: String, opened: String?) throws(CastError) {
    if let opened, FileWriting.isSame(path, opened) {
      throw CastError(
        path: path,
        reason: "it is the file that is opened; choose another name for the recording of the screen")
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return }
    guard holdsCast(path) else {
      throw CastError(
        path: path,
        reason: "it is there already and no recording of a screen; choose another name, or remove it")
    }
  }

  /// The most bytes that a header is looked for in.
  private static let headerSize = 1 << 16

  /// Whether a file begins with a header as ``record(_:at:)`` writes it.
  private static func holdsCast(_ path: String) -> Bool {
    let start = try? FileHandle(forReadingAtPath: path)?.read(upToCount: headerSize)
    guard let line = start?.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first,
      let header = (try? JSONValue(json: line))?.asObject
    else { return false }
    guard case .integer(2) = header["version"], case .integer = header["width"] else { return false }
    return true
  }
}
