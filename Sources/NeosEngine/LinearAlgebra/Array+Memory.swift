// Arrays that are written again and again, in their memory where nobody else holds it.

extension Array {
  /// Makes it other elements, in the same memory where that is large enough.
  mutating func set(to other: some Collection<Element>) {
    removeAll(keepingCapacity: true)
    append(contentsOf: other)
  }

  /// Makes it an array of so many elements: those that it has where it has as many, else new ones.
  mutating func resize(to count: Int, _ new: Element) {
    if self.count != count { self = Self(repeating: new, count: count) }
  }

  /// Gives its memory to another one and is empty then.
  mutating func taken() -> Self {
    var other: Self = []
    swap(&self, &other)
    return other
  }
}

extension Array where Element: BitwiseCopyable {
  /// Makes it an array of so many elements, which are not set, unless it is one.
  mutating func makeRoom(for count: Int) {
    if self.count != count { self = Self(unsafeUninitializedCapacity: count) { $1 = count } }
  }
}

extension [Double] {
  /// Makes it so many zeros, in the same memory where that is as large.
  mutating func setZeros(count: Int) {
    makeRoom(for: count)
    var numbers = mutableSpan
    for index in numbers.indices { numbers[index] = 0 }
  }

  /// Runs a body on so many zeros, with which it begins then; it becomes as long as that where it is shorter.
  mutating func withZeros<Result>(
    _ count: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Result
  ) -> Result {
    if self.count < count { makeRoom(for: count) }
    return withUnsafeMutableBufferPointer { numbers in
      let zeros = UnsafeMutableBufferPointer(rebasing: numbers[..<count])
      zeros.update(repeating: 0)
      return body(zeros)
    }
  }
}
