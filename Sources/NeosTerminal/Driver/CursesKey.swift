internal import CNcurses

/// What the numbers of ncurses' keys mean.
enum CursesKey {
  /// The meaning of what `wgetch` gave.
  ///
  /// - Parameter size: the columns and rows of the window.
  static func code(_ code: Int32, size: (width: Int, height: Int)) -> KeyDecoder.Code {
    switch code {
    case 0...255: return .byte(UInt8(code))
    case KEY_RESIZE: return .input(.resized(width: size.width, height: size.height))
    case KEY_MOUSE: return mouse().map { .input(.mouse($0)) } ?? .unknown
    default:
      let key = keys[code] ?? keyname(code).flatMap { named[String(cString: $0)] }
      return key.map { .input(.key($0)) } ?? .unknown
    }
  }

  private static func mouse() -> Mouse? {
    var event = MEVENT()
    guard getmouse(&event) == OK else { return nil }
    let actions: [(mmask_t, Mouse.Action)] = [
      (neos_button_press(), .press), (neos_scroll_up(), .scrollUp), (neos_scroll_down(), .scrollDown),
    ]
    guard let action = actions.first(where: { event.bstate & $0.0 != 0 })?.1 else { return nil }
    return Mouse(action, x: Int(event.x), y: Int(event.y))
  }

  private static let keys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home, KEY_END: .end,
    KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_ENTER: .enter,
    KEY_BTAB: .backTab, KEY_SLEFT: .left, KEY_SRIGHT: .right, KEY_SR: .up, KEY_SF: .down, KEY_SHOME: .home,
    KEY_SEND: .end, KEY_SDC: .delete, KEY_SPREVIOUS: .pageUp, KEY_SNEXT: .pageDown, KEY_A1: .home,
    KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
  ]

  /// Keys with Alt (3) or Control (5), which have names but no fixed numbers.
  private static let named: [String: Key] = [
    "kLFT3": .alt("b"), "kLFT5": .alt("b"), "kRIT3": .alt("f"), "kRIT5": .alt("f"), "kDC3": .alt("d"),
    "kDC5": .alt("d"), "kUP3": .up, "kUP5": .up, "kDN3": .down, "kDN5": .down, "kHOM3": .home, "kHOM5": .home,
    "kEND3": .end, "kEND5": .end, "kPRV3": .pageUp, "kPRV5": .pageUp, "kNXT3": .pageDown, "kNXT5": .pageDown,
  ]
}
