import NeosEngine
import RealModule
import Testing

/// The compiled step of Adam against one parameter at a time.
@Suite struct AdamKernelTests {
  /// The ten constants of a step, in their order.
  private struct Constants<S: NetworkScalar> {
    let beta1: S = 0.9
    let beta2: S = 0.999
    let epsilon: S = 1e-8
    let rate: S = 0.01
    let decay: S
    let factor: S
    let correction1: S
    let correction2: S

    init(decay: S, factor: S, step: Int) {
      (self.decay, self.factor) = (decay, factor)
      correction1 = 1 - .pow(beta1, step + 1)
      correction2 = 1 - .pow(beta2, step + 1)
    }
  }

  @Test(arguments: KernelPath.all, [0, 0.001])
  func single(path: KernelPath, decay: Double) { check(path.float, decay: Float(decay)) }

  @Test(arguments: KernelPath.all, [0, 0.001])
  func double(path: KernelPath, decay: Double) { check(path.double, decay: decay) }

  /// Numbers of parameters on either side of those of registers, with gradients cut short or not, some of them 0, at the
  /// first step and later; nothing else is written.
  private func check<S: NetworkScalar & RandomScalar>(_ kernels: NetworkKernels<S>, decay: S) {
    for count in Array(0...35) + [1001] {
      let keys = RandomKey(seed: UInt64(count)).split(4)
      let x: [S] = keys[0].normal(count)
      var gradient: [S] = keys[1].normal(count)
      if count > 2 { gradient[1] = 0 }
      for (factor, step) in [(1, 0), (0.125, 0), (1, 7), (0.3, 1000)] as [(S, Int)] {
        let m: [S] = step == 0 ? x.map { _ in 0 } : keys[2].uniform(count, from: -0.1, to: 0.1)
        let v: [S] = step == 0 ? x.map { _ in 0 } : keys[3].uniform(count, from: 0, to: 1)
        let a = Constants(decay: decay, factor: factor, step: step)
        var nextX = [S](repeating: 7, count: count + 1)
        var (nextM, nextV) = (nextX, nextX)
        kernels.adamUpdate(
          a.beta1, a.beta2, 1 - a.beta1, 1 - a.beta2, a.correction1, a.correction2, a.epsilon, a.rate,
          a.decay,
          a.factor, gradient, x, m, v, &nextX, &nextM, &nextV, count)
        for index in 0..<count {
          let g = a.factor * gradient[index]
          let mean = (1 - a.beta1) * g + a.beta1 * m[index]
          let square = (1 - a.beta2) * g * g + a.beta2 * v[index]
          let root = (square / a.correction2).squareRoot() + a.epsilon
          let expected = x[index] - a.rate * (mean / a.correction1) / root - a.decay * x[index]
          let size = a.rate * ((abs(g) + abs(m[index])) / a.correction1) / root
          // A few roundings, of the terms where they cancel.
          let rounding = 8 * S.ulpOfOne
          #expect(abs(nextM[index] - mean) <= rounding * (abs(g) + abs(m[index])))
          #expect(abs(nextV[index] - square) <= rounding * square)
          #expect(abs(nextX[index] - expected) <= rounding * (abs(x[index]) + size))
        }
        #expect(nextX[count] == 7 && nextM[count] == 7 && nextV[count] == 7)
      }
    }
  }
}
