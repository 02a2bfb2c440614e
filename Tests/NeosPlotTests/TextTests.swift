import NeosPlot
import Testing

@Suite("Text and numbers")
struct TextTests {
  @Test(arguments: [
    ("abc", 3), ("", 0), ("µ±²", 3), ("e\u{301}", 1), ("日本", 4), ("한글", 4), ("█▁⣿", 3), ("👍", 2), ("ｆ", 2),
    ("a\u{200B}b", 2),
  ])
  func columnsOfText(text: String, columns: Int) {
    #expect(text.columnCount == columns)
  }

  @Test func truncationNeverExceeds() {
    #expect("luminosity".truncated(toColumns: 5) == "lumi…")
    #expect("luminosity".truncated(toColumns: 5, .ascii) == "lumi~")
    #expect("日本語".truncated(toColumns: 4) == "日…")
    #expect("abc".truncated(toColumns: 3) == "abc")
    #expect("abc".truncated(toColumns: 1) == "…")
    #expect("abc".truncated(toColumns: 0).isEmpty && "abc".truncated(toColumns: -5).isEmpty)
  }

  @Test func alignment() {
    #expect("ab".fitted(toColumns: 5) == "ab   ")
    #expect("ab".fitted(toColumns: 5, .right) == "   ab")
    #expect("ab".fitted(toColumns: 5, .center) == " ab  ")
    #expect("日本".fitted(toColumns: 3, .right).columnCount == 3)
  }

  @Test(arguments: [
    (6.7608, 4, "6.761"), (34.12, 4, "34.12"), (0, 4, "0"), (-0.0, 4, "0"), (-1.5, 4, "-1.5"),
    (123456, 4, "123500"), (0.00012, 4, "0.00012"), (0.000012, 4, "1.2e-5"), (1e-7, 4, "1e-7"),
    (9.9999, 4, "10"), (1e22, 4, "1e22"),
    (0.0999996, 4, "0.1"), (.nan, 4, "nan"), (-.infinity, 4, "-inf"), (.leastNonzeroMagnitude, 4, "5e-324"),
    (2.5, 1, "3"),
  ])
  func briefNumbers(value: Double, digits: Int, text: String) {
    #expect(NumberText.brief(value, digits: digits) == text)
  }

  @Test func numbersThatFit() {
    #expect(NumberText.fitting(34.12, columns: 5) == "34.12")
    #expect(NumberText.fitting(34.12, columns: 4) == "34.1")
    #expect(NumberText.fitting(34.12, columns: 2) == "34")
    #expect(NumberText.fitting(34.12, columns: 1) == nil)
    #expect(NumberText.fitting(0.26, columns: 3) == nil, "0.3 would mislead")
    #expect(NumberText.fitting(8, columns: 1) == "8")
    #expect(NumberText.fitting(8, columns: 0) == nil)
  }
}
