import Foundation
import NeosEngine

/// The tables that `Tests/Reference/declared_reference.py` wrote, in a folder of a test's own, and sessions on them.
struct DeclaredFiles {
  /// What NumPy makes of the tables.
  struct Figure: Decodable {
    /// The session.
    var lines: [String]
    var means: [Double]
    var scales: [Double]
    /// The templates by their names, in hard counts.
    var templates: [String: [Double]]
    /// How many events each sample has.
    var events: [String: Int]
  }

  let folder: TemporaryFolder
  let figure: Figure

  init() throws {
    folder = try TemporaryFolder()
    figure = try Figures.load("declared", as: Figure.self)
    let source = URL(filePath: Figures.path("declared")).deletingLastPathComponent()
      .appending(path: "../data/declared").standardized.path
    for name in try FileManager.default.contentsOfDirectory(atPath: source) {
      try FileManager.default.copyItem(atPath: "\(source)/\(name)", toPath: folder.file(name))
    }
  }

  /// A session that has not declared anything, and looks for tables here.
  func empty(threads: Int = 1) -> Session {
    var session = Session(threads: threads)
    session.folder = folder.path
    return session
  }

  /// A session with all declarations and a small network in double precision.
  func session(_ lines: [String] = [], threads: Int = 1) throws -> Session {
    var session = empty(threads: threads)
    try session.run(
      figure.lines + ["network 3 tanh 1 sigmoid precision=double", "histogram bins=0:1:4 bandwidth=0.15"]
        + lines)
    return session
  }

  /// Replaces a part of a table's text.
  func edit(_ name: String, _ change: (inout String) -> Void) throws {
    var text = try String(contentsOfFile: folder.file(name), encoding: .utf8)
    change(&text)
    try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
  }

  /// What a line is refused with.
  func problem(_ line: String, after lines: [String] = []) throws -> String? {
    var session = empty()
    try session.run(lines)
    do {
      try session.run(line)
      return nil
    } catch let error as LanguageError {
      return "\(error.column): \(error.message)"
    } catch {
      return "\(error)"
    }
  }
}

extension Session {
  /// A row of numbers.
  mutating func row(_ quantity: String) throws -> [Double] {
    guard case .show(.quantity(let quantity)) = try Command(line: "show \(quantity)") else {
      throw LanguageError(column: 1, "not a quantity")
    }
    return try values(of: quantity)
  }
}
