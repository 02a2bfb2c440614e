#if HDF5
  internal import CHDF5

  /// A dataset of an HDF5 file, as far as it is columns of numbers.
  struct HDF5Dataset {
    /// Its name in the file.
    let path: String
    let rowCount: Int
    /// The places of the second axis; 1 where there is none.
    private(set) var width = 1
    /// Whether it has a second axis.
    private(set) var isWide = false
    /// The fields that are numbers, where each row has fields, and where they are in a row of the file.
    private(set) var fields: [(name: String, offset: Int, type: NumPyType?)]?
    /// Whether the rows can be read as they are: no field refers to memory elsewhere.
    private(set) var isPlain = true
    /// What the other fields hold.
    private(set) var others: [String: String] = [:]
    /// The bytes of the chunks that a row passes through, or 0.
    private(set) var chunkBytes = 0

    /// The largest chunk, or row of chunks, that is kept in memory.
    static let largestChunk = 1 << 28

    /// Why a dataset is not columns of numbers.
    enum Reading {
      case dataset(HDF5Dataset)
      case other(String)
      /// Its numbers cannot be had.
      case unreadable(String)
    }

    static func read(_ file: HDF5Handle, _ path: String, fileSize: Int) throws(TableProblem) -> Reading {
      let dataset = try HDF5Handle(H5Dopen2(file.id, path, neos_h5_default()))
      let space = try HDF5Handle(H5Dget_space(dataset.id))
      let type = try HDF5Handle(H5Dget_type(dataset.id))
      let axes = H5Sget_simple_extent_ndims(space.id)
      guard H5Sget_simple_extent_type(space.id) == H5S_SIMPLE, (1...2).contains(axes) else {
        return .other(axes == 0 ? "a single value" : "an array of \(max(0, axes)) axes")
      }
      var counts: [hsize_t] = [0, 1]
      try HDF5Library.check(H5Sget_simple_extent_dims(space.id, &counts, nil))
      guard let rows = Int(exactly: counts[0]), let width = Int(exactly: axes == 2 ? counts[1] : 1) else {
        throw ByteFile.isShort
      }
      var result = HDF5Dataset(path: path, rowCount: rows)
      result.width = width
      result.isWide = axes == 2
      switch H5Tget_class(type.id) {
      case H5T_INTEGER, H5T_FLOAT, H5T_ENUM: break
      case H5T_COMPOUND:
        guard axes == 1 else { return .other("an array of 2 axes with fields") }
        try result.readFields(type)
      default: return .other(account(of: H5Tget_class(type.id)))
      }
      guard width <= TableBounds.columns else {
        throw .contents(
          "'\(TableProblem.shown(path))' has \(width) columns, more than \(TableBounds.columns)")
      }
      let size = Int(clamping: H5Tget_size(type.id))
      guard size > 0, size <= TableBounds.rowBytes else { throw .contents("an item has \(size) bytes") }
      if let reason = try result.checkStorage(dataset, itemSize: size, fileSize: fileSize) {
        return .unreadable(reason)
      }
      return .dataset(result)
    }

    private init(path: String, rowCount: Int) {
      self.path = path
      self.rowCount = rowCount
    }

    private mutating func readFields(_ type: HDF5Handle) throws(TableProblem) {
      var fields: [(String, Int, NumPyType?)] = []
      let count = H5Tget_nmembers(type.id)
      guard (1...Int32(TableBounds.columns)).contains(count) else {
        throw .contents("it has \(count) fields")
      }
      for index in 0..<UInt32(count) {
        guard let text = H5Tget_member_name(type.id, index) else { throw HDF5Library.problem() }
        let name = String(cString: text)
        H5free_memory(text)
        switch H5Tget_member_class(type.id, index) {
        case H5T_INTEGER, H5T_FLOAT, H5T_ENUM:
          let member = try HDF5Handle(H5Tget_member_type(type.id, index))
          fields.append((name, H5Tget_member_offset(type.id, index), NumPyType(hdf5: member)))
          if NumPyType(hdf5: member) == nil { isPlain = false }
        case let other:
          others[name] = Self.account(of: other)
          // Texts of any length, and lists, are elsewhere in memory.
          let member = try HDF5Handle(H5Tget_member_type(type.id, index))
          isPlain = isPlain && other == H5T_STRING && H5Tis_variable_str(member.id) == 0
        }
      }
      self.fields = fields
    }

    /// Checks that as many bytes are there as the shape promises; why it cannot be read all the same.
    private mutating func checkStorage(
      _ dataset: HDF5Handle, itemSize: Int, fileSize: Int
    ) throws(TableProblem) -> String? {
      let settings = try HDF5Handle(H5Dget_create_plist(dataset.id))
      guard H5Pget_external_count(settings.id) == 0 else { return "its numbers are in another file" }
      if let filter = missingFilter(settings) {
        return
          "it is compressed with the filter \(filter), which the HDF5 library does not have; expected gzip, or no "
          + "compression"
      }
      let (items, itemsOverflow) = rowCount.multipliedReportingOverflow(by: width)
      let (bytes, bytesOverflow) = items.multipliedReportingOverflow(by: itemSize)
      let stored = Int(clamping: H5Dget_storage_size(dataset.id))
      guard !itemsOverflow, !bytesOverflow, stored <= fileSize else { throw ByteFile.isShort }
      let layout = H5Pget_layout(settings.id)
      switch layout {
      case H5D_COMPACT, H5D_CONTIGUOUS:
        guard bytes <= stored else { throw ByteFile.isShort }
      case H5D_CHUNKED:
        // Deflate makes at most 258 bytes of 2 bits; other filters are no match for it.
        guard bytes / 1032 <= stored else { throw ByteFile.isShort }
        var sides: [hsize_t] = [1, 1]
        guard H5Pget_chunk(settings.id, 2, &sides) >= 0 else { throw HDF5Library.problem() }
        var chunk = itemSize
        for side in [sides[0], isWide ? sides[1] : 1] {
          let (product, overflows) = chunk.multipliedReportingOverflow(by: Int(clamping: side))
          guard !overflows, product <= Self.largestChunk else {
            throw .contents(
              "'\(TableProblem.shown(path))' has chunks of more than \(Self.largestChunk >> 20) MiB")
          }
          chunk = product
        }
        let across = isWide ? (width + Int(clamping: sides[1]) - 1) / max(1, Int(clamping: sides[1])) : 1
        chunkBytes = min(
          Self.largestChunk, chunk.multipliedReportingOverflow(by: max(1, across)).partialValue)
      default: return "its numbers are in other datasets (it is a virtual dataset)"
      }
      return nil
    }

    /// The name of a filter that the library does not have.
    private func missingFilter(_ settings: HDF5Handle) -> String? {
      for index in 0..<UInt32(max(0, H5Pget_nfilters(settings.id))) {
        var (flags, count) = (UInt32(0), 0)
        var name = [CChar](repeating: 0, count: 256)
        let filter = H5Pget_filter2(settings.id, index, &flags, &count, nil, name.count, &name, nil)
        guard filter >= 0, H5Zfilter_avail(filter) == 0 else { continue }
        let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.isEmpty ? "number \(filter)" : "'\(text)'"
      }
      return nil
    }

    private static func account(of type: H5T_class_t) -> String {
      switch type {
      case H5T_STRING: "text"
      case H5T_COMPOUND: "fields within fields"
      case H5T_VLEN: "lists of different lengths"
      case H5T_ARRAY: "an array in each row"
      case H5T_REFERENCE: "references"
      default: "no numbers"
      }
    }
  }
#endif
