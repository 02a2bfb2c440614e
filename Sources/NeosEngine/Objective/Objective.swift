/// A number that says how good an analysis is, computed from a model: what a step can minimize.
public enum Objective: String, Sendable, Hashable, CaseIterable, Codable {
  /// Expected CLs of mu = 1 on background-only Asimov data, from q-mu (arXiv:2203.05570).
  case cls
  /// Expected CLs+b of the same test.
  case clsb
  /// Expected CLb of the same test: 1/2, since Asimov data lie at the median.
  case clb
  /// Expected discovery p-value p0, from q0 on signal-plus-background Asimov data.
  case discovery
  /// Expected uncertainty on mu at mu = 1, by the Cramér-Rao bound (INFERNO, arXiv:1806.04743).
  case uncertainty
  /// Determinant of the covariance of all parameters at mu = 0 (the Cramér-Rao bound).
  case generalizedVariance = "generalized-variance"
  /// Asimov significance sqrt(2 sum((s + b) ln(1 + s / b) - s)) (arXiv:1007.1727, eq. 97); larger is better.
  case significance
  /// Binary cross-entropy of signal against the nominal background, on the network's outputs.
  case crossEntropy = "bce"
  /// Binary cross-entropy of signal against nominal, up and down background together.
  case crossEntropyVaried = "bce-varied"
  /// Mean squared difference between the likelihood and its normal approximation (relaxed `gaussianity`).
  case gaussianity

  /// Whether a larger number is better.
  public var isMaximized: Bool { self == .significance }

  /// Whether it is a function of the network's outputs rather than of the yields.
  public var isOfOutputs: Bool { self == .crossEntropy || self == .crossEntropyVaried }

  /// What it is, in a line.
  public var summary: String {
    switch self {
    case .cls: "expected CLs at mu = 1, background-only Asimov data"
    case .clsb: "expected CLs+b at mu = 1, background-only Asimov data"
    case .clb: "expected CLb at mu = 1 (1/2 on Asimov data)"
    case .discovery: "expected discovery p-value, signal-plus-background Asimov data"
    case .uncertainty: "expected uncertainty on mu at mu = 1 (Cramér-Rao; the INFERNO loss)"
    case .generalizedVariance: "determinant of the covariance of all parameters at mu = 0"
    case .significance: "Asimov significance, maximized"
    case .crossEntropy: "binary cross-entropy, signal against nominal (up and down where there is none)"
    case .crossEntropyVaried: "binary cross-entropy, signal against nominal, up and down"
    case .gaussianity: "squared difference of the likelihood from its normal approximation at mu = 1"
    }
  }
}
