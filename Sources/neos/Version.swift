/// The version of the program, by the rules of Semantic Versioning 2.0.0.
enum Version {
  static let text = "0.1.0"
}
