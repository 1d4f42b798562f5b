extension System {
  /// Goes through a folder and those in it, in any order. Hidden folders are passed over, and no symbolic link to a folder is
  /// followed, so that a search always ends.
  /// - Parameters:
  ///   - isSought: Whether a file of a name is looked for.
  ///   - onFailure: Is told of a folder that cannot be read.
  ///   - found: Is told of each such file.
  func search(
    _ folder: FilePath, where isSought: (_ name: [UInt8]) -> Bool,
    onFailure: (FilePath, SystemError) -> Void = { _, _ in }, found: (FilePath) -> Void
  ) {
    var pending = [folder]
    while let current = pending.popLast() {
      do throws(SystemError) {
        for entry in try entries(of: current) {
          let isHidden = entry.name.first == UInt8(ascii: ".")
          guard entry.kind == .folder ? !isHidden : isSought(entry.name) else { continue }
          let path = current.appending(entry.name)
          switch entry.kind {
          case .folder: pending.append(path)
          case .link:
            let kind = try? kind(of: path)
            // A hidden link to nothing is how an editor tells that somebody edits the file.
            if kind != .folder, kind != nil || !isHidden { found(path) }
          case .other: found(path)
          }
        }
      } catch {
        onFailure(current, error)
      }
    }
  }
}
