extension System {
  /// Goes through a folder and those in it, in any order. What is hidden is passed over, and no symbolic link to a folder is
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
        for entry in try entries(of: current) where entry.name.first != UInt8(ascii: ".") {
          guard entry.kind == .folder || isSought(entry.name) else { continue }
          let path = current.appending(entry.name)
          switch entry.kind {
          case .folder: pending.append(path)
          case .link where (try? kind(of: path)) == .folder: continue
          case .link, .other: found(path)
          }
        }
      } catch {
        onFailure(current, error)
      }
    }
  }
}
