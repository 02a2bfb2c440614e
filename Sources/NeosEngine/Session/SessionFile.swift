internal import Foundation

/// A session file, read whole before anything of it is carried out.
public struct SessionFile: Sendable {
  /// One line that says something.
  public struct Line: Sendable, Hashable {
    /// Its number, counted from 1.
    public let number: Int
    /// What it says, as written.
    public let text: String
    /// What it means.
    public let command: Command
  }

  /// What the file is called in messages.
  public let name: String
  /// The folder that it is in; nil for standard input.
  public private(set) var folder: String?
  /// The lines, without blank ones and comments.
  public let lines: [Line]
  /// The number of a recording's last line, if that has no end: the program ended by force while it was written, so
  /// that it may be half of a line, and is not among the lines.
  public let unfinishedLine: Int?

  /// What a recording begins with.
  static let recordingMark = "# a recorded session"

  /// The largest file that is read, in bytes.
  public static let largestSize = 256 << 20

  /// Reads the text of a session file.
  ///
  /// - Throws: ``SessionFileError`` with every line that is not understood.
  public init(name: String, text bytes: some BidirectionalCollection<UInt8>) throws(SessionFileError) {
    guard bytes.count <= Self.largestSize else {
      throw SessionFileError(name: name, "it has \(bytes.count) bytes; at most \(Self.largestSize) are read")
    }
    self.name = name
    var lines: [Line] = []
    var problems: [SessionFileError.Problem] = []
    var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isRecording = bytes.starts(with: Self.recordingMark.utf8)
    unfinishedLine = isRecording && parts.last?.isEmpty == false ? parts.count : nil
    if unfinishedLine != nil { parts.removeLast() }
    for (index, part) in parts.enumerated() {
      let part = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
      guard let text = String(validating: part, as: UTF8.self), !text.utf8.contains(0) else {
        problems.append(
          .init(line: index + 1, text: "", error: LanguageError(column: 1, "this is not text in UTF-8")))
        break
      }
      // A file that starts with a byte order mark is meant all the same.
      let line = index == 0 && text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
      do throws(LanguageError) {
        if let command = try Command(line: line) {
          lines.append(Line(number: index + 1, text: line, command: command))
        }
      } catch {
        problems.append(.init(line: index + 1, text: line, error: error))
        if problems.count == SessionFileError.mostProblems { break }
      }
    }
    guard problems.isEmpty else { throw SessionFileError(name: name, problems: problems) }
    self.lines = lines
  }

  /// Reads a session file.
  ///
  /// - Throws: ``SessionFileError`` when the file cannot be read or is not understood.
  public init(path: String) throws(SessionFileError) {
    let url = URL(filePath: path)
    if let size = (try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize, size > Self.largestSize {
      throw SessionFileError(name: path, "it has \(size) bytes; at most \(Self.largestSize) are read")
    }
    let bytes: Data
    do throws(FileReadingError) {
      bytes = try FileReading.contents(of: path)
    } catch {
      throw SessionFileError(name: path, "\(error)")
    }
    try self.init(name: path, text: bytes)
    folder = url.deletingLastPathComponent().path
  }
}

/// What is wrong with a session file.
public struct SessionFileError: Error, Sendable, Hashable {
  /// A line that is not understood.
  public struct Problem: Sendable, Hashable {
    /// Its number, counted from 1.
    public let line: Int
    /// What it says.
    public let text: String
    /// What is wrong with it.
    public let error: LanguageError
  }

  /// After so many lines that are not understood the rest is not read.
  public static let mostProblems = 20

  /// The file.
  public let name: String
  /// What is wrong with the file as a whole, if anything.
  public let reason: String?
  /// The lines that are not understood.
  public let problems: [Problem]

  /// Something that is wrong with a file as a whole.
  package init(name: String, _ reason: String) {
    self.name = name
    self.reason = reason
    problems = []
  }

  init(name: String, problems: [Problem]) {
    self.name = name
    reason = nil
    self.problems = problems
  }
}

extension SessionFileError: CustomStringConvertible {
  /// Every problem with file, line and column, and the line with a caret.
  public var description: String {
    if let reason { return "\(name): \(reason)" }
    let texts = problems.map { problem in
      let place = "\(name):\(problem.line):\(problem.error.column): \(problem.error.text)"
      return problem.text.isEmpty ? place : "\(place)\n\(problem.error.excerpt(of: problem.text))"
    }
    let rest = problems.count == Self.mostProblems ? ["\(name): the lines after these were not read"] : []
    return (texts + rest).joined(separator: "\n")
  }
}
