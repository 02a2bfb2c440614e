internal import RealModule

// The inverse error function as polynomials in w = -log(1 - x^2), the central one in w itself, those of the
// tails in sqrt(w). Giles, "Approximating the erfinv function", GPU Computing Gems, volume 2 (2010). XLA, and so
// JAX, uses the same coefficients; another approximation, however exact, would give other last digits.

extension Float {
  /// The inverse of the error function; infinite at -1 and 1, NaN beyond.
  public static func inverseErrorFunction(_ x: Float) -> Float {
    guard abs(x) != 1 else { return x * .infinity }
    let w = -logOnePlus(-(x * x))
    return x * (w < 5 ? fused(singleCenter, w - 2.5) : fused(singleTail, w.squareRoot() - 3))
  }
}

extension Double {
  /// The inverse of the error function; infinite at -1 and 1, NaN beyond.
  public static func inverseErrorFunction(_ x: Double) -> Double {
    guard abs(x) != 1 else { return x * .infinity }
    let w = -logOnePlus(-x * x)
    if w < 6.25 { return x * polynomial(doubleCenter, w - 3.125) }
    let root = w.squareRoot()
    return x * (w < 16 ? polynomial(doubleTail, root - 3.25) : polynomial(doubleFarTail, root - 5))
  }
}

/// log(1 + x) for x from -1 to 0 as XLA computes it in double precision.
///
/// The rational function is that of `log1p` in Moshier's Cephes library, whose range ends at sqrt(1/2) - 1. XLA
/// goes on with it to 1 - sqrt(2), where it is some 25 units of the last place off; JAX's numbers have this error.
@inline(__always)
private func logOnePlus(_ x: Double) -> Double {
  guard abs(x) < 2.0.squareRoot() - 1 else { return .log(1 + x) }
  let square = x * x
  return x - (0.5 * square - x * square * polynomial(logNumerator, x) / polynomial(logDenominator, x))
}

/// log(1 + x) for x from -1 to 0, to the bit as XLA computes it in single precision.
///
/// Both functions are those of Moshier's Cephes library. The logarithm's polynomial of degree 8 is evaluated as
/// three of degree 2 in turn; ln 2 is split in two so that its product with the exponent is exact.
private func logOnePlus(_ x: Float) -> Float {
  guard abs(x) >= Float(2).squareRoot() - 1 else {
    let square = x * x
    let ratio = fused(singleLogNumerator, x) / fused(singleLogDenominator, x)
    return x - (0.5 * square - x * square * ratio)
  }
  let y = 1 + x
  guard y > 0 else { return -.infinity }
  var exponent = Float(y.exponent) + 1
  var fraction = y.significand / 2
  if fraction < Float(0.5).squareRoot() {
    exponent -= 1
    fraction *= 2
  }
  let z = fraction - 1
  let (square, cube) = (z * z, z * z * z)
  var sum = fused(logPolynomials[0], z)
  sum = fused(sum, cube, fused(logPolynomials[1], z))
  sum = fused(sum, cube, fused(logPolynomials[2], z))
  let small = fused(sum, cube, exponent * -2.12194440e-4)
  return ((z - 0.5 * square) + small) + exponent * 0.693359375
}

/// a b + c rounded once (in all but one case in 2^29, where the double in between lies on a tie).
@inline(__always)
private func fused(_ a: Float, _ b: Float, _ c: Float) -> Float { Float(Double(a) * Double(b) + Double(c)) }

/// The polynomial of the given coefficients, highest power first, each step rounded once.
@inline(__always)
private func fused(_ coefficients: [Float], _ x: Float) -> Float {
  var sum: Float = 0
  for coefficient in coefficients { sum = fused(sum, x, coefficient) }
  return sum
}

/// The polynomial of the given coefficients, highest power first, by Horner's rule.
@inline(__always)
private func polynomial<Scalar: BinaryFloatingPoint>(_ coefficients: [Scalar], _ x: Scalar) -> Scalar {
  var sum: Scalar = 0
  for coefficient in coefficients { sum = sum * x + coefficient }
  return sum
}

private let singleCenter: [Float] = [
  2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503,
  -0.00417768164, 0.246640727, 1.50140941,
]

private let singleTail: [Float] = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613,
  0.00943887047, 1.00167406, 2.83297682,
]

private let doubleCenter: [Double] = [
  -3.6444120640178196996e-21, -1.685059138182016589e-19, 1.2858480715256400167e-18,
  1.115787767802518096e-17, -1.333171662854620906e-16, 2.0972767875968561637e-17,
  6.6376381343583238325e-15, -4.0545662729752068639e-14, -8.1519341976054721522e-14,
  2.6335093153082322977e-12, -1.2975133253453532498e-11, -5.4154120542946279317e-11,
  1.051212273321532285e-09, -4.1126339803469836976e-09, -2.9070369957882005086e-08,
  4.2347877827932403518e-07, -1.3654692000834678645e-06, -1.3882523362786468719e-05,
  0.0001867342080340571352, -0.00074070253416626697512, -0.0060336708714301490533,
  0.24015818242558961693, 1.6536545626831027356,
]

private let doubleTail: [Double] = [
  2.2137376921775787049e-09, 9.0756561938885390979e-08, -2.7517406297064545428e-07,
  1.8239629214389227755e-08, 1.5027403968909827627e-06, -4.013867526981545969e-06,
  2.9234449089955446044e-06, 1.2475304481671778723e-05, -4.7318229009055733981e-05,
  6.8284851459573175448e-05, 2.4031110387097893999e-05, -0.0003550375203628474796,
  0.00095328937973738049703, -0.0016882755560235047313, 0.0024914420961078508066,
  -0.0037512085075692412107, 0.005370914553590063617, 1.0052589676941592334, 3.0838856104922207635,
]

private let doubleFarTail: [Double] = [
  -2.7109920616438573243e-11, -2.5556418169965252055e-10, 1.5076572693500548083e-09,
  -3.7894654401267369937e-09, 7.6157012080783393804e-09, -1.4960026627149240478e-08,
  2.9147953450901080826e-08, -6.7711997758452339498e-08, 2.2900482228026654717e-07,
  -9.9298272942317002539e-07, 4.5260625972231537039e-06, -1.9681778105531670567e-05,
  7.5995277030017761139e-05, -0.00021503011930044477347, -0.00013871931833623122026,
  1.0103004648645343977, 4.8499064014085844221,
]

private let logNumerator: [Double] = [
  4.5270000862445199635215e-5, 4.9854102823193375972212e-1, 6.5787325942061044846969,
  29.911919328553073277375,
  60.949667980987787057556, 57.112963590585538103336, 20.039553499201281259648,
]

private let logDenominator: [Double] = [
  1, 15.062909083469192043167, 83.047565967967209469434, 221.76239823732856465394, 309.09872225312059774938,
  216.42788614495947685003, 60.118660497603843919306,
]

private let singleLogNumerator = logNumerator.map { Float($0) }

private let singleLogDenominator = logDenominator.map { Float($0) }

private let logPolynomials: [[Float]] = [
  [7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1],
  [-1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1],
  [2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1],
]
