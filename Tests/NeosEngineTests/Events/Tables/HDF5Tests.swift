#if HDF5
  import NeosEngine
  import Testing

  @Suite struct HDF5Tests {
    private let path = TableFiles.path("events.h5")

    @Test(arguments: (try? TableFiles.content.get().hdf5) ?? [])
    func readsWhatH5pyWrote(_ array: TableFiles.Array) throws {
      let read = try TableReader.read(
        TableRequest(path: TableFiles.path(array.file), columns: array.columns, dataset: array.dataset))
      #expect(read.features == array.values)
    }

    @Test func datasetsOfAGroupAndFieldsOfADataset() throws {
      let content = try TableFiles.content.get()
      let names = ["pt", "eta", "n", "flag"]
      let columns = try names.map { try #require(content.events[$0]) }
      let expected = columns[0].indices.flatMap { row in columns.map { $0[row] } }
      for dataset in ["reco/jets", "/reco/jets", "records"] {
        let read = try TableReader.read(
          TableRequest(path: path, columns: names, weight: "w", dataset: dataset))
        #expect(read.features == expected && read.weights == content.events["w"], "\(dataset)")
      }
      let whole = try TableReader.read(
        TableRequest(path: path, columns: names.map { "reco/jets/\($0)" }, weight: "records.w"))
      #expect(whole.features == expected && whole.weights == content.events["w"])
    }

    @Test func keepsTheRowsThatPandasKeeps() throws {
      let content = try TableFiles.content.get()
      let pt = try #require(content.events["pt"])
      for selection in content.selections {
        let read = try TableReader.read(
          TableRequest(path: path, columns: ["pt"], selection: selection.name, dataset: "reco/jets"))
        #expect(read.features == selection.rows.map { pt[$0] }, "\(selection.name)")
      }
    }

    @Test func whatIsWrongIsTold() throws {
      func problem(_ columns: String..., weight: String? = nil, dataset: String? = nil) -> TableProblem? {
        TableFiles.problem(TableRequest(path: path, columns: columns, weight: weight, dataset: dataset))
      }
      #expect(problem("text") == .notNumbers(column: "text", found: "text"))
      #expect(problem("number") == .notNumbers(column: "number", found: "a single value"))
      #expect(problem("label", dataset: "packed") == .notNumbers(column: "label", found: "text"))
      #expect(
        problem("grid:0", "types/i4")
          == .rowCountsDiffer(column: "types/i4", found: 6, other: "grid:0", needed: 40))
      guard case .notFinite(.index(0), column: "mass", _)? = problem("mass", dataset: "records") else {
        Issue.record("the mass of the first event is NaN")
        return
      }
      guard case .unknownDataset("reco/jet", let known)? = problem("pt", dataset: "reco/jet") else {
        Issue.record("there is no such group")
        return
      }
      #expect(known.contains("reco/jets"))
      let listing = try TableReader.listing(of: path, dataset: "types")
      #expect(listing.columns.contains("u8") && listing.rowCount == 6)
    }

    /// What is there under a name, and why it is no column (`write_links` in `tables_reference.py`).
    @Test(arguments: [
      (
        "fast",
        "the column 'fast' cannot be read: it is compressed with the filter 'lzf', which the HDF5 library does not"
      ),
      ("cube", "the column 'cube' holds an array of 3 axes"), ("cube:0", "'cube' holds an array of 3 axes"),
      ("events.track", "'events.track' holds an array in each row"),
      ("events.track:1", "'events.track' holds an array in each row"),
      ("lost", "'lost' cannot be read: it is a link that leads to nothing in this file"),
      ("elsewhere", "'elsewhere' cannot be read: it is a link to another file"),
      ("away", "'away' cannot be read: it is a link that leads to nothing in this file"),
      ("other/x", "'other' cannot be read: it is a link to a group"),
    ])
    func aColumnThatIsThereAndCannotBeReadSaysWhy(name: String, part: String) throws {
      let path = TableFiles.path("links.h5")
      let problem = TableFiles.problem(TableRequest(path: path, columns: [name]))
      #expect(problem?.description.contains(part) == true, "\(problem.map { "\($0)" } ?? "none")")
    }

    @Test func softLinksWithinTheFileAreColumns() throws {
      let request = TableRequest(
        path: TableFiles.path("links.h5"), columns: ["group/x", "linked", "events.pt"], weight: "group/near")
      let read = try TableReader.read(request)
      #expect(read.features == [0, 0, 0, 1, 1, 2, 2, 2, 4] && read.weights == [0, 1, 2])
    }

    /// A group whose names have no place: the library's version 1.10.8 reads from address 0.
    @Test func whereTheLibraryFailsOtherFilesAreStillRead() throws {
      var bytes = try TableFiles.bytes("events.h5")
      for place in 128..<136 { bytes[place] = 0xFF }
      let request = TableRequest(path: path, columns: ["reco/jets/pt"])
      let before = try TableReader.read(request)
      let problem = try TableFiles.with(bytes, "h5") {
        TableFiles.problem(TableRequest(path: $0, columns: ["reco/jets/pt"]))
      }
      guard case .contents(let reason)? = problem, reason.contains("HDF5 cannot read it") else {
        Issue.record("\(String(describing: problem))")
        return
      }
      #expect(try TableReader.read(request) == before)
    }

    @Test func aFileThatIsCutShort() throws {
      let bytes = try TableFiles.bytes("events.h5")
      for length in [4, 8, 100, 2000, bytes.count - 1] {
        let problem = try TableFiles.with(Array(bytes.prefix(length)), "h5") {
          TableFiles.problem(TableRequest(path: $0, columns: ["reco/jets/pt"]))
        }
        guard case .contents? = problem else {
          Issue.record("\(length) bytes are not the file")
          continue
        }
      }
    }
  }
#endif
