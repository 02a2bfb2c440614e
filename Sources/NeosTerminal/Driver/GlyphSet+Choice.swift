package import NeosPlot

extension GlyphSet {
  /// The characters that a terminal can show.
  ///
  /// Unicode where the locale is in UTF-8, but on terminals that have no such characters at all: the fonts of the
  /// Linux console lack the eighths of blocks and braille, and a VT terminal is older than Unicode.
  ///
  /// - Parameters:
  ///   - terminal: the value of `TERM`.
  ///   - codeset: the locale's, as `nl_langinfo` tells it.
  package init(terminal: String, codeset: String) {
    let kind = terminal.prefix { $0 != "-" && $0 != "." }.lowercased()
    let isPlain = ["linux", "ansi", "cygwin", "cons25", "sun", "dumb"].contains(kind) || kind.hasPrefix("vt")
    let isUnicode = ["UTF-8", "UTF8"].contains(codeset.uppercased())
    self = isUnicode && !isPlain ? .unicode : .ascii
  }
}
