/// Arrays of NumPy's, as bytes.
enum NumPyFiles {
  /// The header of a .npy file.
  static func header(_ type: String, shape: [Int], isFortran: Bool) -> [UInt8] {
    let axes = shape.map { "\($0), " }.joined()
    let order = isFortran ? "True" : "False"
    return header("{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(axes)), }\n")
  }

  /// The same of a text that says what is in the file.
  static func header(_ text: String) -> [UInt8] {
    let length = text.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length % 256), UInt8(length / 256)] + Array(text.utf8)
  }

  /// A number as an item of a type of floating point or of integers of two bytes.
  static func bytes(_ number: Double, _ type: String) -> [UInt8] {
    let little: [UInt8] =
      switch type.dropFirst() {
      case "f4": withUnsafeBytes(of: Float(number).bitPattern.littleEndian) { Array($0) }
      case "i2": withUnsafeBytes(of: Int16(number).littleEndian) { Array($0) }
      default: withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
      }
    return type.hasPrefix(">") ? little.reversed() : little
  }
}
