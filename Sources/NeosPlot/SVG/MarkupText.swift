extension String {
  /// The text as it stands between tags or in an attribute of XML and HTML.
  ///
  /// Characters that XML 1.0 does not allow (its production 2, `Char`) become U+FFFD; line ends and tabs become spaces
  /// unless they are kept.
  package func markupEscaped(keepingLines: Bool = false) -> String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n" where keepingLines: result += "\n"
      case "\n", "\t", "\r": result += " "
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
