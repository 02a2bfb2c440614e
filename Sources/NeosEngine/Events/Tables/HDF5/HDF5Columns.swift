#if HDF5
  internal import CHDF5

  /// The columns of an HDF5 file, for a process that may fail: see ``HDF5Source``.
  ///
  /// A dataset of one axis is a column, `group/name`. One of two axes has a column for each place of the second,
  /// `group/name:0`; one with fields a column for each that is a number, `group/name.field`. Where reading begins at a
  /// group or dataset, its name is left out.
  final class HDF5Columns {
    private(set) var names: [String] = []
    private(set) var others: [String: String] = [:]
    /// Why some columns cannot be read.
    private(set) var unreadable: [String: String] = [:]
    private(set) var rowCount: Int?
    static let rowsAtATime = 1 << 14

    private let file: HDF5Handle
    private var datasets: [HDF5Dataset] = []
    private var columns: [(dataset: Int, part: Int)] = []
    private var lanes: [HDF5Lane] = []
    private var position = 0

    init(_ path: String, fileSize: Int, dataset: String?) throws(TableProblem) {
      neos_h5_silence()
      file = try HDF5Handle(neos_h5_open_file(path))
      try find(dataset, fileSize)
    }

    private func find(_ start: String?, _ fileSize: Int) throws(TableProblem) {
      let links = try HDF5Names(in: file)
      let all = links.names
      let first = start.map { $0.drop { $0 == "/" } }.map { String($0) } ?? ""
      if let reason = links.unreadable[first] { throw .unreadable(column: first, reason) }
      guard first.isEmpty || all.contains(where: { $0.name == first }) else {
        throw .unknownDataset(first, known: all.map(\.name))
      }
      func short(_ name: String) -> String? {
        guard first.isEmpty || name == first || name.hasPrefix(first + "/") else { return nil }
        return first.isEmpty ? name : String(name.dropFirst(first.count).drop { $0 == "/" })
      }
      for (name, reason) in links.unreadable { short(name).map { unreadable[$0] = reason } }
      for (name, isDataset) in all where isDataset {
        guard let short = short(name) else { continue }
        switch try HDF5Dataset.read(file, name, fileSize: fileSize) {
        case .other(let found):
          if name == first { throw .notNumbers(column: name, found: found) }
          others[short] = found
        case .unreadable(let reason):
          if name == first { throw .unreadable(column: name, reason) }
          unreadable[short] = reason
        case .dataset(let dataset): try add(dataset, short)
        }
      }
      let counts = Set(datasets.map(\.rowCount))
      rowCount = counts.count == 1 ? counts.first : nil
    }

    private func add(_ dataset: HDF5Dataset, _ name: String) throws(TableProblem) {
      let parts: [String]
      if let fields = dataset.fields {
        parts = fields.map { name.isEmpty ? $0.name : "\(name).\($0.name)" }
        for (field, found) in dataset.others { others[name.isEmpty ? field : "\(name).\(field)"] = found }
      } else if dataset.isWide {
        parts = (0..<dataset.width).map { name.isEmpty ? "\($0)" : "\(name):\($0)" }
      } else {
        parts = [name.isEmpty ? "0" : name]
      }
      guard names.count + parts.count <= TableBounds.columns else {
        throw .contents("the file has more than \(TableBounds.columns) columns")
      }
      datasets.append(dataset)
      columns += parts.indices.map { (datasets.count - 1, $0) }
      names += parts
    }

    func choose(_ chosen: [Int]) throws(TableProblem) {
      guard let first = chosen.first else { return }
      let needed = datasets[columns[first].dataset].rowCount
      rowCount = needed
      var parts: [Int: [(slot: Int, part: Int)]] = [:]
      for (slot, position) in chosen.enumerated() {
        let (index, part) = columns[position]
        guard datasets[index].rowCount == needed else {
          throw .rowCountsDiffer(
            column: names[position], found: datasets[index].rowCount, other: names[first], needed: needed)
        }
        parts[index, default: []].append((slot, part))
      }
      guard needed > 0 else { return }
      for (index, parts) in parts.sorted(by: { $0.key < $1.key }) {
        lanes.append(try HDF5Lane(file, datasets[index], parts))
      }
    }

    func read(into block: TableBlock) throws(TableProblem) {
      block.firstRow = position
      block.rowCount = min(block.capacity, (rowCount ?? 0) - position)
      for lane in lanes { try lane.read(block) }
      position += block.rowCount
    }
  }

  /// The names of all groups and datasets of a file.
  private final class HDF5Names {
    private(set) var names: [(name: String, isDataset: Bool)] = []
    /// Why links are neither.
    private(set) var unreadable: [String: String] = [:]
    private var isTooMany = false
    private let file: HDF5Handle

    init(in file: HDF5Handle) throws(TableProblem) {
      self.file = file
      let status = neos_h5_visit_objects(
        file.id,
        { name, kind, context in
          guard let name, let context else { return 1 }
          return Unmanaged<HDF5Names>.fromOpaque(context).takeUnretainedValue().add(
            String(cString: name), Int(kind))
        }, Unmanaged.passUnretained(self).toOpaque())
      guard !isTooMany else { throw .contents("the file has more than \(TableBounds.columns) datasets") }
      try HDF5Library.check(status)
    }

    private func add(_ name: String, _ link: Int) -> Int32 {
      guard names.count + unreadable.count < TableBounds.columns else {
        isTooMany = true
        return 1
      }
      guard link != neos_h5_other_link else {
        unreadable[name] = "it is a link to another file, which is not read"
        return 0
      }
      let isSoft = link == neos_h5_soft_link
      let object = isSoft ? neos_h5_open_linked(file.id, name) : neos_h5_open_object(file.id, name)
      guard object >= 0 else {
        unreadable[name] = "it is a link that leads to nothing in this file"
        return isSoft ? 0 : -1
      }
      let kind = H5Iget_type(object)
      H5Idec_ref(object)
      if isSoft, kind == H5I_GROUP {
        unreadable[name] = "it is a link to a group; its columns have the names of the group itself"
        return 0
      }
      if kind == H5I_DATASET || kind == H5I_GROUP { names.append((name, kind == H5I_DATASET)) }
      return 0
    }
  }
#endif
