import Foundation
import NeosEngine
import Testing

@Suite struct CrossEntropyTests {
  private func samples(_ outputs: [[Double]], weights: [[Double]]? = nil) -> [SampleScores] {
    SampleRole.fourSamples.enumerated().map { index, role in
      SampleScores(role: role, outputs: outputs[index][...], weights: weights?[index])
    }
  }

  @Test func aNetworkThatKnowsNothingHasOneBit() {
    let samples = samples([[0, 0], [0], [0], [0]])
    // log 2, two roundings.
    #expect(abs(CrossEntropy(samples, roles: SampleRole.allCases).value - log(2)) < 1e-15)
  }

  @Test func itIsMinusTheMeanLogarithmOfTheRightAnswer() {
    let outputs = [[1.5, -0.3], [0.2], [-2, 3, 0.7], [1]]
    func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
    let signal = outputs[0].reduce(0) { $0 - log(sigmoid($1)) }
    func background(_ rows: ArraySlice<[Double]>) -> Double {
      rows.joined().reduce(0) { $0 - log(1 - sigmoid($1)) }
    }
    // A sum of seven terms of size 1.
    let all = CrossEntropy(samples(outputs), roles: SampleRole.allCases)
    #expect(abs(all.value - (signal + background(outputs[1...])) / 7) < 1e-14)
    let nominal = CrossEntropy(samples(outputs), roles: [.signal, .nominal])
    #expect(abs(nominal.value - (signal + background(outputs[1...1])) / 3) < 1e-14)
    #expect(nominal.gradient[2] == [0, 0, 0])
    #expect(nominal.gradient[3] == [0])
  }

  @Test func anEventOfWeightTwoCountsAsTwoEvents() {
    let weighted = CrossEntropy(
      samples([[1, -1], [0.5], [2], [0.1]], weights: [[2, 1], [1], [3], [0]]),
      roles: SampleRole.allCases)
    let repeated = CrossEntropy(
      samples([[1, 1, -1], [0.5], [2, 2, 2], []]), roles: SampleRole.allCases)
    // The same terms in another order.
    #expect(abs(weighted.value - repeated.value) < 1e-15)
    #expect(agree(weighted.gradient[0][0], 2 * repeated.gradient[0][0], within: 1e-15))
    #expect(weighted.gradient[3] == [0])
  }

  /// As -log sigmoid(z) it would be infinite at 800.
  @Test func largeLogitsDoNotOverflow() {
    let right = CrossEntropy(samples([[800], [-800], [], []]), roles: [.signal, .nominal])
    #expect(right.value == 0)
    #expect(right.gradient == [[0], [0], [], []])
    let wrong = CrossEntropy(samples([[-800], [800], [], []]), roles: [.signal, .nominal])
    #expect(wrong.value == 800)
    #expect(wrong.gradient == [[-0.5], [0.5], [], []])
  }

  @Test func theGradientAgreesWithCentralDifferences() {
    for seed in 0..<100 {
      let key = RandomKey(seed: UInt64(seed))
      let draws: [Double] = key.normal(8)
      let weights: [Double] = key.split(2)[0].uniform(8, from: -0.2, to: 2)
      func rows(_ numbers: [Double]) -> [[Double]] {
        [Array(numbers[0..<3]), Array(numbers[3..<5]), [numbers[5]], Array(numbers[6..<8])]
      }
      func entropy(_ outputs: [Double]) -> CrossEntropy {
        CrossEntropy(
          samples(rows(outputs), weights: rows(weights)), roles: [.signal, .nominal, .up])
      }
      let gradient = entropy(draws).gradient.flatMap { $0 }
      for event in draws.indices {
        let expected = slope { entropy(draws.moved(event, by: $0)).value }
        // A fourth-order formula with a step of 1e-3 has an error of 1e-13, and rounding of 1e-16 over it.
        #expect(agree(gradient[event], expected, within: 1e-11), "seed \(seed), event \(event)")
      }
    }
  }

  /// Samples of several chunks, with a last one that is not full.
  @Test func theBitsDoNotDependOnThreadsAndTheSumIsThatOfItsTerms() {
    let counts = [4096, 4097, 13000, 1]
    let outputs = counts.enumerated().map { index, count -> [Double] in
      RandomKey(seed: UInt64(index)).uniform(count, from: -40, to: 40)
    }
    let weights = counts.enumerated().map { index, count -> [Double] in
      RandomKey(seed: UInt64(10 + index)).uniform(count, from: -0.2, to: 2)
    }
    let samples = samples(outputs, weights: weights)
    let roles = SampleRole.allCases
    let found = CrossEntropy(samples, roles: roles)
    for threads in [2, 3] {
      let other = CrossEntropy(samples, roles: roles, threads: threads)
      #expect(other.value == found.value)
      #expect(other.gradient == found.gradient)
    }
    let total = weights.joined().reduce(0, +)
    var sum = 0.0
    for (index, sample) in samples.enumerated() {
      let label = index == 0 ? 1.0 : 0
      for (event, z) in outputs[index].enumerated() {
        let weight = weights[index][event]
        sum += weight * (max(z, 0) - label * z + log1p(exp(-abs(z))))
        // Exponentials good to 4 units of the last place, weights up to 2, and 21194 of them summed in another order.
        let slope = weight * (1 / (1 + exp(-z)) - label) / total
        #expect(abs(found.gradient[index][event] - slope) <= 1e-14 / total, "sample \(index), \(sample.role)")
      }
    }
    // Sums of thousands of terms in another order.
    #expect(agree(found.value, sum / total, within: 1e-13))
  }

  @Test func theVariationsJoinWhereThereIsNoNominalSample() {
    let (four, three) = (SampleRole.fourSamples, SampleRole.threeSamples)
    #expect(Objective.crossEntropy.crossEntropyRoles(available: four) == [.signal, .nominal])
    #expect(Objective.crossEntropyVaried.crossEntropyRoles(available: four) == four)
    #expect(Objective.crossEntropy.crossEntropyRoles(available: three) == three)
    #expect(Objective.crossEntropyVaried.crossEntropyRoles(available: three) == three)
  }
}
