/// A condition over the columns of a table, as `DataFrame.query` of pandas has it.
///
/// `pt > 25 and abs(eta) < 2.5`: comparisons, which may be chained as in `0 < x < 1`; `+ - * / **`; `and or not`, also
/// written `&& || !` or `& | ~`; parentheses; `abs sqrt exp log`, and `min max` of two or more. A name with other
/// characters than letters, digits, `_`, `.` and `:`, or of digits alone, stands in backticks. A comparison with NaN is
/// false, but for `!=`. It is compiled once, for a machine with a stack of columns.
struct Selection {
  /// What is done, in order.
  let steps: [SelectionStep]
  /// The most columns that are on the stack.
  let depth: Int

  /// Compiles a condition.
  ///
  /// - Parameter slot: The slot of a column by its name.
  /// - Throws: `LanguageError` with the place of what is wrong.
  init(_ text: String, slot: (String) throws(TableProblem) -> Int) throws(LanguageError) {
    var compiler = try SelectionCompiler(text)
    try compiler.compile(slot)
    (steps, depth) = (compiler.steps, compiler.depth)
  }
}
