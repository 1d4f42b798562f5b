import RefrainKit

/// Tells files' paths as services want them that show findings beside the files of a checkout: relative to its root.
struct CheckoutPaths {
  private let system: any System
  /// The current folder.
  private let folder: FilePath
  /// Where CI says that the checkout is.
  private let declaredRoots: [FilePath]

  init(on system: any System) {
    self.system = system
    folder = (try? system.resolved(FilePath("."))) ?? FilePath("/")
    declaredRoots = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].flatMap { name -> [FilePath] in
      guard let value = system.environment(name), value.utf8.first == UInt8(ascii: "/") else { return [] }
      let path = FilePath(value)
      return [path.normalized] + [try? system.resolved(path)].compactMap(\.self)
    }
  }

  /// The paths of files, which were given or found so.
  func paths(of files: [String]) -> ReportPaths {
    var roots: [FilePath: FilePath] = [:]
    let told = files.compactMap { given -> (given: String, told: String)? in
      guard given != "-" else { return nil }
      let path = FilePath(given).from(folder)
      let root =
        declaredRoots.first { path.lies(in: $0) } ?? roots[path.parent]
        ?? system.checkout(around: path.parent) ?? folder
      roots[path.parent] = root
      return path.lies(in: root) ? (given, path.relative(to: root).text) : nil
    }
    return ReportPaths(told)
  }
}

extension System {
  /// The nearest folder, from one upwards that begins at the root, that has a `.git`; nil where none has.
  func checkout(around folder: FilePath) -> FilePath? {
    var folder = folder
    while (try? kind(of: folder.appending(".git"))) == nil {
      guard folder.parent != folder else { return nil }
      folder = folder.parent
    }
    return folder
  }
}
