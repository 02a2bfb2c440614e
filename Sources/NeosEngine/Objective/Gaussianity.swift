internal import Synchronization

/// How far a likelihood is from its normal approximation: the mean over points theta drawn from the normal
/// distribution N(theta_A, V) of [Delta NLL(theta) - Delta NLL_normal(theta)]^2.
///
/// theta_A are the parameters of the signal-plus-background Asimov data, V is the inverse Fisher information
/// there, and both Delta NLL are relative to theta_A. Points where the likelihood is not defined are left out
/// of the mean. (relaxed 0.2.1 `gaussianity`, with its default of 1000 draws.)
struct Gaussianity {
  /// The draws of the last number of parameters, which are the same at every step.
  private static let lastDraws = Mutex<[Double]>([])

  /// The number of points that are drawn.
  static let drawCount = 1000
  /// The seed of the draws, the same at every step so that the metric moves only with the model.
  static let seed: UInt64 = 0

  let value: Double
  /// The gradient in every template bin, or none if it was not asked for.
  let templateGradient: [[Double]]?

  /// One unit normal number for each of so many parameters, draw by draw.
  private static func draws(_ parameters: Int) -> [Double] {
    lastDraws.withLock { draws in
      let count = drawCount * parameters
      if draws.count != count { draws = RandomKey(seed: seed).normal(count) }
      return draws
    }
  }

  /// The gaussianity of a model with its information at mu = 1, or nil when the covariance is singular.
  ///
  /// With theta = theta_A + L z and V = L L^T, Delta NLL_normal is z^T z / 2 and does not depend on the
  /// templates. The rest depends on them directly, through the Asimov data, and through L, whose pullback is
  /// that of the Cholesky factorization (Murray, arXiv:1602.07527, eq. 10) and then of the inverse.
  init?(_ model: some StatisticalModel, _ information: FisherInformation, withGradient: Bool) {
    guard let factor = CholeskyFactor(information.covariance) else { return nil }
    let free = information.free
    let draws = Self.draws(free.count)

    var sum = 0.0
    var count = 0.0
    var templates = model.zeroGradient
    var factorCotangent = free.map { _ in free.map { _ in 0.0 } }
    var (point, displacement) = ([Double](), [Double]())
    for draw in 0..<Self.drawCount {
      let z = draws[draw * free.count..<(draw + 1) * free.count]
      information.displace(&point, by: z, covarianceFactor: factor, &displacement)
      let ratio = model.logRatio(information.parameters, to: point, data: information.data)
      let difference = ratio - 0.5 * z.reduce(0) { $0 + $1 * $1 }
      guard difference.isFinite else { continue }
      sum += difference * difference
      count += 1
      guard withGradient else { continue }
      let slope = 2 * difference
      templates.add(model.asimovRatioGradient(information.parameters, to: point), scaledBy: slope)
      let inParameters: [Double] = model.parameterGradient(point, data: information.data)
      for row in free.indices {
        for column in 0...row {
          factorCotangent[row][column] -= slope * inParameters[free[row]] * z[z.startIndex + column]
        }
      }
    }
    value = sum / count
    guard withGradient else {
      templateGradient = nil
      return
    }
    let inCovariance = factor.pullback(factorCotangent)
    // V = I^-1, so that dV = -V dI V and the cotangent of I is -V C V.
    let covariance = information.covariance
    let inInformation = covariance.multiplied(by: inCovariance).multiplied(by: covariance).scaled(by: -1)
    for row in free.indices {
      for column in 0...row {
        // tr(C dI) as a sum of quadratic forms: 2 e_j^T dI e_k = (e_j + e_k)^T dI (e_j + e_k) - the squares.
        func form(_ positions: Set<Int>) -> [[Double]] {
          information.quadraticFormGradient(model, free.indices.map { positions.contains($0) ? 1 : 0 })
        }
        let weight = inInformation[row][column]
        if row == column {
          templates.add(form([row]), scaledBy: weight)
        } else {
          templates.add(form([row, column]), scaledBy: weight)
          templates.add(form([row]), scaledBy: -weight)
          templates.add(form([column]), scaledBy: -weight)
        }
      }
    }
    templateGradient = templates.scaled(by: 1 / count)
  }
}
