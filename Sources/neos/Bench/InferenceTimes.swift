import NeosEngine

/// The median times of the parts of an inference with a workspace, in seconds.
struct InferenceTimes {
  private(set) var parts: [(name: String, seconds: Double)] = []
  /// How the fit ended.
  let status: Fit.Status

  /// Measures, each part for so many seconds.
  ///
  /// - Parameter threads: how many threads share the work of what a step has of it; the other parts have one.
  /// - Throws: `WorkspaceFile.BadInput` where the patch is wrong; what is wrong with the workspace as it comes.
  init(path: String, patch: String?, threads: Int, seconds: Double) throws {
    let bytes = try FileReading.contents(of: path)
    let change = try patch.map { patch in
      try WorkspaceFile.naming(patch) { try JSONPatch(JSONValue(json: FileReading.contents(of: patch))) }
    }
    func read() throws -> Workspace {
      var document = try JSONValue(json: bytes)
      if let patch, let change {
        document = try WorkspaceFile.naming(patch) { try change.applied(to: document) }
      }
      return try Workspace(document)
    }
    let workspace = try read()
    let measurement = try workspace.measurement(named: nil)
    let model = try HistFactoryModel(workspace, measurement: measurement)
    let data = try model.data(workspace.observations)
    let point = model.initialParameters()
    status = Fitter().fit(model, data: data).status
    func add(_ name: String, _ body: () throws -> Void) rethrows {
      // A first time does not count.
      try body()
      parts.append((name, try RepeatedTimes(for: seconds, body).median))
    }
    try add("read") { _ = try read() }
    try add("compile") { _ = try HistFactoryModel(workspace, measurement: measurement) }
    add("logpdf") { let _: Double = model.logpdf(point, data: data) }
    add("gradient") { let _: [Double] = model.parameterGradient(point, data: data) }
    add("hessian") { _ = model.curvature(point, data: data) }
    add("fit") { _ = Fitter().fit(model, data: data) }
    if model.poiIndex != nil {
      try add("hypotest") { _ = try HypothesisTest(model, data: data, tested: 1) }
      // The expected CLs, with its gradient in every template: the statistics of an optimizer's step.
      var room = StatisticsRoom()
      room.threads = threads
      try add("objective") { room.reuse(try Objective.cls.evaluate(model, in: &room)) }
    }
  }
}
