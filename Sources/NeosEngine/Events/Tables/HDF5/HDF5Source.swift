#if HDF5
  /// The columns of an HDF5 file, read in another process.
  ///
  /// The library is in C, and there are files on which it reads and writes beyond its memory: version 1.10.8, of Debian
  /// 12, ends the program in `H5Lvisit` where a name of a group has no place. No check of ours before it could be
  /// complete; in a process of its own it fails alone.
  final class HDF5Source: TableSource {
    let names: [String]
    let others: [String: String]
    let unreadable: [String: String]
    private(set) var rowCount: Int?
    let rowsAtATime = HDF5Columns.rowsAtATime

    /// The parts of the memory, one to fill and one to take from.
    private static let slots = 2

    private let open: () throws(TableProblem) -> HDF5Columns
    private var reader: ChildProcess?
    private var memory: SharedMemory?
    private var blocks = 0
    private var position = 0

    init(_ path: String, fileSize: Int, dataset: String?) throws(TableProblem) {
      let open = { () throws(TableProblem) in try HDF5Columns(path, fileSize: fileSize, dataset: dataset) }
      let child = try ChildProcess { output in
        _ = output.send { message throws(TableProblem) in
          let columns = try open()
          message.add(columns.names)
          message.add(Array(columns.others.keys))
          message.add(Array(columns.others.values))
          message.add(Array(columns.unreadable.keys))
          message.add(Array(columns.unreadable.values))
          message.add(columns.rowCount == nil ? 0 : 1)
          message.add(columns.rowCount ?? 0)
        }
      }
      var message = try child.message()
      names = try message.texts()
      let others = zip(try message.texts(), try message.texts())
      self.others = Dictionary(others) { first, _ in first }
      let unreadable = zip(try message.texts(), try message.texts())
      self.unreadable = Dictionary(unreadable) { first, _ in first }
      let isKnown = try message.count() == 1
      let count = try message.count()
      rowCount = isKnown ? count : nil
      self.open = open
      guard names.count <= TableBounds.columns else { throw ChildMessage.damaged }
    }

    func choose(_ chosen: [Int]) throws(TableProblem) {
      let (open, names) = (open, names)
      let block = TableBlock(columnCount: chosen.count, rows: rowsAtATime)
      let memory = try SharedMemory(byteCount: Self.slots * block.byteCount)
      let child = try ChildProcess { output in
        var columns: HDF5Columns?
        let isOpen = output.send { message throws(TableProblem) in
          let source = try open()
          guard source.names == names else { throw .file("it was changed while it was read") }
          try source.choose(chosen)
          message.add(source.rowCount ?? 0)
          columns = source
        }
        guard isOpen, let columns else { return }
        // The parent takes the numbers from one half of the memory while the other one is filled.
        for number in 0... {
          if number >= Self.slots { output.waitToProceed() }
          block.use(memory, from: number % Self.slots * block.byteCount)
          let isRead = output.send { message throws(TableProblem) in
            try columns.read(into: block)
            message.add(block.rowCount)
          }
          guard isRead, block.rowCount > 0 else { return }
        }
      }
      var message = try child.message()
      rowCount = try message.count()
      reader = child
      self.memory = memory
    }

    func read(into block: TableBlock) throws(TableProblem) {
      guard let reader, let memory else { return }
      // What was given before has been used.
      if blocks > 0 { reader.proceed() }
      var message = try reader.message()
      let count = try message.count()
      guard count <= block.capacity, count <= (rowCount ?? 0) - position else { throw ChildMessage.damaged }
      block.use(memory, from: blocks % Self.slots * block.byteCount)
      blocks += 1
      block.firstRow = position
      block.rowCount = count
      position += count
    }
  }

  extension TableBlock {
    /// Has its numbers in shared memory, from a place on.
    fileprivate func use(_ memory: SharedMemory, from place: Int) {
      guard let start = memory.bytes.baseAddress else { return }
      precondition(place >= 0 && place + byteCount <= memory.bytes.count)
      use(start + place, of: memory)
    }
  }
#endif
