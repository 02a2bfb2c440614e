/// One thing that is done with the columns on the stack of a ``SelectionEvaluator``.
enum SelectionStep: Hashable {
  /// A function of one number.
  enum Function: String, CaseIterable {
    case abs, sqrt, exp, log
  }

  /// A comparison of two numbers.
  enum Comparison: String {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
  }

  /// Puts a number, or the column of a slot, on the stack.
  case constant(Double)
  case column(Int)
  /// Replaces the top.
  case negate, not, function(Function)
  /// Replaces the two at the top.
  case add, subtract, multiply, divide, power, minimum, maximum, and, or, compare(Comparison)
  /// Replaces the one below the top alone.
  case compareKeeping(Comparison)

  /// By how many columns the stack grows.
  var growth: Int {
    switch self {
    case .constant, .column: 1
    case .negate, .not, .function, .compareKeeping: 0
    default: -1
    }
  }
}
