internal import NeosPlot

/// Where the parts of the screen lie.
struct ScreenFrame {
  /// The least window in which anything is drawn.
  static let least = (width: 40, height: 12)

  /// Lines about the session at the top.
  let status: Rectangle
  /// The panes.
  let panes: [(pane: Pane, area: Rectangle)]
  /// What is typed, or the hints.
  let bottom: Rectangle

  init(width: Int, height: Int, _ screen: Screen) {
    let isFit = width >= Self.least.width && height >= Self.least.height
    let statusRows = height >= 20 ? 2 : 1
    status = Rectangle(x: 0, y: 0, width: width, height: statusRows)
    bottom = Rectangle(x: 0, y: height - 1, width: width, height: 1)
    let middle = Rectangle(x: 0, y: statusRows, width: width, height: height - statusRows - 1)
    panes = isFit ? screen.layout.places(in: middle) : []
  }
}
