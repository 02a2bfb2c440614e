/// What can be asked of a model and its data: the verbs of the command line and of a session.
public struct InferenceQuestion: Sendable, Hashable {
  /// The verbs.
  public enum Verb: String, Sendable, Hashable, CaseIterable {
    /// The best-fit parameters with their uncertainties.
    case fit
    /// CLs of a signal strength, observed and expected.
    case cls
    /// The upper limit on the signal strength, observed and expected.
    case limit
    /// The significance of a discovery, observed and expected.
    case significance
    /// The parameters by their impact on the signal strength.
    case ranking
    /// The likelihood along a parameter.
    case scan

    /// What it answers, in a line.
    public var summary: String {
      switch self {
      case .fit: "best-fit parameters, uncertainties, pulls"
      case .cls: "CLs of a signal strength, observed and expected"
      case .limit: "upper limit on the signal strength, observed and expected"
      case .significance: "discovery significance, observed and expected"
      case .ranking: "parameters by their impact on the signal strength"
      case .scan: "the profile likelihood along a parameter"
      }
    }
  }

  /// The verb.
  public var verb: Verb
  /// The tested signal strength.
  public var testedStrength = 1.0
  /// The test statistic of CLs and limits; limits take q-mu and q-mu-tilde.
  public var statistic = TestStatistic.qMuTilde
  /// How many toys of each hypothesis are drawn, at every tested strength; nil for asymptotic formulas.
  public var toyCount: Int?
  /// The seed of the toys.
  public var seed: UInt64 = 0
  /// The level of CLs at which a strength is excluded.
  public var level = 0.05
  /// The values of a scan: of the strength for a limit, of a parameter for the likelihood. Without them a limit
  /// is found by root finding, and a likelihood is scanned over three uncertainties to both sides.
  public var scan: [Double] = []
  /// The parameter whose likelihood is scanned; nil for the parameter of interest.
  public var parameter: String?
  /// The parameters that a fit keeps at a value.
  public var fixed: [String: Double] = [:]
  /// The parameters that get a profile interval (MINOS) in a fit; `all` stands for all of them.
  public var intervals: [String] = []

  /// A question with pyhf's settings.
  public init(_ verb: Verb) { self.verb = verb }

  /// The test statistics of a test: those of an upper limit, which pyhf offers, and the two-sided ones, which have
  /// CLs+b and CLb but no CLs.
  public static let testStatistics: [TestStatistic] = [.qMu, .qMuTilde, .tMu, .tMuTilde]
  /// The test statistics of upper limits.
  public static let limitStatistics: [TestStatistic] = [.qMu, .qMuTilde]

  /// Answers the question.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - control: threads, progress, and stop, which leaves what was found before.
  /// - Throws: ``InferenceError`` when the question makes no sense for the model or the data. What did not
  ///   converge is no error but stands in ``Report/problems``.
  public func answer(
    _ model: some StatisticalModel, data: [Double], control: InferenceControl = InferenceControl()
  ) throws(InferenceError) -> Report {
    switch verb {
    case .fit: try fit(model, data)
    case .cls: try toyCount == nil ? asymptoticTest(model, data) : toyTest(model, data, control)
    case .limit: try upperLimit(model, data, control)
    case .significance: try significance(model, data, control)
    case .ranking: try ranking(model, data, control)
    case .scan: try likelihoodScan(model, data, control)
    }
  }
}

/// An answer: tables for people, JSON for programs, with pyhf's keys where pyhf has the number.
public struct Report: Sendable {
  /// The tables.
  public var tables: [Display]
  /// The same numbers and more.
  public var json: JSONObject
  /// What did not go well, in words; empty for a sound answer.
  public var problems: [String]
  /// Whether the answer can be trusted: fits behind it that did not converge leave none, or numbers to look at.
  public var isSound: Bool

  /// A report.
  ///
  /// Remarks stand in the JSON, and at the end of the first table, which has two columns where there are any.
  public init(
    tables: [Display], json: JSONObject, problems: [String] = [], remarks: [String] = [], isSound: Bool = true
  ) {
    self.isSound = isSound
    self.tables = tables
    self.json = json
    self.problems = problems
    self.json["problems"] = problems.isEmpty ? nil : .array(problems.map { .string($0) })
    if let first = tables.indices.first {
      self.tables[first].rows += remarks.map { [.text(""), .text($0)] }
    }
    self.json["remarks"] = remarks.isEmpty ? nil : .array(remarks.map { .string($0) })
  }
}

extension JSONObject {
  /// The number at a path such as `CLs_exp[2]` or `mle_parameters.mu[0]`; nil where there is none.
  public func number(at path: String) -> Double? {
    var value = JSONValue.object(self)
    for part in path.split(separator: ".") {
      let pieces = part.split(separator: "[")
      guard let key = pieces.first, let member = value.asObject?[String(key)] else { return nil }
      value = member
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), let entries = value.asArray,
          entries.indices.contains(index)
        else { return nil }
        value = entries[index]
      }
    }
    return value.asNumber
  }
}

extension JSONValue {
  /// A number, or null where JSON has none.
  public init(_ value: Double?) { self = value.map { $0.isFinite ? .number($0) : .null } ?? .null }

  /// Numbers, with null where JSON has none.
  init(_ values: [Double?]) { self = .array(values.map { JSONValue($0) }) }
}

extension Display.Cell {
  /// A number, or nothing.
  init(_ value: Double?) { self = value.map { .number($0) } ?? .empty }
}

/// How many points of a scan failed, and which; nothing where none did.
package func failureSummary(_ names: [String], of count: Int) -> [String] {
  names.isEmpty ? [] : ["\(names.count) of \(count) points failed: \(names.joined(separator: ", "))"]
}

/// The names of the five expected values of a CLs or a limit, in pyhf's order and by its labels: the smallest first, -2
/// sigma. It is the one convention of all tables, files and charts.
package let bandNames = ["-2 sigma", "-1 sigma", "median", "+1 sigma", "+2 sigma"]
