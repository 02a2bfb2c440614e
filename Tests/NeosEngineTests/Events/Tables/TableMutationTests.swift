import Foundation
import NeosEngine
import Testing

/// Tables with some bytes changed: each is read, or it is told why not, and never more than its bytes can hold.
///
/// `NEOS_FUZZ_INPUTS` sets how many of each format are tried.
@Suite struct TableMutationTests {
  private static let count = Mutator.inputCount(2000)

  @Test(arguments: [
    ("csv", ["quoted.csv", "tabs.txt", "events.csv"]),
    ("npy", ["grid.npy", "fortran.npy", "records.npy", "version2.npy", "version3.npy", "events.npy"]),
    ("npz", ["types.npz", "compressed.npz", "events.npz", "repeats.npz"]),
  ])
  func changedBytesAreReadOrRefused(ending: String, files: [String]) throws {
    try Self.check(ending, files, count: Self.count)
  }

  #if HDF5
    @Test func changedBytesOfHDF5AreReadOrRefused() throws {
      try Self.check("h5", ["events.h5"], count: Self.count / 10)
    }
  #endif

  private static func check(_ ending: String, _ files: [String], count: Int) throws {
    let originals = try files.map(TableFiles.bytes)
    var random = Mutator(seed: UInt64(ending.utf8.reduce(7) { 31 * $0 + Int($1) }))
    try TableFiles.with([], ending) { path in
      var read = 0
      for index in 0..<count {
        let bytes = random.changed(originals[index % originals.count], others: originals)
        try write(bytes, to: path)
        if let numbers = tryToRead(path, &random) {
          read += 1
          // Deflate makes at most 1032 bytes of one, and the smallest number has one byte.
          try #require(numbers <= 1032 * 4 * bytes.count, "input \(index)")
        }
      }
      // Some changes are to what does not matter: if none were, nothing but the first check would be tried.
      #expect(read > count / 100)
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "w"))
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  /// The group or array that a column is in.
  private static func place(of name: String) -> Substring {
    name[..<(name.lastIndex { "/.:".contains($0) } ?? name.startIndex)]
  }

  /// The numbers that were read, or nil.
  private static func tryToRead(_ path: String, _ random: inout Mutator) -> Int? {
    do throws(TableError) {
      let names = try TableReader.listing(of: path).columns
      var columns: [String] = []
      let first = names.isEmpty ? "" : names[random.below(names.count)]
      // Other groups and arrays have other numbers of rows, and are refused for that alone.
      let near = names.filter { place(of: $0) == place(of: first) }
      for _ in 0..<4 where !near.isEmpty {
        let name = near[random.below(near.count)]
        if !columns.contains(name) { columns.append(name) }
      }
      let selection =
        random.below(3) == 0 ? "`\(columns.first ?? "")` > 0 or not `\(columns.last ?? "")` < 0" : nil
      let events = try TableReader.read(
        TableRequest(path: path, columns: columns, weight: columns.last, selection: selection))
      return events.features.count
    } catch {
      // A message is made of what a file holds as well.
      return error.description.isEmpty ? 0 : nil
    }
  }
}

extension Mutator {
  /// A table with up to five changes where its kinds are sensitive: headers, directories and numbers.
  fileprivate mutating func changed(_ original: [UInt8], others: [[UInt8]]) -> [UInt8] {
    var bytes = original
    for _ in 0...below(4) {
      guard !bytes.isEmpty else { break }
      // Headers are where most can go wrong.
      let place = below(3) == 0 ? below(bytes.count) : below(min(bytes.count, 160))
      let end = min(bytes.count, place + 1 + below(24))
      switch below(10) {
      case 0: bytes[place] ^= 1 << UInt8(below(8))
      case 1: bytes[place] = UInt8(below(256))
      case 2: bytes[place] = Array("0123456789,\"'()[]{}<>|:\n\r\t eE.-+ufiLObnN".utf8)[below(40)]
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count))
      case 5: bytes.removeSubrange(below(bytes.count)...)
      case 6:
        let value: UInt8 = [0, 1, 0x7F, 0x80, 0xFF][below(5)]
        for index in place..<min(bytes.count, place + [1, 2, 4, 8][below(4)]) { bytes[index] = value }
      case 7:
        // The directory of an archive is at its end.
        let last = bytes.count - 1 - below(min(bytes.count, 400))
        bytes[last] = UInt8(below(256))
      case 8:
        let other = others[below(others.count)]
        guard !other.isEmpty else { break }
        let start = below(other.count)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 64)], at: place)
      default:
        let digits = bytes.indices.filter { bytes[$0] &- 0x30 < 10 }
        if !digits.isEmpty { bytes[digits[below(min(digits.count, 30))]] = UInt8(0x30 + below(10)) }
      }
    }
    return bytes
  }
}
