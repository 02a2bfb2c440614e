import NeosEngine
import Testing

@Suite struct ConditionTests {
  private func condition(_ text: String) throws -> Condition {
    guard case .expect(let condition) = try Command(line: "expect \(text)") else {
      throw LanguageError(column: 1, "not a condition")
    }
    return condition
  }

  @Test(arguments: [
    "cls < 0.05", "train.cls >= 0.5", "best.discovery <= 0.001", "step = 3", "loss != 2",
    "yields.signal[0] = 6.76 ± 1e-06", "yields.signal = [6.76, 6.88] ± 1e-06 rel", "edges[1] < edges[2]",
    "logpdf(mu=0, data=1) = -62.6 ± 1e-07 rel", "test.yields.nominal[3] > 0", "fit.uncorr_bkguncrt[1] < 1",
    "gradient.yields.up[0] < 0", "gradient.norm < 10", "weights[7] = 0.25", "gradient.weights[7] > -1",
    "bandwidth > 0.1", "rate = 0.001", "fit.iterations < 50", "best.loss < 1", "gradient.edges[2] != 0",
  ])
  func readsBackWhatItWrites(text: String) throws {
    #expect(try condition(text).description == text)
    #expect(try condition(condition(text).description) == condition(text))
  }

  /// The smallest integer has no positive counterpart.
  @Test func theSmallestIntegerIsWritten() throws {
    let text = "step = -9223372036854775808"
    #expect(try condition(condition(text).description) == condition(text))
    var session = Session()
    let events = try session.run("expect \(text)")
    #expect(events.map(\.description).joined().contains("-9.22"))
  }

  @Test func spacesAroundSignsAreFree() throws {
    #expect(try condition("cls<0.05") == condition("cls < 0.05"))
    #expect(try condition("cls=0.05±0.01") == condition("cls = 0.05 +- 0.01"))
    let relative = try condition("cls = 0.19 ± 1e-2 rel")
    for text in ["0.19+-1e-2rel", "0.19±1e-2rel", "0.19 +-1e-2 rel", "0.19+- 1e-2rel"] {
      #expect(try condition("cls = \(text)") == relative)
      #expect(try condition("cls=\(text)") == relative)
    }
    #expect(try condition("cls=-1e-3+-1e+2") == condition("cls = -0.001 ± 100"))
  }

  /// A word that stands twice is a mistake, with its place.
  @Test(arguments: [("cls = 0.19 ± 1e-2rel rel", 29), ("cls=0.19+-1e-2rel rel", 26)])
  func relativeIsSaidOnce(text: String, column: Int) throws {
    let error = try #require(throws: LanguageError.self) { try condition(text) }
    #expect(error.column == column)
    #expect(error.text.contains("'1e-2rel' says 'rel' already"))
  }

  @Test(arguments: ["weights", "gradient.weights"])
  func aQuantityWithoutItsIndexSaysHowItIsWritten(name: String) throws {
    let error = try #require(throws: LanguageError.self) { try Command(line: "show \(name)") }
    #expect(error.text == "\(name) takes an index, as \(name)[0]")
  }
}
