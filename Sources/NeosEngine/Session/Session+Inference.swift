extension Session {
  /// Asks a question of the present model.
  mutating func answer(
    _ question: InferenceQuestion, on basis: QuestionBasis, _ control: SessionControl
  ) throws(SessionError) -> Report {
    let model = try model(yields(counting: basis.counts))
    let (data, name) = try data(of: model, basis.data, question.verb)
    do throws(InferenceError) {
      var report = try question.answer(
        model, data: data, control: InferenceControl(threads: workingThreads, isStopped: control.isStopped))
      var said: [[Display.Cell]] = [[.text("data"), .text(name)]]
      report.json["data"] = .string(name)
      if let counts = basis.counts {
        said.append([.text("templates"), .text(counts.countsInWords)])
        report.json["counts"] = .string(counts.rawValue)
      } else if let batch = batchInWords {
        said.append([.text("templates"), .text(batch)])
        report.json["batch"] = .integer(store.batchSize ?? 0)
      }
      report.tables.insert(Display(title: "data", columns: ["", ""], rows: said), at: 0)
      return report
    } catch {
      throw .request("\(question.verb.rawValue): \(error)")
    }
  }

  /// The templates of ordinary counts of some events; without a choice those of the present step.
  mutating func yields(counting part: EventPart?) throws(SessionError) -> Yields {
    guard let part else { return try presentYields() }
    return try countedYields(part)
  }

  /// The data of a choice, and what they are in words.
  func data(
    of model: any StatisticalModel, _ choice: DataChoice, _ verb: InferenceQuestion.Verb
  ) throws(SessionError) -> (data: [Double], name: String) {
    switch choice {
    case .asimov(let strength): return asimov(model, strength)
    case .observed:
      do throws(HistFactoryError) {
        if let data = try observed(model) { return (data, "observed counts") }
      } catch {
        throw .request("\(verb.rawValue): \(error)")
      }
      throw .request(
        "\(verb.rawValue): the model has no observed counts; ask on Asimov data with 'on=0' or 'on=1'")
    case .usual:
      if configuration.workspace?.isLearned == false, let data = try? observed(model) {
        return (data, "observed counts")
      }
      return asimov(model, verb == .cls || verb == .limit ? 0 : 1)
    }
  }

  private func observed(_ model: any StatisticalModel) throws(HistFactoryError) -> [Double]? {
    guard let workspace = configuration.workspace, let model = model as? HistFactoryModel else { return nil }
    return try model.data(workspace.observations)
  }

  private func asimov(_ model: any StatisticalModel, _ strength: Double) -> (data: [Double], name: String) {
    (model.expectedData(model.initialParameters(poi: strength)), "Asimov data, strength \(short(strength))")
  }

  /// A number of the last answer.
  func resultValue(_ path: String) throws(SessionError) -> Double {
    guard let lastAnswer else {
      throw .request(
        "there is no result yet; ask with "
          + InferenceQuestion.Verb.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let value = lastAnswer.number(at: path) else {
      throw .request(
        "the last result has no number '\(path)'; it has \(lastAnswer.keys.joined(separator: ", "))")
    }
    return value
  }
}
