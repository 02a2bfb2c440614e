package import Foundation

/// Files, pipes and devices that are read to their end.
package enum FileReading {
  /// The bytes of a file, or what comes out of a pipe.
  ///
  /// - Throws: ``FileReadingError``, which says what is there instead.
  package static func contents(of path: String) throws(FileReadingError) -> Data {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw FileReadingError(description: "there is no such file")
    }
    guard !isDirectory.boolValue else { throw FileReadingError(description: "it is a directory") }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw FileReadingError(description: "it cannot be read: \(String(cString: strerror(errno)))")
    }
    do {
      return try file.readToEnd() ?? Data()
    } catch {
      throw FileReadingError(description: "it cannot be read: \(error.localizedDescription)")
    }
  }
}

/// Why there are no bytes.
package struct FileReadingError: Error, CustomStringConvertible {
  package let description: String
}
