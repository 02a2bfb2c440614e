internal import NeosEngine
internal import NeosPlot

/// The numbers of the fit pane as lines.
struct FitText {
  private(set) var lines: [(String, Style)] = []
  private let glyphs: GlyphSet

  init(_ state: SessionState, _ glyphs: GlyphSet) {
    self.glyphs = glyphs
    let view = state.view
    if let fit = view.fit { add(fit) }
    if let gap = view.gap { add(gap, view.configuration.objective) }
    if let record = view.record { line("gradient norm", number(record.gradientNorm)) }
  }

  private func number(_ value: Double?) -> String { value.map { NumberText.brief($0, digits: 5) } ?? "none" }

  private mutating func line(_ name: String, _ value: String, _ style: Style = .plain) {
    lines.append((name.fitted(toColumns: 15) + value, style))
  }

  private mutating func add(_ fit: FitView) {
    let (p, band) = (fit.observed, fit.expected.map(\.cls))
    line("CLs", "\(number(p.cls))   CLs+b \(number(p.clsb))   CLb \(number(p.clb))")
    if band.count == 5 {
      line("CLs expected", band.map { NumberText.brief($0, digits: 3) }.joined(separator: "  "))
      line("", "at +2  +1  0  -1  -2 sigma", Style(.dim))
    }
    if let discovery = fit.discovery {
      line("p0", "\(number(discovery.p0))   Z \(number(discovery.z))")
    }
    line("uncertainty", "\(number(fit.uncertainty)) expected on mu")
    var health = counted(fit.iterations, "iteration")
    health += ", condition " + (fit.condition.map { NumberText.brief($0, digits: 3) } ?? "singular")
    line("fit", health, fit.condition == nil ? Style(.warning) : .plain)
    let bound = fit.parameters.filter(\.isAtBound).map(\.name)
    if !bound.isEmpty { line("at a bound", bound.joined(separator: ", "), Style(.warning)) }
    for problem in fit.problems { line("problem", problem, Style(.warning)) }
  }

  private mutating func add(_ gap: LossGap, _ objective: Objective) {
    let counts = gap.isTest ? "test sample, ordinary counts" : "ordinary counts"
    switch gap.hard {
    case .number(let hard):
      line("loss", "\(number(gap.smooth))   \(counts) \(number(hard))")
      line("gap", number(gap.difference))
    case .undefined(let reason):
      line("loss", number(gap.smooth))
      line(counts, "none: \(reason)", Style(.warning))
    }
  }
}
