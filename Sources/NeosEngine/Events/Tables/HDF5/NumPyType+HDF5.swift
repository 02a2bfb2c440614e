#if HDF5
  internal import CHDF5

  extension NumPyType {
    /// The same storage of a number as a type of HDF5; nil where there is none, such as integers of 12 bits.
    init?(hdf5 type: HDF5Handle) {
      let size = H5Tget_size(type.id)
      switch H5Tget_class(type.id) {
      case H5T_ENUM:
        guard let base = try? HDF5Handle(H5Tget_super(type.id)), H5Tget_class(base.id) == H5T_INTEGER else {
          return nil
        }
        self.init(hdf5: base)
      case H5T_INTEGER:
        guard H5Tget_precision(type.id) == 8 * size, H5Tget_offset(type.id) == 0 else { return nil }
        self.init("\(Self.order(type))\(H5Tget_sign(type.id) == H5T_SGN_NONE ? "u" : "i")\(size)")
      case H5T_FLOAT:
        let same = [
          (neos_h5_float32(0), "<f4"), (neos_h5_float32(1), ">f4"), (neos_h5_float64(0), "<f8"),
          (neos_h5_float64(1), ">f8"),
        ].first { H5Tequal($0.0, type.id) > 0 }
        guard let same else { return nil }
        self.init(same.1)
      default: return nil
      }
    }

    private static func order(_ type: HDF5Handle) -> String {
      H5Tget_order(type.id) == H5T_ORDER_BE ? ">" : "<"
    }
  }
#endif
