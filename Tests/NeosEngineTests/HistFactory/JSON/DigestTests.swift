import NeosEngine
import Testing

@Suite struct DigestTests {
  /// The test suites of RFC 1321 and FIPS 180-4.
  @Test(arguments: [
    (
      "", "d41d8cd98f00b204e9800998ecf8427e",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ),
    (
      "abc", "900150983cd24fb0d6963f7d28e17f72",
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    ),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "8215ef0796a20bcaaae116d3876c664a",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func published(text: String, md5: String, sha256: String) {
    #expect(DigestAlgorithm.md5.digest(of: Array(text.utf8)) == md5)
    #expect(DigestAlgorithm.sha256.digest(of: Array(text.utf8)) == sha256)
  }

  /// Every length around the two ends of a block, against Python's hashlib in sum.
  @Test func everyLengthOfPadding() {
    let all = (0..<200).map { DigestAlgorithm.sha256.digest(of: Array(repeating: 97, count: $0)) }.joined()
    #expect(
      DigestAlgorithm.sha256.digest(of: Array(all.utf8))
        == "019f2b9f1af27a53a1f046da7e98af2c179f431e4b5bebb000e74040917a4123")
    let other = (0..<200).map { DigestAlgorithm.md5.digest(of: Array(repeating: 97, count: $0)) }.joined()
    #expect(DigestAlgorithm.md5.digest(of: Array(other.utf8)) == "49f6cc3eb4491fe05535571716f39a67")
  }
}
