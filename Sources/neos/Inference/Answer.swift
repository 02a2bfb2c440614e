import ArgumentParser
import NeosEngine

/// A command that asks a question of a workspace, or of every signal point of a patch set.
protocol Answer: ParsableCommand {
  var input: WorkspaceArguments { get }
  var output: OutputArguments { get }
  /// The question that the options make.
  var question: InferenceQuestion { get }
}

extension Answer {
  func run() throws {
    for (option, isGiven) in [
      ("backend", input.backend != nil), ("optimizer", input.optimizer != nil),
      ("optconf", !input.optconf.isEmpty),
    ] where isGiven { StandardError.write("note: --\(option) has no effect here: there is only one\n") }
    let points: [WorkspaceArguments.Point]
    do throws(WorkspaceFile.BadInput) {
      points = try input.points()
    } catch {
      StandardError.write("\(error.message)\n")
      throw ExitCode(2)
    }
    if input.patchset != nil, input.point == nil {
      let control = output.control("signal points")
      try output.write(PointsReport(question, points, control).report)
      return
    }
    for point in points {
      let report: Report
      do {
        let (model, data) = try point.model.get()
        report = try question.answer(model, data: data, control: output.control("\(question.verb)"))
      } catch let error as WorkspaceFile.BadInput {
        StandardError.write("\(error.message)\n")
        throw ExitCode(2)
      } catch {
        StandardError.write("\(error)\n")
        throw ExitCode(1)
      }
      try output.write(report)
    }
  }
}
