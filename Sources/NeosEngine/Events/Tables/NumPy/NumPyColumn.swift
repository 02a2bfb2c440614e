/// A column of an array of NumPy's: where its numbers are among the bytes.
struct NumPyColumn {
  let name: String
  let type: NumPyType
  /// The bytes before its first number, from the array's first item on.
  let offset: Int
  /// The bytes from one number to the next.
  let stride: Int
  /// Whether rows of it are beside rows of others, so that they are read together.
  let isInRows: Bool
}

extension NumPyHeader {
  /// The number of rows; none for a single item.
  var rowCount: Int { shape.first ?? 0 }

  /// The columns of an array.
  ///
  /// - Parameters:
  ///   - name: The array's name in an archive, or nothing where it is alone.
  ///   - others: Is given what is there that is no column of numbers.
  func columns(_ name: String, others: inout [String: String]) throws(TableProblem) -> [NumPyColumn] {
    let isStructured = fields.first.map { !$0.name.isEmpty } ?? self.others[""].map { _ in false } ?? true
    func full(_ part: String, _ separator: String) -> String {
      name.isEmpty ? part : part.isEmpty ? name : "\(name)\(separator)\(part)"
    }
    guard (1...2).contains(shape.count), shape.count == 1 || !isStructured else {
      others[name] = "an array of \(shape.count) axes\(isStructured ? " with fields" : "")"
      return []
    }
    guard isStructured else {
      guard let number = fields.first else {
        others[name] = self.others[""] ?? "no numbers"
        return []
      }
      if shape.count == 1 {
        return [
          NumPyColumn(
            name: name.isEmpty ? "0" : name, type: number.type, offset: 0, stride: itemSize, isInRows: true)
        ]
      }
      let (rows, width) = (shape[0], shape[1])
      guard width <= TableBounds.columns else {
        throw .contents("an array has \(width) columns, more than \(TableBounds.columns)")
      }
      // An array without rows promises no bytes: the products are those of an array that has some.
      guard rows > 0 else { return (0..<width).map { empty(full("\($0)", ":"), number.type) } }
      return (0..<width).map { column in
        NumPyColumn(
          name: full("\(column)", ":"), type: number.type,
          offset: isFortran ? column * rows * itemSize : column * itemSize,
          stride: isFortran ? itemSize : width * itemSize, isInRows: !isFortran)
      }
    }
    for (field, found) in self.others { others[full(field, ".")] = found }
    return fields.map {
      NumPyColumn(
        name: full($0.name, "."), type: $0.type, offset: $0.offset, stride: itemSize, isInRows: true)
    }
  }

  private func empty(_ name: String, _ type: NumPyType) -> NumPyColumn {
    NumPyColumn(name: name, type: type, offset: 0, stride: itemSize, isInRows: true)
  }
}
