/// The path of a file or folder, as the bytes that the system knows it by.
struct FilePath: Sendable, Hashable {
  private static let slash = UInt8(ascii: "/")
  private static let point = UInt8(ascii: ".")

  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The path as a reader is shown it; what is not UTF-8 is replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The path of something in this folder: with one slash between the two, and without a folder that is the
  /// current one (`.`).
  func appending(_ name: [UInt8]) -> FilePath {
    let isCurrentFolder = parts.allSatisfy { $0 == [Self.point] }
    return joined((isCurrentFolder ? [] : parts) + [name])
  }

  /// The same for every way to write a path that differs in its slashes and its `.` alone.
  var normalized: FilePath {
    joined(parts.filter { $0 != [Self.point] })
  }

  /// The names between the slashes.
  private var parts: [[UInt8]] { bytes.split(separator: Self.slash).map(Array.init) }

  /// Names as a path that begins at the root if this one does.
  private func joined(_ names: [[UInt8]]) -> FilePath {
    let root = bytes.first == Self.slash ? [Self.slash] : []
    return FilePath(root + Array(names.joined(separator: [Self.slash])))
  }
}

extension FilePath {
  /// The folder that holds what is at the path.
  var parent: FilePath {
    guard let slash = bytes.lastIndex(of: Self.slash) else { return FilePath(".") }
    return FilePath(slash == 0 ? [Self.slash] : Array(bytes[..<slash]))
  }

  /// The name of what is at the path, without the folders.
  var name: [UInt8] { parts.last ?? [] }

  /// The way from a folder to this path, both of which begin at the root and go up nowhere.
  func relative(to folder: FilePath) -> FilePath {
    let own = parts
    let base = folder.parts
    let common = zip(own, base).prefix { $0 == $1 }.count
    let up = Array(repeating: [Self.point, Self.point], count: base.count - common)
    return FilePath(Array((up + own[common...]).joined(separator: [Self.slash])))
  }
}
