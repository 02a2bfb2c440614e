package import NeosPlot

/// How roles look on a kind of terminal.
///
/// With 256 colors all of them are of middle lightness, so that they can be read on a dark and on a light ground;
/// signal, background and variation are the vermilion, blue and green of M. Okabe and K. Ito, which color-blind
/// eyes tell apart. The ramp goes from dark violet over blue and green to light green and gets lighter all the
/// way. With eight colors those are taken that can be read on the ground, as far as it is known.
public struct Palette: Sendable, Hashable {
  /// How many colors there are.
  public enum Depth: Sendable, Hashable { case none, eight, full }
  /// What is behind the characters.
  public enum Ground: Sendable, Hashable { case dark, light, unknown }

  /// How many colors there are.
  public let depth: Depth
  /// What is behind the characters.
  public let ground: Ground

  /// The palette of a kind of terminal.
  public init(_ depth: Depth, on ground: Ground = .unknown) {
    self.depth = depth
    self.ground = ground
  }

  /// The palette of the terminal that the program runs on.
  ///
  /// - Parameters:
  ///   - colors: the number of colors that the terminal can show.
  ///   - environment: `NO_COLOR`, set and not empty, turns color off; `COLORFGBG` tells the ground.
  package init(colors: Int, environment: [String: String]) {
    let isOff = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    let depth: Depth = isOff || colors < 8 ? .none : colors < 256 ? .eight : .full
    let last = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
    let ground: Ground = last.map { $0 == 7 || (9...15).contains($0) ? .light : .dark } ?? .unknown
    self.init(depth, on: ground)
  }

  /// What a terminal is told of a cell.
  package struct Look: Sendable, Hashable {
    /// The number of a color; nil for the terminal's own.
    package var foreground: Int?
    package var background: Int?
    package var attributes: Style.Attributes = []
  }

  /// How a style looks.
  package func look(_ style: Style) -> Look {
    var look = Look(attributes: style.attributes.union(emphasis(style.foreground)))
    guard depth != .none else {
      if case .selection = style.background { look.attributes.formSymmetricDifference(.reverse) }
      return look
    }
    look.foreground = color(style.foreground)
    look.background = color(style.background)
    // On a level of the ramp only the lightest and the darkest can be read; characters tell the roles apart.
    if case .ramp(let level) = style.background, style.foreground.isNoRamp {
      look.foreground = onRamp(level)
    }
    return look
  }

  /// What a role gets beside its color, so that it is seen without.
  private func emphasis(_ role: Role) -> Style.Attributes {
    switch role {
    case .title, .data, .highlight, .warning: .bold
    case .error: depth == .none ? [.bold, .underline] : .bold
    case .selection, .cursor: .reverse
    case .dim: depth == .full ? [] : .faint
    default: []
    }
  }

  private func color(_ role: Role) -> Int? {
    depth == .full ? Self.fullColor(role) : eightColor(role)
  }

  // MARK: 256 colors

  private static func fullColor(_ role: Role) -> Int? {
    switch role {
    case .plain, .title, .data, .highlight, .selection, .cursor: nil
    case .dim, .axis: 244
    case .signal: 166
    case .background: 32
    case .variation: 65
    case .statistics: 169
    case .contour: 133
    case .warning: 136
    case .error: 160
    case .series(let index): [32, 166, 65, 169, 136, 99][Int(index) % 6]
    case .ramp(let level): ramp[min(Int(level), ramp.count - 1)]
    }
  }

  private static let ramp = [54, 55, 56, 57, 25, 26, 61, 31, 66, 36, 37, 72, 107, 42, 78, 113]

  // MARK: Eight colors

  private func eightColor(_ role: Role) -> Int? {
    // Blue is hard to read on black, cyan and yellow on white.
    let blue = ground == .light ? 4 : 6
    return switch role {
    case .plain, .title, .data, .highlight, .selection, .cursor, .dim, .axis: nil
    case .signal, .error: 1
    case .background: blue
    case .variation: 2
    case .statistics, .contour: 5
    case .warning: ground == .dark ? 3 : 1
    case .series(let index): [blue, 1, 2, 5][Int(index) % 4]
    case .ramp(let level): [4, 4, 6, 2][min(Int(level) * 4 / Role.rampCount, 3)]
    }
  }

  /// White or black, whichever can be read on a level of the ramp.
  private func onRamp(_ level: UInt8) -> Int {
    let isDark = depth == .full ? level < 7 : level < Role.rampCount / 2
    return depth == .full ? (isDark ? 231 : 16) : (isDark ? 7 : 0)
  }
}

extension Role {
  fileprivate var isNoRamp: Bool {
    if case .ramp = self { return false }
    return true
  }
}
