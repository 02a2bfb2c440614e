import NeosEngine
import Testing

/// Numbers that no machine has the memory for are refused before anything is made of them.
@Suite struct MemoryLimitTests {
  @Test(arguments: [
    ["data samples=3 events=3", "model uncorrelated-background", "histogram bins=0:1:100000"],
    ["histogram softmax", "network 2000000", "data events=1"],
  ])
  func aStepIsRefused(lines: [String]) throws {
    var session = Session()
    let error = try #require(throws: SessionError.self) { try session.run(lines + ["step 1"]) }
    guard case .setup = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test(arguments: [
    "cls toys=1000000000", "limit toys=10000001", "scan at=0:1:1000000000", "histogram bins=0:1:1000000000",
    "network 10000000 10000000", "data events=100000000", "compute threads=100000",
  ])
  func aLineIsRefused(line: String) {
    #expect(throws: LanguageError.self) { try Command(line: line) }
  }

  @Test func aLineWithoutAnEndIsRefused() throws {
    let error = try #require(throws: LanguageError.self) {
      try Command(line: "echo " + String(repeating: "a", count: Command.longestLine))
    }
    #expect(error.message.hasPrefix("the line has"))
  }

  /// A file of some hundred kilobytes could ask for a matrix of many gigabytes.
  @Test func aModelOfManyParametersIsRefused() throws {
    let rows = [Double](repeating: 1, count: 60_000)
    let samples = [
      Workspace.Sample(
        name: "s", data: .values(rows),
        modifiers: [
          .init(name: "mu", effect: .normFactor), .init(name: "u", effect: .shapeSys(.values(rows))),
        ])
    ]
    let workspace = Workspace(
      channels: [.init(name: "c", samples: samples)], observations: [.init(name: "c", data: rows)],
      measurements: [.init(name: "m", poi: "mu")])
    let error = try #require(throws: HistFactoryError.self) {
      try HistFactoryModel(workspace, measurement: workspace.measurements[0])
    }
    guard case .tooManyParameters(60_001, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  /// A device has no end.
  @Test func aFileWithoutAnEndIsRefused() {
    #expect(throws: JSONError.self) { try JSONValue(path: "/dev/zero") }
  }
}
