extension Session {
  /// Reads the workspace that the settings name, with its patch.
  ///
  /// A path is looked for in the current folder, then beside the session file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - patch: the file of its patch.
  ///   - measurement: the name of the measurement; nil for the first one.
  ///   - digest: the first digits of what its digest must be, if that is known.
  /// - Returns: The workspace with the first digits of its digest.
  /// - Throws: ``SessionError/file(_:reason:)`` with every problem and its place in the file.
  func workspace(
    _ path: String, patch: String?, measurement: String?, digest: String?
  ) throws(SessionError) -> (workspace: Workspace, digest: String) {
    let file = located(path)
    do throws(WorkspaceError) {
      let document = try document(file, patch)
      let found = document.digest(.sha256)
      if let digest, !found.hasPrefix(digest) {
        throw WorkspaceError.digest(found: String(found.prefix(digest.count)), expected: digest)
      }
      let workspace = try Workspace(document)
      _ = try workspace.usableMeasurement(named: measurement)
      // Which samples there are is known at the first step, after all settings; which there may be, now.
      let names = SampleRole.allCases.map(\.rawValue) + configuration.declarations.eventNames
      let unknown = workspace.learnedTemplates.compactMap { $0.problem(knowing: names) }
      guard unknown.isEmpty else { throw WorkspaceError.content(unknown) }
      return (workspace, String(found.prefix(12)))
    } catch .json(.file(_, let reason)) {
      throw .file(path, reason: reason + lookedFor(path))
    } catch {
      throw .file(path, reason: "\(error)")
    }
  }

  private func document(_ path: String, _ patch: String?) throws(WorkspaceError) -> JSONValue {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(path: path)
    } catch {
      throw .json(error)
    }
    guard let patch else { return document }
    do {
      return try JSONPatch(JSONValue(path: located(patch))).applied(to: document)
    } catch JSONError.file(_, let reason) {
      throw .patch(patch, reason + lookedFor(patch))
    } catch {
      throw .patch(patch, "\(error)")
    }
  }

  /// The model that the chain ends in.
  func chainModel() throws(SessionError) -> ChainModel {
    switch configuration.model {
    case .builtIn(let kind): return .builtIn(kind)
    case .spec, .samples:
      let count = specBinCount
      if let compiled = branch.compiled, compiled.binCount == count { return .workspace(compiled.model) }
      return .workspace(try compiledModel(binCount: count))
    }
  }

  /// Compiles the workspace, unless that is done already.
  mutating func compileModel() throws(SessionError) {
    if case .builtIn = configuration.model { return }
    let count = specBinCount
    if branch.compiled?.binCount == count { return }
    branch.compiled = (count, try compiledModel(binCount: count))
  }

  /// The number of bins of learned templates that the workspace gives no bins of their own.
  private var specBinCount: Int {
    configuration.method == .softmax
      ? configuration.layers.reduce(2) { if case .dense(let width) = $1 { width } else { $0 } }
      : configuration.binning.count
  }

  private func compiledModel(binCount: Int) throws(SessionError) -> LearnedModel {
    guard let workspace = configuration.workspace else { throw .setup("model: there is no workspace") }
    do {
      return try LearnedModel(
        workspace, measurement: workspace.usableMeasurement(named: configuration.spec.measurement),
        interpolation: configuration.spec.interpolation, binCount: binCount)
    } catch {
      throw .setup("model: \(error)")
    }
  }

  /// What no knob alone can see of a workspace.
  func checkSpec(_ workspace: Workspace) throws(SessionError) {
    let names = configuration.eventNames
    for template in workspace.learnedTemplates {
      if let problem = template.problem(knowing: names) { throw .setup("model: \(problem)") }
      if configuration.method == .softmax, template.events.edges != nil {
        throw .setup(
          "model: \(template.slot.name) has bin edges of its own, but the bins of a softmax histogram are the "
            + "network's outputs; choose 'histogram kde'")
      }
    }
  }
}
