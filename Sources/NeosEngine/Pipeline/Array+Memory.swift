// Arrays that are written again and again, in their memory where nobody else holds it.

extension Array where Element: BitwiseCopyable {
  /// Makes it an array of so many elements, which are not set, unless it is one.
  mutating func makeRoom(for count: Int) {
    if self.count != count { self = Self(unsafeUninitializedCapacity: count) { $1 = count } }
  }

  /// Makes it so many times the same element.
  mutating func fill(_ count: Int, with element: Element) {
    makeRoom(for: count)
    for index in indices { self[index] = element }
  }

  /// Makes it hold the elements of another one.
  mutating func copy(_ other: Self) {
    makeRoom(for: other.count)
    for index in indices { self[index] = other[index] }
  }
}

extension Array {
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
