import Foundation
import NeosEngine
import Testing

@Suite struct TableReaderTests {
  private let table = "x,y,w\n" + (1...20_000).map { "\($0),\(-$0),0.5" }.joined(separator: "\n")

  @Test func takesTheFirstEventsThatPass() throws {
    let read = try TableFiles.read(table, "y", "x", weight: "w", selection: "x > 9990", limit: 3)
    #expect(read.features == [-9991, 9991, -9992, 9992, -9993, 9993])
    #expect(read.weights == [0.5, 0.5, 0.5])
    #expect(read.rowCount == 9993)
    #expect(try TableFiles.read(table, "x", limit: 2).features == [1, 2])
    #expect(try TableFiles.read(table, "x", weight: "x", limit: 1).weights == [1])
    #expect(try TableFiles.read(table, "x", limit: .max).eventCount == 20_000)
  }

  @Test func tellsHowFarItIsAndStops() throws {
    try TableFiles.with(Array(table.utf8)) { path in
      var told: [TableProgress] = []
      _ = try TableReader.read(
        TableRequest(path: path, columns: ["x"]),
        progress: { told.append($0) })
      #expect(told.last?.rows == 20_000 && told.last?.total == nil && told.last?.share == 1)
      #expect(told.last?.description == "row 20000, 100% of the file")
      var asked = 0
      let error = #expect(throws: TableError.self) {
        try TableReader.read(
          TableRequest(path: path, columns: ["x"]),
          isStopped: {
            asked += 1
            return asked > 1
          })
      }
      #expect(error?.path == path && error?.problem == .stopped(rows: 4096))
    }
  }

  @Test func theShareOfATextIsThatOfItsBytes() throws {
    let long = "x,y\n" + String(repeating: "1.25,2.5\n", count: 200_000)
    try TableFiles.with(Array(long.utf8)) { path in
      var shares: [Double] = []
      _ = try TableReader.read(
        TableRequest(path: path, columns: ["x"]), progress: { shares.append($0.share) })
      #expect(shares.count == 4 && shares == shares.sorted() && shares.last == 1)
      // What is read ahead is little.
      #expect(zip(shares, [65536.0, 131072, 196608]).allSatisfy { abs($0 - $1 / 200_000) < 0.15 })
    }
    var told: [TableProgress] = []
    let array = TableRequest(path: TableFiles.path("events.npy"), columns: ["pt"])
    _ = try TableReader.read(array, progress: { told.append($0) })
    #expect(told.last?.description == "row 120 of 120" && told.last?.share == 1)
  }

  @Test func requestsThatCannotBe() throws {
    #expect(try TableFiles.problem("x\n1") == .noColumns)
    #expect(try TableFiles.problem("x\n1", "x", "x") == .columnAskedTwice("x"))
    #expect(try TableFiles.problem("x\n1", "x", limit: 0) == .limit(0))
    #expect(try TableFiles.problem("x\n1", "x", weight: "w") == .unknownColumn("w", known: ["x"]))
    let problem = try TableFiles.problem("pt,eta\n1,2", "etta")
    #expect(
      problem?.description == "there is no column 'etta'; did you mean 'eta'?; known columns: pt, eta")
    let request = TableRequest(path: TableFiles.path("events.csv"), columns: ["pt"], dataset: "a")
    #expect(TableFiles.problem(request) == .datasetNotTaken("a"))
  }

  @Test func filesThatAreNoTables() throws {
    func problem(_ path: String) -> TableProblem? {
      TableFiles.problem(TableRequest(path: path, columns: ["x"]))
    }
    #expect(problem("/nowhere/at.all") == .file("there is no such file"))
    #expect(problem(FileManager.default.temporaryDirectory.path) == .file("it is a directory"))
    #expect(problem("/dev/null") == .file("it is a pipe or a device, expected a file"))
    let nothing = try TableFiles.with([], "csv", problem)
    #expect(nothing == .file("the file is empty"))
    for (bytes, ending, words) in [
      ("root....", "root", "ROOT"), ("PAR1....", "parquet", "Parquet"), ("\u{1F}...", "npy", ".npy"),
      ("...", "npz", ".npz"), ("a\u{0},b\n1,2", "csv", "no text"),
    ] {
      let problem = try TableFiles.with(Array(bytes.utf8), ending, problem)
      #expect("\(problem.map { "\($0)" } ?? "")".contains(words))
    }
  }

  @Test func whatAFileSaysReachesNoTerminal() throws {
    let error = try TableFiles.problem("x,y\u{1B}[2J\n1,a\u{7}\u{1B}]0;t\n", "x", "y\u{1B}[2J")
    let text = "\(try #require(error))"
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 } && text.contains("line 2"))
  }

  #if !HDF5
    @Test func withoutHDF5ItIsSaidHowToBuildIt() {
      let problem = TableFiles.problem(TableRequest(path: TableFiles.path("events.h5"), columns: ["pt"]))
      #expect(problem == .hdf5IsMissing)
      #expect(problem?.description.contains("swift build -c release --traits HDF5") == true)
    }
  #endif
}
