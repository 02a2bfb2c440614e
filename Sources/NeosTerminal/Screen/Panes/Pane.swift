/// A part of the screen that shows one thing.
enum Pane: String, Sendable, Hashable, CaseIterable {
  case histogram, curves, plane, fit, log

  /// What stands in its frame.
  var title: String {
    switch self {
    case .histogram: "Histogram"
    case .curves: "Curves"
    case .plane: "Plane"
    case .fit: "Fit"
    case .log: "Log"
    }
  }
}

/// How panes share the window.
enum Arrangement: String, Sendable, Hashable, CaseIterable {
  /// Rows and columns of one size, the log below.
  case grid
  /// The pane with the focus at the left, large, the others at its right.
  case large
  /// Side by side.
  case columns
  /// One below the other.
  case rows

  /// The next one.
  var next: Arrangement {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
