internal import NeosPlot

extension Screen {
  /// Takes what the mouse did.
  mutating func take(_ mouse: Mouse) -> [Effect] {
    guard mode == .keys else { return [] }
    let frame = ScreenFrame(width: size.width, height: size.height, self)
    guard let place = frame.panes.first(where: { $0.area.contains(x: mouse.x, y: mouse.y) }) else {
      return []
    }
    layout.focus = place.pane
    switch mouse.action {
    case .scrollUp: performInFocus(.move(.up))
    case .scrollDown: performInFocus(.move(.down))
    case .press: readValue(place.pane, place.area.inset(by: 1), mouse)
    }
    return []
  }
}
