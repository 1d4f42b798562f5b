import RefrainKit

/// A file that known findings are kept in.
struct BaselineFile {
  private let path: FilePath

  init(_ path: FilePath) {
    self.path = path
  }

  /// The known findings; nil, with a notice, where the file cannot be read or holds no baseline.
  func read(on console: inout Console) -> Baseline? {
    do throws(SystemError) {
      let bytes = try console.system.read(path, limit: Baseline.sizeLimit + 1)
      guard bytes.count <= Baseline.sizeLimit else {
        throw SystemError(reason: "larger than \(Baseline.sizeLimit >> 20) MiB")
      }
      return try Self.parse(bytes)
    } catch {
      console.fail(path.text, error)
      return nil
    }
  }

  /// Writes findings that are known from now on; false, with a notice, where that fails.
  func write(_ baseline: Baseline, on console: inout Console) -> Bool {
    do {
      try console.system.write(baseline.json, toFileAt: path)
      return true
    } catch {
      console.fail(path.text, error)
      return false
    }
  }

  private static func parse(_ bytes: [UInt8]) throws(SystemError) -> Baseline {
    do {
      return try Baseline(parsing: bytes)
    } catch {
      throw SystemError(reason: error.reason)
    }
  }
}
