/// Sequences of keys that many terminals send, whether their description has them or not.
enum EscapeSequence {
  /// The key of a sequence.
  ///
  /// - Parameters:
  ///   - final: its last byte.
  ///   - parameters: the numbers between the start and the last byte; a second one tells the modifiers.
  static func key(_ final: UInt8, _ parameters: String) -> Key? {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 1 }
    let isModified = numbers.count > 1 && numbers[1] > 2
    switch Character(Unicode.Scalar(final)) {
    case "A": return .up
    case "B": return .down
    case "C": return isModified ? .alt("f") : .right
    case "D": return isModified ? .alt("b") : .left
    case "H": return .home
    case "F": return .end
    case "M" where parameters.isEmpty: return .enter
    case "Z": return .backTab
    case "~":
      switch numbers.first {
      case 1, 7: return .home
      case 4, 8: return .end
      case 3: return isModified ? .alt("d") : .delete
      case 5: return .pageUp
      case 6: return .pageDown
      default: return nil
      }
    default: return nil
    }
  }
}
