import Foundation
import NeosEngine
import Testing

@Suite struct SessionFileTests {
  private func read(_ text: String) throws -> SessionFile {
    try SessionFile(name: "f.neos", text: Data(text.utf8))
  }

  @Test func linesKeepTheirNumbers() throws {
    let file = try read("# head\n\nstep 3\n  show yields # now\n")
    #expect(file.lines.map(\.number) == [3, 4])
    #expect(file.lines.map(\.command) == [.step(3), .show(.topic(.yields))])
  }

  @Test func windowsLinesAndAByteOrderMarkAreRead() throws {
    #expect(try read("\u{FEFF}step 3\r\nstep 4\r\n").lines.map(\.command) == [.step(3), .step(4)])
  }

  @Test func everyBadLineIsReported() throws {
    let error = try #require(throws: SessionFileError.self) { try read("step 1\nstpe 2\nshow\nset foo 3\n") }
    #expect(error.problems.map(\.line) == [2, 4])
    #expect(
      "\(error)".hasPrefix(
        """
        f.neos:2:1: unknown command 'stpe'; did you mean 'step'?
          stpe 2
          ^^^^
        f.neos:4:5: unknown knob 'foo'
        """))
  }

  @Test func reportsEndSomewhere() throws {
    let error = try #require(throws: SessionFileError.self) {
      try read(String(repeating: "x\n", count: 1000))
    }
    #expect(error.problems.count == SessionFileError.mostProblems)
    #expect("\(error)".hasSuffix("the lines after these were not read"))
  }

  @Test(arguments: [[0xFF, 0xFE, 0x00], [0x73, 0x00, 0x0A], Array(UInt8.min...UInt8.max)])
  func binaryIsNotText(bytes: [UInt8]) throws {
    let error = try #require(throws: SessionFileError.self) { try SessionFile(name: "b", text: Data(bytes)) }
    #expect("\(error)".contains("not text in UTF-8"))
  }

  @Test func filesThatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    for (path, reason) in [(folder.file("none.neos"), "no such file"), (folder.path, "it is a directory")] {
      let error = try #require(throws: SessionFileError.self) { try SessionFile(path: path) }
      #expect("\(error)" == "\(path): \(error.reason ?? "")")
      #expect(error.reason?.contains(reason) == true)
    }
  }

  @Test func theEmptyFileDoesNothing() throws { #expect(try read("").lines.isEmpty) }
}
