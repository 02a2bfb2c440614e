internal import RealModule

/// The p-values of a test of a signal strength.
public struct PValues: Sendable, Hashable {
  /// CLs+b: the probability of data as signal-like or less, if the tested strength is true. For q0 it is p0.
  public let clsb: Double
  /// CLb: the same if the alternative is true.
  public let clb: Double
  /// CLs = CLs+b / CLb (Read, J. Phys. G 28 (2002) 2693). Of a two-sided statistic, of which an excess is less
  /// likely without a signal, the ratio can be above 1 and has no use.
  public let cls: Double

  /// p-values; CLs is their ratio.
  public init(clsb: Double, clb: Double) {
    self.init(clsb: clsb, clb: clb, cls: clsb / clb)
  }

  init(clsb: Double, clb: Double, cls: Double) {
    self.clsb = clsb
    self.clb = clb
    self.cls = cls
  }

  /// The asymptotic p-values of a test statistic in the space where it is normally distributed.
  ///
  /// With t the displacement from the alternative in standard deviations and a the distance of the
  /// hypotheses, CLs+b = 1 - Phi(t + a) and CLb = 1 - Phi(t) (pyhf `AsymptoticTestStatDistribution`;
  /// arXiv:1007.1727, equations 59 and 65). Far out, where both are 0 in double precision, CLs is still the ratio.
  init(displacement t: Double, distance a: Double) {
    let (clsb, clb) = (NormalTail.probability(t + a), NormalTail.probability(t))
    let isSmall = clsb < 1e-290 || clb < 1e-290
    self.init(
      clsb: clsb, clb: clb,
      cls: isSmall ? .exp(NormalTail.logProbability(t + a) - NormalTail.logProbability(t)) : clsb / clb)
  }

  /// The expected p-values for background fluctuations of +2, +1, 0, -1 and -2 standard deviations, in pyhf's
  /// order: the smallest CLs first.
  static func expected(distance: Double) -> [PValues] {
    [2, 1, 0, -1, -2].map { PValues(displacement: $0, distance: distance) }
  }
}

/// Which of the p-values is meant.
public enum PValueKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// CLs.
  case cls
  /// CLs+b.
  case clsb
  /// CLb.
  case clb
}

extension PValues {
  /// One of the p-values.
  public subscript(kind: PValueKind) -> Double {
    switch kind {
    case .cls: cls
    case .clsb: clsb
    case .clb: clb
    }
  }
}
