import NeosEngine
import RealModule

/// The activations that are compiled loops, one number at a time with the functions of libm.
enum PlainActivations {
  /// A number, and the size of the terms that its roundings are relative to.
  struct Term<S> {
    var value: S
    var size: S
  }

  static let all: [Activation] = [.sigmoid, .tanh, .softplus, .elu, .gelu]

  static func kernel<S>(_ activation: Activation, of kernels: NetworkKernels<S>) -> NetworkKernels<S>.OfEach?
  {
    switch activation {
    case .sigmoid: kernels.sigmoid
    case .tanh: kernels.tanh
    case .softplus: kernels.softplus
    case .elu: kernels.elu
    case .gelu: kernels.gelu
    case .relu, .leakyRelu, .softmax, .identity: nil
    }
  }

  static func value<S: NetworkScalar>(_ activation: Activation, _ x: S) -> Term<S> {
    func exact(_ y: S) -> Term<S> { Term(value: y, size: abs(y)) }
    switch activation {
    case .sigmoid: return exact(logistic(x))
    case .tanh: return exact(.tanh(x))
    case .softplus: return exact((x < 0 ? 0 : x) + .log(onePlus: .exp(-abs(x))))
    case .elu: return exact(x > 0 ? x : .expMinusOne(x))
    case .gelu:
      let gelu = Gelu(x)
      let y = (x < -100 ? -100 : x) * logistic(gelu.u)
      // A rounding of the argument of an exponential is as many of the value as the argument is large.
      return Term(value: y, size: (1 + abs(gelu.u)) * abs(y))
    case .relu, .leakyRelu, .softmax, .identity: return exact(x)
    }
  }

  /// The derivative, in the value except for gelu, for which it is in the argument.
  static func slope<S: NetworkScalar>(_ activation: Activation, of number: S) -> Term<S> {
    func exact(_ y: S) -> Term<S> { Term(value: y, size: abs(y)) }
    switch activation {
    case .sigmoid: return exact(number * (1 - number))
    case .tanh: return exact((1 + number) * (1 - number))
    case .softplus: return exact(-.expMinusOne(-number))
    case .elu: return exact(number > 0 ? 1 : number + 1)
    case .gelu:
      let gelu = Gelu(number)
      let share = logistic(gelu.u)
      let rest = gelu.x * (share * logistic(-gelu.u)) * gelu.slope
      return Term(value: share + rest, size: (1 + abs(gelu.u)) * (share + abs(rest)))
    case .relu, .leakyRelu, .softmax, .identity: return exact(1)
    }
  }

  /// 1 / (1 + exp(-x)).
  private static func logistic<S: NetworkScalar>(_ x: S) -> S {
    let tail = S.exp(-abs(x))
    return (x < 0 ? tail : 1) / (1 + tail)
  }

  /// The argument u = 2 sqrt(2/pi) (x + 0.044715 x^3) within bounds, and its derivative; gelu is x / (1 + exp(-u)).
  private struct Gelu<S: NetworkScalar> {
    let x: S
    let u: S
    let slope: S

    init(_ argument: S) {
      x = argument < -100 ? -100 : argument > 100 ? 100 : argument
      let root = S(2 * (2 / Double.pi).squareRoot())
      u = root * (x * (1 + 0.044715 * (x * x)))
      slope = root * (1 + 3 * 0.044715 * (x * x))
    }
  }
}
