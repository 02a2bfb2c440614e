internal import Foundation
internal import Glibc

extension SessionJournal {
  /// Takes away what programs that ended by force left half made, and nothing that leads to a session: files that were
  /// to get another name, states without a journal, and journals without a command that nobody holds.
  ///
  /// - Parameter age: how long nobody has written to it, in seconds; a program may be about to use what is new.
  static func sweep(_ folder: String, olderThan age: Double = 3600) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let oldest = Date(timeIntervalSinceNow: -age)
    for name in names {
      let path = "\(folder)/\(name)"
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      guard attributes?[.type] as? FileAttributeType == .typeRegular,
        let time = attributes?[.modificationDate] as? Date, time < oldest
      else { continue }
      if name.hasPrefix(".new-") || name.hasPrefix(".neos-") {
        unlink(path)
      } else if name.hasSuffix(".neos") {
        JournalFile.removeIfEmpty(path)
      } else if let journal = JournalFile.journal(ofState: path), access(journal, F_OK) != 0 {
        unlink(path)
      }
    }
  }
}
