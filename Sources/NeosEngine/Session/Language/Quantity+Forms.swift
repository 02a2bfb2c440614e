extension Quantity {
  /// How a quantity is written: what it begins with, and what follows that.
  struct Form: Sendable {
    /// What follows the beginning.
    enum Rest: Sendable, Hashable {
      /// Nothing.
      case none
      /// An index, which may be left out unless it is needed.
      case index(isNeeded: Bool)
      /// The name of a template, with or without an index.
      case template
      /// The name of a parameter.
      case parameter
      /// The path of a number in the last answer.
      case result
      /// Arguments in parentheses.
      case arguments
    }

    /// The beginning, up to where it is no longer the same for all.
    let name: String
    /// How the whole is written.
    let usage: String
    let summary: String
    let rest: Rest

    init(_ name: String, _ summary: String) { self.init(name, "", .none, summary) }

    init(_ name: String, _ following: String, _ rest: Rest, _ summary: String) {
      self.name = name
      usage = name + following
      self.summary = summary
      self.rest = rest
    }
  }

  /// All forms, for completion and for what is proposed in place of a wrong word.
  static let forms: [Form] = helpedForms + scopedForms

  /// The forms that `help` lists.
  static let helpedForms: [Form] =
    [
      Form("step", "updates made"), Form("loss", "the objective's value and the penalty"),
      Form("best.loss", "the best loss so far"), Form("rate", "the learning rate of the next update"),
      Form("yields.", "NAME[i]", .template, "a template's bin, or the whole row without [i]"),
      Form("test.yields.", "NAME[i]", .template, "the same on the test sample, with ordinary counts"),
      Form("edges", "[i]", .index(isNeeded: false), "the present bin edges"),
      Form("bandwidth", "the present kernel width"),
      Form("weights", "[i]", .index(isNeeded: true), "one weight of the network"),
      Form("gradient.norm", "of everything that can be trained"),
      Form("gradient.bandwidth", "the loss's derivative in the bandwidth"),
      Form("gradient.edges", "[i]", .index(isNeeded: false), "derivatives of the loss in the edges"),
      Form("gradient.yields.", "NAME[i]", .template, "derivatives of the objective in the templates"),
      Form("gradient.weights", "[i]", .index(isNeeded: true), "the loss's derivative in a weight"),
      Form("fit.iterations", "of the fit behind the loss"),
      Form("fit.", "PARAMETER", .parameter, "a parameter of the fit behind the loss"),
      Form("result.", "KEY[i]", .result, "of the last answer, as result.CLs_obs or result.CLs_exp[2]"),
      Form(
        "logpdf(", "PARAMETER=x, ..., data=y)", .arguments,
        "log-likelihood, every datum at y, the other parameters initial"),
    ] + Objective.allCases.map { Form($0.rawValue, $0.summary) }

  private static let scopedForms: [Form] = Objective.allCases.flatMap { metric in
    [
      Form("train.\(metric.rawValue)", "\(metric.rawValue) of the training sample"),
      Form(
        "validation.\(metric.rawValue)", "\(metric.rawValue) of the validation sample, with ordinary counts"),
      Form("test.\(metric.rawValue)", "\(metric.rawValue) of the test sample, with ordinary counts"),
      Form("best.\(metric.rawValue)", "the best \(metric.rawValue) so far"),
    ]
  }

  /// The words that a quantity can begin with.
  package static let names: [String] = forms.map(\.name)
}
