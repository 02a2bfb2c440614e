/// How the effect of a shared systematic goes on between and beyond its variations.
public struct Interpolation: Sendable, Hashable, Codable {
  /// How a histosys modifier interpolates, by pyhf's names.
  public enum Additive: String, Sendable, Hashable, CaseIterable, Codable {
    /// Piecewise linear, ``InterpolationCode0``.
    case code0
    /// Piecewise quadratic and linear, ``InterpolationCode2``.
    case code2
    /// Polynomial and linear, ``InterpolationCode4p``.
    case code4p
  }

  /// How a normsys modifier interpolates, by pyhf's names.
  public enum Multiplicative: String, Sendable, Hashable, CaseIterable, Codable {
    /// Piecewise exponential, ``InterpolationCode1``.
    case code1
    /// Polynomial and exponential, ``InterpolationCode4``.
    case code4
  }

  /// That of histosys modifiers.
  public var histoSys: Additive
  /// That of normsys modifiers.
  public var normSys: Multiplicative

  /// Interpolation settings; by default those of a pyhf model without `modifier_settings`.
  ///
  /// pyhf drops the other type to code 0 or code 1 where `modifier_settings` name only one.
  public init(histoSys: Additive = .code4p, normSys: Multiplicative = .code4) {
    self.histoSys = histoSys
    self.normSys = normSys
  }
}

extension Interpolation.Additive {
  /// The factors of the upward and the downward difference.
  func factors<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    switch self {
    case .code0: InterpolationCode0.factors(alpha)
    case .code2: InterpolationCode2.factors(alpha)
    case .code4p: InterpolationCode4p.factors(alpha)
    }
  }

  /// The derivatives of ``factors(_:)`` in alpha.
  func slopes<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    switch self {
    case .code0: InterpolationCode0.slopes(alpha)
    case .code2: InterpolationCode2.slopes(alpha)
    case .code4p: InterpolationCode4p.slopes(alpha)
    }
  }
}

extension Interpolation.Multiplicative {
  /// The response between positive factors at +1 and -1.
  func response(hi: Double, lo: Double) -> ScaleResponse {
    switch self {
    case .code1: .code1(InterpolationCode1(hi: hi, lo: lo))
    case .code4: .code4(InterpolationCode4(hi: hi, lo: lo))
    }
  }
}

/// How a parameter scales all bins of a sample.
enum ScaleResponse: Sendable {
  /// By its own value: normfactor and lumi.
  case linear
  /// Interpolated by ``InterpolationCode1``.
  case code1(InterpolationCode1)
  /// Interpolated by ``InterpolationCode4``.
  case code4(InterpolationCode4)

  /// Whether it interpolates between variations.
  var isInterpolation: Bool { if case .linear = self { false } else { true } }

  /// The factor at a value of the parameter.
  func value<S: LikelihoodScalar>(_ parameter: S) -> S {
    switch self {
    case .linear: parameter
    case .code1(let code): code.value(parameter)
    case .code4(let code): code.value(parameter)
    }
  }

  /// The derivative of ``value(_:)``.
  func slope<S: LikelihoodScalar>(_ parameter: S) -> S {
    switch self {
    case .linear: S(1)
    case .code1(let code): code.slope(parameter)
    case .code4(let code): code.slope(parameter)
    }
  }

  /// The derivative of ``value(_:)`` in the size of the variations, by which hi - 1 and lo - 1 both grow, at 1.
  func sizeSlope<S: LikelihoodScalar>(_ parameter: S) -> S {
    switch self {
    case .linear: S(0)
    case .code1(let code): code.sizeSlope(parameter)
    case .code4(let code): code.sizeSlope(parameter)
    }
  }
}
