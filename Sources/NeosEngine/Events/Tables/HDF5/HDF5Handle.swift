#if HDF5
  internal import CHDF5

  /// An open thing of the HDF5 library: a file, a dataset, a type, a space. It is closed when it is no longer used.
  final class HDF5Handle {
    let id: hid_t

    /// - Parameter id: What a function gave; below 0 if it failed.
    /// - Throws: ``TableProblem/contents(_:)`` with the message of the library.
    init(_ id: hid_t) throws(TableProblem) {
      self.id = id
      guard id >= 0 else { throw HDF5Library.problem() }
    }

    deinit { H5Idec_ref(id) }
  }

  /// The library as a whole.
  enum HDF5Library {
    /// What the library says of its last error.
    static func problem() -> TableProblem {
      var text = [CChar](repeating: 0, count: 256)
      neos_h5_message(&text)
      let message = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return .contents(
        "HDF5 cannot read it: \(message.isEmpty ? "the file is damaged" : TableProblem.shown(message))")
    }

    /// Throws if a function failed.
    static func check(_ status: herr_t) throws(TableProblem) {
      guard status >= 0 else { throw problem() }
    }
  }
#endif
