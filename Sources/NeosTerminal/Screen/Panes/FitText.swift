internal import NeosEngine
internal import NeosPlot

/// The numbers of the fit pane as lines of at most so many columns. No number is cut: what does not fit goes on in the
/// next line.
struct FitText {
  private(set) var lines: [(String, Style)] = []
  private let glyphs: GlyphSet
  private let width: Int

  init(_ state: SessionState, width: Int, _ glyphs: GlyphSet) {
    self.glyphs = glyphs
    self.width = width
    let view = state.view
    if view.fit != nil, state.fitStep != view.step {
      line("fit and tests", ["of step \(state.fitStep)"], Style(.dim))
    }
    if let fit = view.fit { add(fit) }
    if let gap = view.gap { add(gap, view.configuration.objective) }
    if let record = view.record { line("gradient norm", [number(record.gradientNorm)]) }
    if view.configuration.objective.isOfOutputs {
      line("attribution", ["none: the loss depends on the network's outputs alone"])
    }
  }

  private func number(_ value: Double?) -> String { value.map { NumberText.brief($0, digits: 5) } ?? "none" }

  /// A name with what there is to say, each part whole if it fits a line at all.
  private mutating func line(_ name: String, _ parts: [String], _ style: Style = .plain) {
    let indent = width >= 36 ? 15 : 2
    let start = String(repeating: " ", count: indent)
    var text = name.columnCount < indent ? name.fitted(toColumns: indent) : name + " "
    var isFresh = true
    for part in parts {
      for piece in part.wrapped(toColumns: max(width - indent, 1)) {
        let gap = isFresh ? "" : "   "
        if text.columnCount + gap.count + piece.columnCount > width, text != start {
          lines.append((text, style))
          text = start
        } else {
          text += gap
        }
        text += piece
        isFresh = false
      }
    }
    lines.append((text, style))
  }

  private mutating func add(_ fit: FitView) {
    let (p, band) = (fit.observed, fit.expected.map(\.cls))
    line("CLs", [number(p.cls), "CLs+b \(number(p.clsb))", "CLb \(number(p.clb))"])
    if band.count == 5 {
      let sigma = "σ".spelled(in: glyphs)
      let names = bandNames.map { $0.replacing(" sigma", with: sigma) }
      line("CLs expected", zip(names, band).map { "\($0) \(NumberText.brief($1, digits: 3))" })
    }
    if let discovery = fit.discovery {
      line("p0", [number(discovery.p0), "Z \(number(discovery.z))"])
    }
    line("uncertainty", ["\(number(fit.uncertainty)) expected on mu"])
    let condition = fit.condition.map { NumberText.brief($0, digits: 3) } ?? "singular"
    line(
      "fit", [counted(fit.iterations, "iteration"), "condition \(condition)"],
      fit.condition == nil ? Style(.warning) : .plain)
    let bound = fit.parameters.filter(\.isAtBound).map(\.name)
    if !bound.isEmpty { line("at a bound", [bound.joined(separator: ", ")], Style(.warning)) }
    for problem in fit.problems { line("problem", [problem], Style(.warning)) }
  }

  private mutating func add(_ gap: LossGap, _ objective: Objective) {
    let counts = gap.isTest ? "test sample, ordinary counts" : "ordinary counts"
    switch gap.hard {
    case .number(let hard):
      line("loss", [number(gap.smooth), "\(counts) \(number(hard))"])
      line("gap", [number(gap.difference)])
    case .undefined(let reason):
      line("loss", [number(gap.smooth)])
      line(counts, ["none: \(reason)"], Style(.warning))
    }
  }
}
