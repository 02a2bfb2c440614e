import RealModule

/// The numbers in which a likelihood can be evaluated: plain doubles, or Taylor series along a direction.
///
/// Every formula of this room is written once over this protocol. Evaluated at a ``Jet`` it yields directional
/// derivatives of itself: since differentiation in the templates and Taylor expansion in the parameters
/// commute, the gradient written for doubles also gives every mixed derivative that a fit's or a Hessian's
/// derivative needs.
public protocol LikelihoodScalar: Sendable {
  /// A constant.
  init(_ constant: Double)
  /// The value at the point of expansion.
  var value: Double { get }

  /// The sum.
  static func + (left: Self, right: Self) -> Self
  /// The difference.
  static func - (left: Self, right: Self) -> Self
  /// The product.
  static func * (left: Self, right: Self) -> Self
  /// The product with a constant.
  static func * (left: Double, right: Self) -> Self
  /// The sum with a constant.
  static func + (left: Self, right: Double) -> Self
  /// The difference from a constant.
  static func - (left: Self, right: Double) -> Self
  /// A constant divided by the number.
  static func / (left: Double, right: Self) -> Self
  /// The natural logarithm.
  static func log(_ x: Self) -> Self
  /// The exponential function.
  static func exp(_ x: Self) -> Self
}

extension Double: LikelihoodScalar {
  /// The number itself.
  public var value: Double { self }
}

/// A Taylor series to second order along a direction: f(t) = c0 + c1 t + c2 t^2.
///
/// With parameters theta + t v, c1 of a function is its derivative along v and 2 c2 its second derivative.
/// Arithmetic of truncated series: Griewank and Walther, Evaluating Derivatives (2008), chapter 13.
public struct Jet: LikelihoodScalar, Equatable {
  /// The value.
  public var c0: Double
  /// The first derivative along the direction.
  public var c1: Double
  /// Half the second derivative along the direction.
  public var c2: Double

  /// A series with the given coefficients.
  public init(_ c0: Double, _ c1: Double, _ c2: Double = 0) {
    self.c0 = c0
    self.c1 = c1
    self.c2 = c2
  }

  /// A constant.
  public init(_ constant: Double) { self.init(constant, 0, 0) }

  /// The value.
  public var value: Double { c0 }

  /// The sum.
  public static func + (left: Jet, right: Jet) -> Jet {
    Jet(left.c0 + right.c0, left.c1 + right.c1, left.c2 + right.c2)
  }

  /// The difference.
  public static func - (left: Jet, right: Jet) -> Jet {
    Jet(left.c0 - right.c0, left.c1 - right.c1, left.c2 - right.c2)
  }

  /// The product.
  public static func * (left: Jet, right: Jet) -> Jet {
    Jet(
      left.c0 * right.c0, left.c0 * right.c1 + left.c1 * right.c0,
      left.c0 * right.c2 + left.c1 * right.c1 + left.c2 * right.c0)
  }

  /// The product with a constant.
  public static func * (left: Double, right: Jet) -> Jet {
    Jet(left * right.c0, left * right.c1, left * right.c2)
  }

  /// The sum with a constant.
  public static func + (left: Jet, right: Double) -> Jet { Jet(left.c0 + right, left.c1, left.c2) }

  /// The difference from a constant.
  public static func - (left: Jet, right: Double) -> Jet { Jet(left.c0 - right, left.c1, left.c2) }

  /// A constant divided by the number.
  public static func / (left: Double, right: Jet) -> Jet {
    let inverse = 1 / right.c0
    let first = -right.c1 * inverse
    let second = -(right.c2 + first * right.c1) * inverse
    return Jet(left * inverse, left * inverse * first, left * inverse * second)
  }

  /// The natural logarithm.
  public static func log(_ x: Jet) -> Jet {
    let first = x.c1 / x.c0
    return Jet(Double.log(x.c0), first, x.c2 / x.c0 - 0.5 * first * first)
  }
  /// The exponential function.
  public static func exp(_ x: Jet) -> Jet {
    let value = Double.exp(x.c0)
    return Jet(value, value * x.c1, value * (x.c2 + 0.5 * x.c1 * x.c1))
  }
}
