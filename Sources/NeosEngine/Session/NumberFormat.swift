import Foundation

/// A number for people: 9 significant digits, no trailing zeros; whole numbers in full.
public func short(_ value: Double) -> String {
  if let whole = Int(exactly: value), whole.magnitude < 1_000_000_000_000_000 { return String(whole) }
  return String(format: "%.9g", value)
}

/// A number for a narrow column: 5 significant digits.
public func brief(_ value: Double) -> String { String(format: "%.5g", value) }

/// A number of things, "1 step" and "2 steps".
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
