internal import Foundation

extension JSONValue {
  /// The largest file that is read, in bytes.
  public static let largestSize = 256 << 20
  /// How deep arrays and objects may stand in one another.
  public static let deepest = 256

  /// Reads a JSON text in UTF-8 (RFC 8259).
  ///
  /// Foundation's readers lose what matters here: a key that is there twice, the order of keys, and the
  /// difference of `1` and `1.0`.
  ///
  /// - Throws: ``JSONError/syntax(line:column:path:message:)``, also for keys that an object has twice and for numbers
  ///   that no `Double` can hold.
  public init(json bytes: some Sequence<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }

  /// Reads a JSON file.
  ///
  /// - Throws: ``JSONError``
  public init(path: String) throws(JSONError) {
    let bytes: Data
    do throws(FileReadingError) {
      bytes = try FileReading.contents(of: path, largestSize: Self.largestSize)
    } catch {
      throw .file(path: path, reason: error.description)
    }
    try self.init(json: bytes)
  }
}
