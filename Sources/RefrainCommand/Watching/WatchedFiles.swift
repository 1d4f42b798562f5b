import RefrainKit

/// What may change the results of scenarios: the flows, scenarios and projects at some paths, and flows elsewhere that
/// scenarios play. Looked at again and again, it tells when one was changed, is new or is gone.
struct WatchedFiles {
  private let paths: [FilePath]
  private let others: [FilePath]
  private var stamps: [FilePath: FileStamp]

  /// Looks for the first time.
  /// - Parameters:
  ///   - paths: Files, and folders that are searched as `InputFiles` does.
  ///   - others: More files.
  init(at paths: [FilePath], and others: [FilePath], in system: any System) {
    self.paths = paths
    self.others = others
    stamps = Self.stamps(of: paths, others, in: system)
  }

  /// How many files there are.
  var count: Int { stamps.count }

  /// Looks again, and says whether anything has changed since the last time.
  mutating func haveChanged(in system: any System) -> Bool {
    let latest = Self.stamps(of: paths, others, in: system)
    defer { stamps = latest }
    return latest != stamps
  }

  private static func stamps(
    of paths: [FilePath], _ others: [FilePath], in system: any System
  ) -> [FilePath: FileStamp] {
    var stamps: [FilePath: FileStamp] = [:]
    // What is gone or cannot be read has no stamp, which is a change too.
    func note(_ path: FilePath) { stamps[path.normalized] = try? system.stamp(of: path) }
    for path in paths + others {
      if (try? system.kind(of: path)) == .folder {
        system.search(path, where: InputFiles.Kind.source.names, found: note)
      } else {
        note(path)
      }
    }
    return stamps
  }
}
