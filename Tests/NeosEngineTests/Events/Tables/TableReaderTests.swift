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

  /// Some hundred thousand rows in every order of bytes, by one thread and by several: the same numbers.
  @Test(arguments: ["<f8", ">f8", "<f4", "<i2"], [false, true])
  func plainArraysAreReadBySeveralThreads(type: String, isFortran: Bool) throws {
    let (rows, width) = (300_000, 3)
    func number(_ row: Int, _ column: Int) -> Double { Double((row * 7 + column * 11) % 30_000) }
    var bytes = NumPyFiles.header(type, shape: [rows, width], isFortran: isFortran)
    for place in 0..<rows * width {
      let (row, column) = isFortran ? (place % rows, place / rows) : (place / width, place % width)
      bytes += NumPyFiles.bytes(number(row, column), type)
    }
    try TableFiles.with(bytes, "npy") { path in
      for (columns, weight) in [([0, 1, 2], nil), ([2, 0], nil), ([1], 2), ([0, 1, 2], 1)] as [([Int], Int?)]
      {
        let request = TableRequest(
          path: path, columns: columns.map { "\($0)" }, weight: weight.map { "\($0)" })
        let reads = try [1, 2, 5].map { try TableReader.read(request, threads: $0) }
        let isRight = (0..<rows).allSatisfy { row in
          columns.indices.allSatisfy {
            reads[0].features[row * columns.count + $0] == number(row, columns[$0])
          }
            && weight.map { reads[0].weights?[row] == number(row, $0) } ?? true
        }
        #expect(
          isRight && reads[1] == reads[0] && reads[2] == reads[0], "\(columns), \(String(describing: weight))"
        )
      }
      let limited = TableRequest(path: path, columns: ["1"], limit: 70_001)
      #expect(try TableReader.read(limited).features == (0..<70_001).map { number($0, 1) })
      var asked = 0
      let error = #expect(throws: TableError.self) {
        try TableReader.read(
          TableRequest(path: path, columns: ["0", "2"]),
          isStopped: {
            asked += 1
            return true
          })
      }
      #expect(error?.problem == .stopped(rows: 0) && asked == 1)
    }
  }

  #if HDF5
    private static let longFiles = ["long.npz", "long.h5"]
  #else
    private static let longFiles = ["long.npz"]
  #endif

  /// Compressed arrays, and those that another process reads, come in parts (`write_long` in `tables_reference.py`).
  @Test(arguments: longFiles)
  func longColumnsAreReadInParts(file: String) throws {
    var request = TableRequest(path: TableFiles.path(file), columns: ["b", "a"])
    func row(_ index: Int) -> [Double] { [Double(index % 200), Double(index % 250)] }
    let expected = (0..<100_000).flatMap(row)
    for threads in [1, 2] { #expect(try TableReader.read(request, threads: threads).features == expected) }
    request.weight = "a"
    request.selection = "a < 100"
    let kept = (0..<100_000).filter { $0 % 250 < 100 }
    let read = try TableReader.read(request)
    #expect(read.weights == kept.map { Double($0 % 250) })
    #expect(read.features == kept.flatMap(row))
    request.limit = 30_000
    #expect(try TableReader.read(request).eventCount == 30_000)
  }

  /// Whichever thread finds one first, the first of the file is told.
  @Test func theFirstNumberThatIsNotFiniteIsTold() throws {
    var bytes = NumPyFiles.header("<f8", shape: [200_000, 2], isFortran: false)
    for place in 0..<400_000 {
      bytes += NumPyFiles.bytes([150_001, 310_000, 399_999].contains(place) ? -.infinity : 1, "<f8")
    }
    try TableFiles.with(bytes, "npy") { path in
      for threads in [1, 2, 8] {
        let error = #expect(throws: TableError.self) {
          try TableReader.read(TableRequest(path: path, columns: ["0", "1"]), threads: threads)
        }
        #expect(error?.problem == .notFinite(.index(75_000), column: "1", found: -.infinity))
      }
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
