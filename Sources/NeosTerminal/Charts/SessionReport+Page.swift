internal import NeosEngine
internal import NeosPlot

extension SessionReport {
  /// The report as a page.
  var page: HTMLPage {
    HTMLPage(
      title: title,
      sections: sections.map { section in
        .init(section.title, section.blocks.map(\.block))
      })
  }
}

extension SessionReport.Block {
  fileprivate var block: HTMLPage.Block {
    switch self {
    case .note(let text): .paragraph(text)
    case .table(let table):
      .table(.init(columns: table.columns, rows: table.rows.map { $0.map(\.cell) }))
    case .figure(let figure):
      .figure(figure.figure, caption: "\(figure.picture.caption) Of: \(figure.conditions).")
    case .script(let lines): .lines(lines)
    }
  }
}

extension Display.Cell {
  fileprivate var cell: HTMLPage.Table.Cell {
    switch self {
    case .text(let text): .text(text)
    case .number(let value): .number(NumberText.brief(value, digits: 6))
    case .empty: .text("")
    }
  }
}

extension Picture {
  /// What is seen, in a sentence for who reads the page.
  fileprivate var caption: String {
    switch self {
    case .histogram: "Expected events of each sample, stacked, bin by bin."
    case .curves: "The loss and every metric against the step."
    case .plane: "The network's output over the first two features, with events of each sample."
    case .scores: "The distribution of the network's output in each sample."
    case .pulls:
      "Best fits, and pulls in units of the constraint's width; the bands are one and two standard deviations."
    }
  }
}
