/// The templates of the present step with their statistical uncertainties.
struct CountedTemplates {
  /// The templates.
  var yields: Yields
  /// Their uncertainties, row by row; none where they are not known.
  var errors: [[Double]]
}

extension Session {
  /// The templates that ordinary counts of some events make; without a choice those of the present step.
  mutating func templates(counting part: EventPart?) throws(SessionError) -> CountedTemplates {
    let (state, evaluation) = try evaluated()
    guard let part else { return templates(state, evaluation) }
    let (pipeline, samples) = (try pipeline(), try events(of: part))
    do throws(StageFailure) {
      let scores = try pipeline.scores(state.point, of: samples)
      let yields = try pipeline.assess(state.point, scores, of: samples, method: .hard).yields
      return CountedTemplates(yields: yields, errors: templateErrors(state, yields, scores, .hard))
    } catch {
      throw .request("\(error)")
    }
  }

  /// The templates that the loss is of.
  func templates(_ state: TrainingState, _ evaluation: Evaluation) -> CountedTemplates {
    let yields = evaluation.assessment.yields
    return CountedTemplates(
      yields: yields, errors: templateErrors(state, yields, evaluation.scores, configuration.method))
  }

  /// What fills the templates, in words.
  func templatesInWords(_ part: EventPart?) -> String {
    if let workspace = configuration.workspace, !workspace.isLearned { return "templates of the workspace" }
    guard let part else { return "templates \(batchInWords ?? "as counted in training") at step \(step)" }
    return "templates from \(part.countsInWords) at step \(step)"
  }
}
