/// The loss, but for a penalty of bins, beside the same number from ordinary counts: what its smoothness costs.
public struct LossGap: Sendable, Hashable {
  /// The loss without its penalty, as it is trained.
  public var smooth: Double
  /// The same number with each event in the one bin that holds it.
  public var hard: MetricValue
  /// Whether the ordinary counts are of the test sample; else they are of the training events.
  public var isTest: Bool

  /// The ordinary number minus the loss, where it has a value.
  public var difference: Double? { hard.number.map { $0 - smooth } }
}

extension Session {
  mutating func lossGap(_ state: TrainingState, _ evaluation: Evaluation) -> LossGap? {
    let objective = configuration.objective
    guard var pipeline = try? pipeline() else { return nil }
    pipeline.metrics = [objective]
    func gap(_ hard: MetricValue, isTest: Bool) -> LossGap {
      LossGap(smooth: evaluation.loss - evaluation.penalty, hard: hard, isTest: isTest)
    }
    if let value = branch.testAssessment?.metrics[objective] { return gap(value, isTest: true) }
    do throws(StageFailure) {
      let assessment: Assessment
      if let test = store.test {
        assessment = try pipeline.assess(state.point, on: test)
      } else {
        // A loss of the outputs alone has no bins.
        guard !objective.isOfOutputs else { return nil }
        assessment = try pipeline.assess(
          state.point, evaluation.scores, of: store.batch(step: state.step), method: .hard)
      }
      return gap(
        assessment.metrics[objective] ?? .undefined("it was not computed"), isTest: store.test != nil)
    } catch {
      return gap(.undefined("\(error)"), isTest: store.test != nil)
    }
  }
}
