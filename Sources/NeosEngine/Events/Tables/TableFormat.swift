/// The formats of tables, told by a file's first bytes and, where those tell nothing, by its name.
enum TableFormat {
  /// The table in a file, as what the file is.
  ///
  /// - Parameter path: Where the file is, for a library that opens it itself.
  static func table(in file: ByteFile, _ path: String, dataset: String?) throws(TableProblem)
    -> any TableSource
  {
    let start = try file.bytes(at: 0, count: min(16, file.size))
    let dot = path.lastIndex(of: ".").map { path[path.index(after: $0)...].lowercased() } ?? ""
    if start.starts(with: NumPyHeader.magic) {
      if let dataset { throw .datasetNotTaken(dataset) }
      return try NumPySource(array: file)
    }
    if start.starts(with: "PK".utf8), start.count > 3, [[3, 4], [5, 6]].contains(Array(start[2..<4])) {
      return try NumPySource(archive: file, member: dataset)
    }
    // HDF5 may have a block of the user's before its own signature.
    if start.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) || ["h5", "hdf5"].contains(dot) {
      #if HDF5
        return try HDF5Source(path, fileSize: file.size, dataset: dataset)
      #else
        throw .hdf5IsMissing
      #endif
    }
    for (bytes, what) in others where start.starts(with: bytes) {
      throw .contents("this is \(what); tables are read from CSV, .npy, .npz and HDF5")
    }
    switch dot {
    case "npy": throw .contents("this is no .npy file: it does not begin with NumPy's signature")
    case "npz": throw .contents("this is no .npz file: it does not begin with the signature of a zip archive")
    default:
      if let dataset { throw .datasetNotTaken(dataset) }
      return try CSVSource(file)
    }
  }

  /// What is often meant and not read.
  private static let others: [([UInt8], String)] = [
    (Array("root".utf8), "a ROOT file"), (Array("PAR1".utf8), "a Parquet file"),
    (Array("ARROW1".utf8), "an Arrow file"), ([0x1F, 0x8B], "a file compressed with gzip"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a file compressed with zstd"),
    (Array("BZh".utf8), "a file compressed with bzip2"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "a file compressed with xz"), ([0xFF, 0xFE], "a text in UTF-16"),
    ([0xFE, 0xFF], "a text in UTF-16"), ([0x80, 0x04], "a Python pickle"), ([0x80, 0x05], "a Python pickle"),
  ]
}
