import ArgumentParser
import NeosEngine

/// How the distribution of the test statistic is known: by formulas, or by toys; pyhf's names where pyhf has the
/// option.
struct ToyArguments: ParsableArguments {
  enum Calculation: String, ExpressibleByArgument, CaseIterable { case asymptotics, toybased }

  @Option(help: "How the test statistic's distributions are known: by formulas, or by toys.")
  var calctype = Calculation.asymptotics

  @Option(
    parsing: .unconditional,
    help: "How many toys of each hypothesis are drawn, at every tested strength. (default: 2000)")
  var toys: Int?

  @Option(parsing: .unconditional, help: "The seed of the toys. (default: 0)")
  var seed: UInt64?

  func validate() throws {
    if calctype == .asymptotics, toys != nil || seed != nil {
      throw ValidationError("--toys and --seed go with --calctype toybased")
    }
    if let toys, !(1...ToyCalculator.largestToyCount).contains(toys) {
      throw ValidationError("--toys must be from 1 to \(ToyCalculator.largestToyCount), found \(toys)")
    }
  }

  /// Writes them into a question.
  func set(_ question: inout InferenceQuestion) {
    question.toyCount = calctype == .toybased ? toys ?? 2000 : nil
    question.seed = seed ?? 0
  }
}
