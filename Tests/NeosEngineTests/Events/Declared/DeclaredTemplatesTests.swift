import Foundation
import NeosEngine
import Testing

/// The templates of declared samples against those that NumPy makes (`declared_reference.py`).
@Suite struct DeclaredTemplatesTests {
  let files: DeclaredFiles

  init() throws { files = try DeclaredFiles() }

  /// A session with the network of the figures.
  private func session(_ lines: String...) throws -> Session {
    var session = files.empty()
    try session.run(files.figure.lines + ["network 1 sigmoid precision=double", "histogram hard bins=0:1:4"])
    try session.run(lines + ["load network weights.safetensors"])
    return session
  }

  /// Sums of a hundred weights in another order, and a score that no bin edge is within 1e-12 of.
  @Test func templatesAreThoseOfNumPy() throws {
    var session = try session()
    for (name, expected) in files.figure.templates {
      #expect(try agree(session.row("yields.\(name)"), expected, within: 1e-12), "\(name)")
    }
    #expect(files.figure.templates.count == 16)
  }

  /// Means and population deviations of the nominal samples' events together, as NumPy's `mean` and `std` have them.
  @Test func featuresAreStandardizedByTheNominalSamples() throws {
    var session = try session()
    let folder = files.folder
    try session.run("export network \(folder.file("out.safetensors"))")
    let file = try SafeTensors(bytes: Array(Data(contentsOf: URL(filePath: folder.file("out.safetensors")))))
    let found = try #require(try file.standardization(inputCount: 2))
    #expect(agree(found.means, files.figure.means, within: 1e-13))
    #expect(agree(found.scales, files.figure.scales, within: 1e-13))
  }

  @Test func theYieldIsTheSumOfAllBins() throws {
    var session = try session("histogram bins=-1:2:3")
    let sums = ["signal": 36.0, "other": 150]
    for (name, expected) in sums {
      #expect(try agree(session.row("yields.channel.\(name)").reduce(0, +), expected, within: 1e-12))
    }
    // The events that a test sample leaves are scaled to the same yield.
    try session.run("split test=0.4 validation=0.3")
    for part in ["yields", "test.yields"] {
      for (name, expected) in sums {
        #expect(try agree(session.row("\(part).channel.\(name)").reduce(0, +), expected, within: 1e-12))
      }
    }
  }

  /// A mini-batch of every sample stands for the whole of it.
  @Test func aBatchHasTheSameYield() throws {
    var session = try session("histogram bins=-1:2:3", "batch 30")
    let whole = try self.session("histogram bins=-1:2:3")
    for name in files.figure.templates.keys where !name.contains("staterror") {
      var other = whole
      let sum = try other.row("yields.\(name)").reduce(0, +)
      #expect(try agree(session.row("yields.\(name)").reduce(0, +), sum, within: 1e-12), "\(name)")
    }
  }

  /// What varies by weights or by a change of a feature has the events of its sample, in every batch: a factor of 1
  /// and a shift of 0 change nothing.
  @Test(arguments: ["batch all", "batch 25"]) func variationsShareTheirEvents(batch: String) throws {
    var session = try session(
      batch, "vary pdf background weights=w,w", "vary scale background scale=pt:1,1",
      "vary tilt signal shift=eta:0,0")
    for name in ["background.hi.pdf", "background.lo.scale", "signal.hi.tilt"] {
      let sample = String(name.prefix { $0 != "." })
      #expect(
        try agree(
          session.row("yields.channel.\(name)"), session.row("yields.channel.\(sample)"), within: 1e-13),
        "\(name)")
    }
  }
}
