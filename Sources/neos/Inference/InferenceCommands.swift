import ArgumentParser
import NeosEngine

/// `neos fit`, as `pyhf fit`.
struct FitCommand: Answer {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fit a workspace: best-fit parameters, uncertainties, pulls.",
    discussion: exitStatuses)

  @OptionGroup var input: WorkspaceArguments
  @OptionGroup var output: OutputArguments

  @Option(name: .customLong("fix"), help: "A parameter that stays at a value, as NAME=VALUE; repeatable.")
  var fixed: [FixedValue] = []

  @Option(help: "A parameter that gets a profile interval (MINOS), or all; repeatable.")
  var minos: [String] = []

  @Flag(help: "As in pyhf; -2 ln L is printed in any case.")
  var value = false

  func validate() throws {
    let names = fixed.map(\.name)
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--fix has \(name) more than once")
    }
  }

  var question: InferenceQuestion {
    var question = InferenceQuestion(.fit)
    for value in fixed { question.fixed[value.name] = value.value }
    question.intervals = minos
    return question
  }
}

/// A value of a parameter, as NAME=VALUE.
struct FixedValue: ExpressibleByArgument {
  let name: String
  let value: Double

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="), equals > argument.startIndex,
      let value = Double(argument[argument.index(after: equals)...]), value.isFinite
    else { return nil }
    name = String(argument[..<equals])
    self.value = value
  }
}

/// `neos cls`, as `pyhf cls`.
struct CLsCommand: Answer {
  static let configuration = CommandConfiguration(
    commandName: "cls", abstract: "CLs of a signal strength, observed and expected.",
    discussion: exitStatuses)

  @OptionGroup var input: WorkspaceArguments
  @OptionGroup var output: OutputArguments

  @Option(parsing: .unconditional, help: "The tested signal strength.")
  var testPoi = 1.0

  @Option(
    help: "The test statistic: one-sided as for limits, or two-sided; q0 is that of 'neos significance'.")
  var testStat = CLsStatistic.qtilde

  @OptionGroup var toys: ToyArguments

  func validate() throws {
    if !testPoi.isFinite { throw ValidationError("--test-poi must be a number, found \(testPoi)") }
  }

  var question: InferenceQuestion {
    var question = InferenceQuestion(.cls)
    question.testedStrength = testPoi
    question.statistic = testStat.statistic
    toys.set(&question)
    return question
  }
}

/// `neos limit`.
struct LimitCommand: Answer {
  static let configuration = CommandConfiguration(
    commandName: "limit", abstract: "Upper limit on the signal strength, observed and expected.",
    discussion: exitStatuses)

  @OptionGroup var input: WorkspaceArguments
  @OptionGroup var output: OutputArguments

  @Option(parsing: .unconditional, help: "The level of CLs at which a strength is excluded.")
  var level = 0.05

  @Option(help: "The test statistic.")
  var testStat = LimitStatistic.qtilde

  @Option(
    parsing: .unconditional,
    help: "Scan these strengths, LOW:HIGH:COUNT, instead of searching for the limit.",
    transform: ScanRange.init)
  var scan: ScanRange?

  @OptionGroup var toys: ToyArguments

  func validate() throws {
    if !(level > 0 && level < 1) { throw ValidationError("--level must be between 0 and 1, found \(level)") }
  }

  var question: InferenceQuestion {
    var question = InferenceQuestion(.limit)
    question.level = level
    question.statistic = testStat.statistic
    toys.set(&question)
    question.scan = scan?.values ?? []
    return question
  }
}

/// Values at equal distances, as LOW:HIGH:COUNT.
struct ScanRange {
  let values: [Double]

  /// Reads a range.
  ///
  /// - Throws: what is wrong with it.
  init(_ argument: String) throws {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let low = Double(parts[0]), let high = Double(parts[1]),
      let count = Int(parts[2]), low.isFinite, high.isFinite
    else { throw ValidationError("it is LOW:HIGH:COUNT, as 0:3:31") }
    guard low < high else {
      throw ValidationError("LOW must be below HIGH, found \(parts[0]) and \(parts[1])")
    }
    guard (2...100_000).contains(count) else {
      throw ValidationError(
        "COUNT is that of the values, both ends included: from 2 to 100000, found \(count)")
    }
    values = (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }
}

/// `neos significance`.
struct SignificanceCommand: Answer {
  static let configuration = CommandConfiguration(
    commandName: "significance", abstract: "Significance of a discovery, observed and expected.",
    discussion: exitStatuses)

  @OptionGroup var input: WorkspaceArguments
  @OptionGroup var output: OutputArguments
  @OptionGroup var toys: ToyArguments

  var question: InferenceQuestion {
    var question = InferenceQuestion(.significance)
    toys.set(&question)
    return question
  }
}

/// `neos ranking`.
struct RankingCommand: Answer {
  static let configuration = CommandConfiguration(
    commandName: "ranking", abstract: "Parameters by their impact on the signal strength.",
    discussion: exitStatuses)

  @OptionGroup var input: WorkspaceArguments
  @OptionGroup var output: OutputArguments

  var question: InferenceQuestion { InferenceQuestion(.ranking) }
}

/// `neos scan`.
struct ScanCommand: Answer {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "The profile likelihood along a parameter.",
    discussion: exitStatuses)

  @OptionGroup var input: WorkspaceArguments
  @OptionGroup var output: OutputArguments

  @Option(help: "The parameter; the parameter of interest unless named.")
  var parameter: String?

  @Option(
    parsing: .unconditional, help: "The values, LOW:HIGH:COUNT. (default: three uncertainties to both sides)",
    transform: ScanRange.init)
  var range: ScanRange?

  var question: InferenceQuestion {
    var question = InferenceQuestion(.scan)
    question.parameter = parameter
    question.scan = range?.values ?? []
    return question
  }
}

/// `neos inspect`, as `pyhf inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what is in a workspace, learned templates included.",
    discussion: exitStatuses)

  @OptionGroup var input: WorkspaceFile
  @OptionGroup var output: OutputArguments

  @Option(help: "The measurement that is marked; the first one unless named.")
  var measurement: String?

  func run() throws {
    try output.checkTarget(reading: input.paths)
    let workspace: Workspace
    let marked: Workspace.Measurement
    do throws(WorkspaceFile.BadInput) {
      workspace = try input.workspace(input.document())
      marked = try input.measurement(of: workspace, named: measurement)
    } catch {
      StandardError.write("\(error.message)\n")
      throw ExitCode(2)
    }
    try output.write(Report(inspecting: workspace, measurement: marked.name))
  }
}
