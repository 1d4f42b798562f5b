/// The path of a file or folder, as the bytes that the system knows it by.
struct FilePath: Sendable {
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
    if isNormalized { return FilePath(bytes + [Self.slash] + name) }
    let isCurrentFolder = parts.allSatisfy { $0 == [Self.point] }
    return joined((isCurrentFolder ? [] : parts) + [name])
  }

  /// The same for a name that is text.
  func appending(_ name: String) -> FilePath { appending(Array(name.utf8)) }

  /// The path that is written in a file of this folder: relative to it, unless it begins at the root.
  func path(written text: String) -> FilePath {
    text.utf8.first == Self.slash ? FilePath(text) : appending(text)
  }

  /// The same for every way to write a path that differs in its slashes and its `.` alone.
  var normalized: FilePath {
    isNormalized ? self : joined(parts.filter { $0 != [Self.point] })
  }

  /// Whether no slash of the path and no `.` could be left out: of a path that names something, and not the root.
  private var isNormalized: Bool {
    // Nothing is split here, since it is asked of each file that is found: each part is looked at where it ends.
    var length = 0
    var isPoint = false
    for (index, byte) in bytes.enumerated() {
      if byte == Self.slash {
        guard index == 0 || length > 0 && !isPoint else { return false }
        length = 0
      } else {
        isPoint = length == 0 && byte == Self.point
        length += 1
      }
    }
    return length > 0 && !isPoint
  }

  /// The names between the slashes.
  private var parts: [[UInt8]] { bytes.split(separator: Self.slash).map(Array.init) }

  /// Names as a path that begins at the root if this one does.
  private func joined(_ names: [[UInt8]]) -> FilePath {
    let root = bytes.first == Self.slash ? [Self.slash] : []
    return FilePath(root + Array(names.joined(separator: [Self.slash])))
  }
}

extension FilePath: Hashable {
  func hash(into hasher: inout Hasher) {
    // All at once: an array's own hash takes its bytes one by one.
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension FilePath {
  /// The folder that holds what is at the path.
  var parent: FilePath {
    guard let slash = bytes.lastIndex(of: Self.slash) else { return FilePath(".") }
    return FilePath(slash == 0 ? [Self.slash] : Array(bytes[..<slash]))
  }

  /// The name of what is at the path, without the folders.
  var name: [UInt8] {
    guard let last = bytes.lastIndex(where: { $0 != Self.slash }) else { return [] }
    let start = bytes[..<last].lastIndex(of: Self.slash).map { $0 + 1 } ?? 0
    return Array(bytes[start...last])
  }

  /// This path from the root, where it is one as seen from a folder; it goes up nowhere.
  func from(_ folder: FilePath) -> FilePath {
    var names: [[UInt8]] = bytes.first == Self.slash ? [] : folder.parts
    for name in parts where name != [Self.point] {
      if name == [Self.point, Self.point] { _ = names.popLast() } else { names.append(name) }
    }
    return FilePath([Self.slash] + Array(names.joined(separator: [Self.slash])))
  }

  /// The path without each folder that it leaves again: another one where such a folder is a symbolic link.
  var withoutWaysUp: FilePath {
    let up = [Self.point, Self.point]
    var names: [[UInt8]] = []
    for name in parts where name != [Self.point] {
      if name == up, let last = names.last, last != up { names.removeLast() } else { names.append(name) }
    }
    return joined(names)
  }

  /// Whether this path is one of something in a folder; both begin at the root.
  func lies(in folder: FilePath) -> Bool {
    let base = folder.parts
    return parts.count > base.count && parts.starts(with: base)
  }

  /// The way from a folder to this path, both of which begin at the root and go up nowhere.
  func relative(to folder: FilePath) -> FilePath {
    let own = parts
    let base = folder.parts
    let common = zip(own, base).prefix { $0 == $1 }.count
    let up = Array(repeating: [Self.point, Self.point], count: base.count - common)
    return FilePath(Array((up + own[common...]).joined(separator: [Self.slash])))
  }
}
