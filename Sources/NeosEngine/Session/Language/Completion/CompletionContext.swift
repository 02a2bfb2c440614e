/// What completion has to know of a session.
public struct CompletionContext: Sendable {
  /// A name with the number of its bins.
  public struct Template: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The number of bins.
    public var binCount: Int

    /// A template.
    public init(_ name: String, binCount: Int) {
      self.name = name
      self.binCount = binCount
    }
  }

  /// The settings with their present values.
  public var configuration = Configuration()
  /// The copies other than the present one.
  public var otherCopies: [String] = []
  /// The templates of the model.
  public var templates: [Template] = []
  /// The parameters of the model.
  public var parameters: [String] = []
  /// The paths to the numbers of the last answer.
  public var results: [String] = []
  /// The breakpoints, as they are written.
  public var breakpoints: [String] = []
  /// How many steps can be undone and redone.
  public var heldSteps = (behind: 0, ahead: 0)
  /// How many edges there are.
  public var edgeCount = 0
  /// Numbers that are known now, by the names of their quantities.
  public var numbers: [String: Double] = [:]
  /// The folder in which a workspace is looked for after the current one.
  public var folder: String?
  /// Lists a directory.
  public var list: @Sendable (String) -> [DirectoryEntry] = DirectoryEntry.entries

  /// A context that knows the settings of a session before its first step.
  public init() {}
}

extension Session {
  /// What completion has to know of the session as it is; nothing is computed for it.
  public var completionContext: CompletionContext {
    var context = CompletionContext()
    context.configuration = configuration
    context.folder = folder
    context.otherCopies = branchNames.filter { $0 != branchName }
    context.breakpoints = breakpoints.map(\.description)
    if let steps = branch.history.steps {
      context.heldSteps = (behind: step - steps.lowerBound, ahead: steps.upperBound - step)
    }
    context.edgeCount = (branch.state?.point.binning ?? configuration.binning).edges.count
    context.results = lastAnswer?.numberPaths ?? []
    context.numbers = knownNumbers
    switch try? chainModel() {
    case .builtIn(let kind):
      let count = branch.evaluation?.assessment.yields.binCount ?? configuration.binning.count
      let names = kind.templateRule.templateNames
      context.templates = names.map { .init($0, binCount: count) }
      // The names do not depend on the numbers.
      let ones = names.map { _ in [Double](repeating: 1, count: count) }
      let model = try? kind.model(Yields(names: names, templates: ones))
      context.parameters = model?.parameters.map(\.name) ?? []
    case .workspace(let learned):
      let yields = learned.model.yields
      context.templates = zip(yields.names, yields.templates).map { .init($0, binCount: $1.count) }
      context.parameters = learned.model.parameters.map(\.name)
    case nil: break
    }
    return context
  }

  private var knownNumbers: [String: Double] {
    var numbers = ["step": Double(step), "rate": rate(at: step)]
    numbers["bandwidth"] = branch.state?.point.bandwidth ?? configuration.bandwidth
    numbers["best.loss"] = branch.bestLoss
    guard let evaluation = branch.evaluation else { return numbers }
    numbers["loss"] = evaluation.loss
    numbers["gradient.norm"] = evaluation.gradient.norm
    if let fit = evaluation.fit { numbers["fit.iterations"] = Double(fit.iterations) }
    guard let record = branch.past.last, record.step == step else { return numbers }
    for metric in Objective.allCases {
      numbers[metric.rawValue] = record.metric(metric)
      for (part, metrics) in record.parts {
        numbers["\(part.rawValue).\(metric.rawValue)"] = metrics[metric.rawValue]
      }
      numbers["best.\(metric.rawValue)"] = branch.best(metric)
    }
    return numbers
  }
}

extension JSONObject {
  /// The paths of all numbers that ``number(at:)`` finds, in the order of the object; at most a thousand.
  var numberPaths: [String] {
    var paths: [String] = []
    for key in keys where !key.contains(where: { ".[]".contains($0) }) {
      self[key]?.addNumberPaths(to: &paths, key)
    }
    return paths
  }
}

extension JSONValue {
  fileprivate func addNumberPaths(to paths: inout [String], _ path: String) {
    guard paths.count < 1000 else { return }
    if asNumber != nil { paths.append(path) }
    for (index, entry) in (asArray ?? []).enumerated() {
      entry.addNumberPaths(to: &paths, "\(path)[\(index)]")
    }
    guard let object = asObject else { return }
    for key in object.keys where !key.contains(where: { ".[]".contains($0) }) {
      object[key]?.addNumberPaths(to: &paths, "\(path).\(key)")
    }
  }
}
