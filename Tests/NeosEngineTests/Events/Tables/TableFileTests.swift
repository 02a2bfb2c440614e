import Foundation
import NeosEngine
import Testing

/// Files that are no regular ones, and files that others write to meanwhile.
@Suite struct TableFileTests {
  @Test(.timeLimit(.minutes(1)), arguments: ["h5", "csv", "npy"])
  func pipesAndDevicesAreRefusedWithoutWaiting(ending: String) throws {
    let pipe = FileManager.default.temporaryDirectory.appending(path: "neos-\(UUID().uuidString).\(ending)")
      .path
    try #require(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    for path in [pipe, "/dev/zero"] {
      let problem = TableFiles.problem(TableRequest(path: path, columns: ["x"]))
      #expect(problem == .file("it is a pipe or a device, expected a file"))
    }
  }

  /// The committed tables, each with one of its columns.
  private static let tables: [(file: String, ending: String, column: String)] = {
    var tables = [("events.csv", "csv", "pt"), ("events.npy", "npy", "pt"), ("events.npz", "npz", "pt")]
    #if HDF5
      tables.append(("events.h5", "h5", "reco/jets/pt"))
    #endif
    return tables
  }()

  @Test(arguments: tables)
  func aFileThatChangesMeanwhile(file: String, ending: String, column: String) throws {
    let bytes = try TableFiles.bytes(file)
    for length in [0, 100, bytes.count / 2, bytes.count - 1, bytes.count + 1, bytes.count + 100_000] {
      try TableFiles.with(bytes, ending) { path in
        let error = #expect(throws: TableError.self, "\(file) with \(length) bytes") {
          try TableReader.read(
            TableRequest(path: path, columns: [column]),
            isStopped: {
              truncate(path, off_t(length))
              return false
            })
        }
        switch error?.problem {
        case .file, .contents, nil: break
        case let other?: Issue.record("\(file) with \(length) bytes: \(other)")
        }
      }
    }
  }

  @Test func aLongTextThatEndsAtALineMeanwhile() throws {
    // All lines have 16 bytes, so that what is left is a sound table.
    let text = "x,y            \n" + String(repeating: "1234567,1234567\n", count: 100_000)
    try TableFiles.with(Array(text.utf8)) { path in
      var asked = 0
      let error = #expect(throws: TableError.self) {
        try TableReader.read(
          TableRequest(path: path, columns: ["x"]),
          isStopped: {
            asked += 1
            if asked == 3 { truncate(path, 16 * 50_000) }
            return false
          })
      }
      #expect(error?.problem == .file("it was changed while it was read"))
    }
  }

  @Test(arguments: tables)
  func aLimitBeyondAllRows(file: String, ending: String, column: String) throws {
    let path = TableFiles.path(file)
    let all = try TableReader.read(TableRequest(path: path, columns: [column]))
    for limit in [Int.max, .max - 1, all.eventCount, 1 << 40] {
      #expect(try TableReader.read(TableRequest(path: path, columns: [column], limit: limit)) == all)
    }
    #expect(try TableReader.read(TableRequest(path: path, columns: [column], limit: 1)).eventCount == 1)
  }
}
