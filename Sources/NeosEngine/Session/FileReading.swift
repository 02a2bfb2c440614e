package import Foundation

/// Files, pipes and devices that are read to their end.
package enum FileReading {
  /// The bytes of a file, or what comes out of a pipe.
  ///
  /// - Throws: ``FileReadingError``, which says what is there instead, also where it does not come to an end within so
  ///   many bytes.
  package static func contents(
    of path: String, largestSize: Int = FileReading.largestSize
  ) throws(FileReadingError) -> Data {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw FileReadingError(description: "there is no such file")
    }
    guard !isDirectory.boolValue else { throw FileReadingError(description: "it is a directory") }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw FileReadingError(description: "it cannot be read: \(String(cString: strerror(errno)))")
    }
    return try contents(of: file, largestSize: largestSize)
  }

  /// What is left in an open file or a pipe.
  ///
  /// - Throws: ``FileReadingError``, also where it does not come to an end within so many bytes.
  package static func contents(
    of file: FileHandle, largestSize: Int = FileReading.largestSize
  ) throws(FileReadingError) -> Data {
    let bytes: Data
    do {
      bytes = try file.read(upToCount: largestSize + 1) ?? Data()
    } catch {
      // What the system says; Foundation puts a sentence around it that does not.
      let cause: any Error = (error as? CocoaError)?.underlying ?? error
      throw FileReadingError(description: "it cannot be read: \(cause.localizedDescription)")
    }
    guard bytes.count <= largestSize else {
      throw FileReadingError(description: "it has more than \(largestSize >> 20) MiB, which are not read")
    }
    return bytes
  }

  /// The largest file that is read, in bytes.
  package static let largestSize = 1 << 30
}

/// Why there are no bytes.
package struct FileReadingError: Error, CustomStringConvertible {
  package let description: String
}
