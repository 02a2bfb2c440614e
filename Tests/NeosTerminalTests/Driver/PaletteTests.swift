import Foundation
import NeosPlot
import NeosTerminal
import Testing

@Suite("Colors of roles")
struct PaletteTests {
  /// The color of a number of the 256, linear in light, after the arrangement of xterm.
  private func light(_ number: Int) -> [Double] {
    let levels = [0, 95, 135, 175, 215, 255]
    let parts =
      number < 232
      ? [levels[(number - 16) / 36], levels[(number - 16) / 6 % 6], levels[(number - 16) % 6]]
      : Array(repeating: 8 + 10 * (number - 232), count: 3)
    return parts.map { part in
      let value = Double(part) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  private func luminance(_ light: [Double]) -> Double {
    0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
  }

  /// The contrast of the Web Content Accessibility Guidelines.
  private func contrast(_ one: Double, _ other: Double) -> Double {
    (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  static let colored: [Role] =
    [.dim, .axis, .signal, .background, .variation, .statistics, .contour, .warning, .error]
    + (0..<6).map { .series($0) }

  @Test("Text can be read on black and on white", arguments: colored)
  func readable(_ role: Role) throws {
    let color = try #require(Palette(.full).look(Style(role)).foreground)
    #expect(contrast(luminance(light(color)), 0) >= 3)
    #expect(contrast(luminance(light(color)), 1) >= 3)
  }

  @Test("The ramp gets lighter all the way, and marks on it can be read")
  func ramp() throws {
    let palette = Palette(.full)
    var last = -1.0
    for level in 0..<UInt8(Role.rampCount) {
      let look = palette.look(Style(.signal, on: .ramp(level)))
      let ground = luminance(light(try #require(look.background)))
      #expect(ground > last)
      last = ground
      #expect(contrast(ground, luminance(light(try #require(look.foreground)))) >= 4)
    }
  }

  /// What eyes without red (0), green (1) or blue (2) receptors see: G. M. Machado, M. M. Oliveira,
  /// L. A. F. Fernandes, IEEE Trans. Vis. Comput. Graph. 15 (2009) 1291, at full severity.
  private static let blindness: [[[Double]]] = [
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
  ]

  @Test("Color-blind eyes tell signal, background and variation apart", arguments: 0..<3)
  func colorBlind(_ kind: Int) throws {
    let roles: [Role] = [.signal, .background, .variation]
    let seen = try roles.map { role in
      let color = light(try #require(Palette(.full).look(Style(role)).foreground))
      return Self.blindness[kind].map { row in zip(row, color).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    for first in 0..<3 {
      for second in 0..<first {
        let distance = zip(seen[first], seen[second]).map { abs(cbrt(max($0, 0)) - cbrt(max($1, 0))) }.max()
        #expect(try #require(distance) > 0.15, "\(roles[first]) and \(roles[second])")
      }
    }
  }

  @Test("Without colors nothing is colored, and what must be seen has an attribute")
  func colorless() {
    let palette = Palette(.none)
    for role in Self.colored + [.selection, .cursor, .ramp(3)] {
      let look = palette.look(Style(role, on: role))
      #expect(look.foreground == nil && look.background == nil)
    }
    for role in [Role.title, .warning, .error, .selection, .cursor, .highlight] {
      #expect(palette.look(Style(role)).attributes != [])
    }
    #expect(palette.look(Style(.warning)) != palette.look(Style(.error)))
  }

  @Test("Eight colors are never black or white, which one of the grounds is")
  func eight() {
    for ground in [Palette.Ground.dark, .light, .unknown] {
      for role in Self.colored + (0..<16).map({ .ramp($0) }) {
        let color = Palette(.eight, on: ground).look(Style(role)).foreground
        #expect(color.map { (1...6).contains($0) } ?? true)
      }
    }
    #expect(
      Palette(.eight, on: .light).look(Style(.background))
        != Palette(.eight, on: .dark).look(Style(.background)))
  }

  @Test(
    "The environment decides",
    arguments: [
      (256, [:], Palette(.full)), (8, [:], Palette(.eight)), (16, [:], Palette(.eight)),
      (-1, [:], Palette(.none)),
      (256, ["NO_COLOR": "1"], Palette(.none)), (256, ["NO_COLOR": ""], Palette(.full)),
      (8, ["COLORFGBG": "0;15"], Palette(.eight, on: .light)),
      (8, ["COLORFGBG": "15;default;0"], Palette(.eight, on: .dark)),
      (8, ["COLORFGBG": "what"], Palette(.eight)),
    ] as [(Int, [String: String], Palette)])
  func environment(_ colors: Int, _ environment: [String: String], _ expected: Palette) {
    #expect(Palette(colors: colors, environment: environment) == expected)
  }
}
