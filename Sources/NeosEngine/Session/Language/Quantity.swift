/// A number, or a row of numbers, of a session that a condition or `show` can name.
public enum Quantity: Sendable, Hashable {
  /// The number of updates made.
  case step
  /// The loss, which is the objective's value and the penalty, or the best one so far.
  case loss(best: Bool)
  /// A metric.
  case metric(Objective, Scope)
  /// A template of the model, or one bin of it.
  case yields(String, bin: Int?, test: Bool)
  /// The bin edges, or one of them.
  case edges(Int?)
  /// The kernel's width.
  case bandwidth
  /// The learning rate of the next update.
  case rate
  /// The norm of the gradient in all that can be trained.
  case gradientNorm
  /// The gradient in the bandwidth.
  case gradientBandwidth
  /// The gradient in the bin edges, or one of them.
  case gradientEdges(Int?)
  /// The gradient in a template, or one bin of it.
  case gradientYields(String, bin: Int?)
  /// The gradient in a weight.
  case gradientWeight(Int)
  /// A weight.
  case weight(Int)
  /// How many Newton steps the fit of the loss took.
  case fitIterations
  /// A parameter of the fit of the loss.
  case fitParameter(String)
  /// The log-likelihood of the present model, at given parameters (the others at their initial values) and
  /// with every datum, auxiliary ones included, at one value.
  case logpdf(parameters: [String: Double], data: Double)

  /// A number of the last answer to a question, by its path in the JSON.
  case result(String)

  /// Where a metric is taken.
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// Where it counts: on the validation sample if there is one, else on the test sample if there is one, with
    /// ordinary counts; else on the training sample.
    case current = ""
    /// On the sample that the loss is computed on, in the same way.
    case train
    /// On the validation sample with ordinary counts.
    case validation
    /// On the test sample with ordinary counts.
    case test
    /// The best of all steps so far.
    case best
  }
}

extension Quantity {
  /// Reads a quantity.
  init(_ word: Word) throws(LanguageError) {
    var text = word.text
    if text.hasPrefix("logpdf(") {
      self = try Self.logpdf(word)
      return
    }
    if text.hasPrefix("result."), text.count > "result.".count {
      self = .result(String(text.dropFirst("result.".count)))
      return
    }
    var index: Int?
    if text.hasSuffix("]"), let bracket = text.firstIndex(of: "[") {
      let inside = text[text.index(after: bracket)...].dropLast()
      guard let value = Int(inside), value >= 0 else {
        throw LanguageError(word, "'\(inside)' is not an index; indices count from 0")
      }
      index = value
      text = String(text[..<bracket])
    }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let rest = parts.count > 1 ? parts[1] : ""
    let needsIndex = LanguageError(word, "\(text) takes an index, as \(text)[0]")
    switch (parts[0], rest) {
    case ("yields", let name) where !name.isEmpty: self = .yields(name, bin: index, test: false)
    case ("edges", ""): self = .edges(index)
    case ("gradient", "edges"): self = .gradientEdges(index)
    case ("gradient", let name) where name.hasPrefix("yields."):
      self = .gradientYields(String(name.dropFirst(7)), bin: index)
    case ("test", let name) where name.hasPrefix("yields."):
      self = .yields(String(name.dropFirst(7)), bin: index, test: true)
    case ("weights", ""):
      guard let index else { throw needsIndex }
      self = .weight(index)
    case ("gradient", "weights"):
      guard let index else { throw needsIndex }
      self = .gradientWeight(index)
    case ("fit", let name) where !name.isEmpty && name != "iterations":
      // A parameter's own name may end in an index.
      self = .fitParameter(index.map { "\(name)[\($0)]" } ?? name)
    default:
      if let form = Self.forms.first(where: { $0.name == word.text && $0.rest != .none }) {
        throw LanguageError(word, "'\(form.name)' lacks what follows: it is written \(form.usage)")
      }
      guard index == nil, let plain = Self.plain(parts[0], rest) else {
        throw LanguageError(
          column: word.column, length: word.text.count, "unknown quantity '\(word.text)'",
          suggestion: Self.nearest(to: word.text))
      }
      self = plain
    }
  }

  /// The nearest quantity: the whole of it, or with its first part set right.
  private static func nearest(to text: String) -> String? {
    if let whole = nearestWord(to: text, among: names) { return whole }
    let head = text.prefix { $0 != "." && $0 != "[" }
    let heads = names.map { String($0.prefix { $0 != "." && $0 != "(" }) }
    return nearestWord(to: String(head), among: heads).map { $0 + text.dropFirst(head.count) }
  }

  /// The quantities without an index.
  private static func plain(_ first: String, _ rest: String) -> Quantity? {
    switch (first, rest) {
    case ("step", ""): return .step
    case ("loss", ""): return .loss(best: false)
    case ("best", "loss"): return .loss(best: true)
    case ("bandwidth", ""): return .bandwidth
    case ("rate", ""): return .rate
    case ("gradient", "norm"): return .gradientNorm
    case ("gradient", "bandwidth"): return .gradientBandwidth
    case ("fit", "iterations"): return .fitIterations
    default:
      if rest.isEmpty { return Objective(rawValue: first).map { .metric($0, .current) } }
      guard !first.isEmpty, let scope = Scope(rawValue: first) else { return nil }
      return Objective(rawValue: rest).map { .metric($0, scope) }
    }
  }

  /// `logpdf(NAME=VALUE, ..., data=VALUE)`.
  private static func logpdf(_ word: Word) throws(LanguageError) -> Quantity {
    guard word.text.hasSuffix(")") else { throw LanguageError(word, "this parenthesis is not closed") }
    var parameters: [String: Double] = [:]
    for part in word.text.dropFirst("logpdf(".count).dropLast().split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimming(while: \.isWhitespace) }
      guard pair.count == 2, let value = Double(pair[1]), value.isFinite else {
        throw LanguageError(
          word, "logpdf takes NAME=VALUE pairs between commas, as logpdf(mu=0, data=1); found '\(part)'")
      }
      parameters[pair[0]] = value
    }
    guard let data = parameters.removeValue(forKey: "data") else {
      throw LanguageError(word, "logpdf needs data=VALUE, the value of every datum")
    }
    return .logpdf(parameters: parameters, data: data)
  }
}

extension StringProtocol {
  /// The text without the characters at both ends that satisfy a condition.
  func trimming(while isTrimmed: (Character) -> Bool) -> String {
    let tail = drop(while: isTrimmed)
    guard let last = tail.lastIndex(where: { !isTrimmed($0) }) else { return "" }
    return String(tail[...last])
  }
}

extension Quantity: CustomStringConvertible {
  /// The quantity as the language writes it.
  public var description: String {
    func indexed(_ name: String, _ index: Int?) -> String { index.map { "\(name)[\($0)]" } ?? name }
    switch self {
    case .step: return "step"
    case .loss(let best): return best ? "best.loss" : "loss"
    case .metric(let metric, .current): return metric.rawValue
    case .metric(let metric, let scope): return "\(scope.rawValue).\(metric.rawValue)"
    case .yields(let name, let bin, let test): return indexed("\(test ? "test." : "")yields.\(name)", bin)
    case .edges(let index): return indexed("edges", index)
    case .bandwidth: return "bandwidth"
    case .rate: return "rate"
    case .gradientNorm: return "gradient.norm"
    case .gradientBandwidth: return "gradient.bandwidth"
    case .gradientEdges(let index): return indexed("gradient.edges", index)
    case .gradientYields(let name, let bin): return indexed("gradient.yields.\(name)", bin)
    case .gradientWeight(let index): return "gradient.weights[\(index)]"
    case .weight(let index): return "weights[\(index)]"
    case .fitIterations: return "fit.iterations"
    case .fitParameter(let name): return "fit.\(name)"
    case .result(let path): return "result.\(path)"
    case .logpdf(let parameters, let data):
      let pairs = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\(written($0.value))" }
      return "logpdf(\((pairs + ["data=\(written(data))"]).joined(separator: ", ")))"
    }
  }
}
