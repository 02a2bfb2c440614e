#if HDF5
  internal import CHDF5

  /// Columns of one dataset, which are read together.
  final class HDF5Lane {
    private let dataset: HDF5Handle
    private let space: HDF5Handle
    /// The type of an item in memory.
    private let type: HDF5Handle
    /// The slots, and where their numbers are in a row of memory.
    private let parts: [(slot: Int, offset: Int, type: NumPyType)]
    private let isWide: Bool
    private let firstPart: Int
    /// The items of a row in memory.
    private let width: Int
    /// The bytes of a row in memory.
    private let stride: Int
    private let rows: Int
    private let buffer: UnsafeMutableRawBufferPointer

    /// - Parameter parts: The slots, each with a place of the second axis or the index of a field.
    init(
      _ file: HDF5Handle, _ description: HDF5Dataset, _ parts: [(slot: Int, part: Int)]
    ) throws(TableProblem) {
      dataset = try HDF5Handle(
        neos_h5_open_dataset(file.id, description.path, max(1 << 20, description.chunkBytes)))
      space = try HDF5Handle(H5Dget_space(dataset.id))
      let double = NumPyType.double
      if let fields = description.fields {
        (firstPart, width, isWide) = (0, 1, false)
        if description.isPlain {
          // The library takes ten times as long to convert fields as to hand them over.
          type = try HDF5Handle(H5Dget_type(dataset.id))
          stride = Int(clamping: H5Tget_size(type.id))
          self.parts = parts.map { ($0.slot, fields[$0.part].offset, fields[$0.part].type ?? double) }
        } else {
          stride = 8 * parts.count
          type = try HDF5Handle(H5Tcreate(H5T_COMPOUND, stride))
          for (place, part) in parts.enumerated() {
            try HDF5Library.check(H5Tinsert(type.id, fields[part.part].name, 8 * place, neos_h5_double()))
          }
          self.parts = parts.enumerated().map { ($1.slot, 8 * $0, double) }
        }
      } else {
        // What is between the columns is read with them: it is in the same rows of the file.
        let first = parts.map(\.part).min() ?? 0
        type = try HDF5Handle(H5Tcopy(neos_h5_double()))
        self.parts = parts.map { ($0.slot, 8 * ($0.part - first), double) }
        (firstPart, isWide) = (first, description.isWide)
        width = (parts.map(\.part).max() ?? 0) - first + 1
        stride = 8 * width
      }
      for part in self.parts where part.offset < 0 || part.offset > stride - part.type.size {
        throw .contents("a field lies outside of its row")
      }
      rows = max(1, (1 << 20) / stride)
      buffer = .allocate(byteCount: max(8, rows * stride), alignment: 16)
      buffer.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { buffer.deallocate() }

    func read(_ block: TableBlock) throws(TableProblem) {
      if stride == 8, parts.count == 1, parts[0].type == .double,
        let target = block.column(parts[0].slot).baseAddress
      {
        return try read(target, from: block.firstRow, count: block.rowCount)
      }
      guard let source = buffer.baseAddress else { return }
      var row = 0
      while row < block.rowCount {
        let count = min(rows, block.rowCount - row)
        try read(source, from: block.firstRow + row, count: count)
        for part in parts {
          guard let target = block.column(part.slot).baseAddress else { continue }
          part.type.convert(source + part.offset, stride: stride, count: count, into: target + row)
        }
        row += count
      }
    }

    private func read(_ target: UnsafeMutableRawPointer, from row: Int, count: Int) throws(TableProblem) {
      let start = [hsize_t(row), hsize_t(firstPart)]
      let counts = [hsize_t(count), isWide ? hsize_t(width) : 1]
      try HDF5Library.check(H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, counts, nil))
      let memory = try HDF5Handle(H5Screate_simple(isWide ? 2 : 1, counts, nil))
      try HDF5Library.check(H5Dread(dataset.id, type.id, memory.id, space.id, neos_h5_default(), target))
    }
  }
#endif
