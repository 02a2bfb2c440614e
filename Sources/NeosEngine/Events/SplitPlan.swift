/// How events are shared out between samples to train on, to watch while training, and to test on.
public struct SplitPlan: Sendable, Hashable {
  /// The share of the events that is kept for the test; none unless set.
  public var testFraction: Double?
  /// The share of the events that are not for the test which is watched while training; none unless set.
  public var validationFraction: Double?
  /// How many parts the events are cut into, one of which is for the test; none unless set.
  public var folds: Int?
  /// The part that is for the test, from 1.
  public var fold = 1

  /// Everything is trained on.
  public init() {}

  /// Whether anything is kept for the test.
  public var hasTest: Bool { testFraction != nil || folds != nil }

  /// The events of a sample that are for the test, by their places in its order.
  fileprivate func test(of count: Int) -> Range<Int> {
    if let folds { return count * (fold - 1) / folds..<count * fold / folds }
    return 0..<Int(((testFraction ?? 0) * Double(count)).rounded(.up))
  }
}

/// A part of the events.
public enum EventPart: String, Sendable, Hashable, CaseIterable {
  /// What is trained on.
  case train
  /// What is watched and not trained on.
  case validation
  /// What is tested on.
  case test
  /// All of them.
  case all

  /// How templates of it are counted, in words.
  var countsInWords: String {
    self == .all ? "ordinary counts of all events" : "ordinary counts of the \(rawValue) sample"
  }
}

extension [Sample] {
  /// The parts of all samples.
  public struct Parts: Sendable {
    /// What is trained on.
    public var train: [Sample] = []
    /// What is watched while training, where there is such a part.
    public var validation: [Sample]?
    /// What is tested on, where there is such a part.
    public var test: [Sample]?
  }

  /// Shares out the events of every sample at random.
  ///
  /// The events of sample k are put in the order of a permutation from the key with k folded in; the first ones, or
  /// those of the fold, are for the test, the next ones for validation. Fractions are rounded up, as
  /// `train_test_split` of scikit-learn does.
  ///
  /// - Parameters:
  ///   - plan: how events are shared out.
  ///   - key: the seed of the permutations.
  ///   - partners: for each sample the one that it is shared out with, event by event, where both have as many, as a
  ///     variation is with its nominal sample; none by default.
  /// - Throws: ``EventsError`` when a fraction is not between 0 and 1, there is no such fold, or a part would be
  ///   empty.
  public func split(
    _ plan: SplitPlan, key: RandomKey, partners: [Int]? = nil
  ) throws(EventsError) -> Parts {
    for fraction in [plan.testFraction, plan.validationFraction] {
      if let fraction, !(fraction > 0 && fraction < 1) { throw .testFraction(fraction) }
    }
    if let folds = plan.folds {
      guard folds > 1, (1...folds).contains(plan.fold) else { throw .fold(plan.fold, of: folds) }
    }
    var parts = Parts(
      validation: plan.validationFraction == nil ? nil : [], test: plan.hasTest ? [] : nil)
    guard plan.hasTest || plan.validationFraction != nil else {
      parts.train = self
      return parts
    }
    let shuffles = map(\.eventCount).shuffles(with: partners)
    for (index, sample) in enumerated() {
      let order = key.folded(in: UInt32(shuffles[index])).permutation(sample.eventCount)
      let test = plan.test(of: sample.eventCount)
      let rest = [Int](order[..<test.lowerBound] + order[test.upperBound...])
      let validation = Int(((plan.validationFraction ?? 0) * Double(rest.count)).rounded(.up))
      guard validation < rest.count else {
        throw .noTrainingEvents(
          sample: sample.name, events: sample.eventCount, kept: sample.eventCount - rest.count + validation)
      }
      if plan.hasTest, test.isEmpty {
        throw .noTestEvents(sample: sample.name, events: sample.eventCount)
      }
      if !test.isEmpty { parts.test?.append(sample.selecting(order[test])) }
      if validation > 0 { parts.validation?.append(sample.selecting(rest[..<validation])) }
      parts.train.append(sample.selecting(rest[validation...]))
    }
    return parts
  }
}
