import FlowModel

/// The files that are not open in the editor, as the server may read them: it reads none by itself.
public struct EditorFiles: Sendable {
  /// A file's bytes by its path from the root; nil where it cannot be read.
  let read: @Sendable (_ path: String) -> [UInt8]?
  /// The names of what is in a folder.
  let names: @Sendable (_ folder: String) -> [String]

  /// Creates a way to read files.
  public init(
    read: @escaping @Sendable (_ path: String) -> [UInt8]?,
    names: @escaping @Sendable (_ folder: String) -> [String]
  ) {
    self.read = read
    self.names = names
  }
}

/// The path of a file from the root, as a `file:` URI names it.
struct DocumentPath: Sendable {
  let text: String

  /// The path of a document; nil where its URI names no file.
  init?(uri: String) {
    guard uri.hasPrefix("file://"), let path = Self.percentDecoded(uri.utf8.dropFirst(7)), path.hasPrefix("/")
    else { return nil }
    text = path
  }

  /// The path that is written in this file: relative to its folder, unless it begins at the root.
  func sibling(_ written: String) -> DocumentPath {
    DocumentPath(written.hasPrefix("/") ? written : folder + written)
  }

  /// The folder that this is in; nil for the root.
  var parent: DocumentPath? { text == "/" ? nil : DocumentPath(folder) }

  /// The path as a `file:` URI.
  var uri: String { "file://" + text.split(separator: "/").map { "/" + String($0).percentEncoded }.joined() }

  /// What has a name in this folder.
  func child(_ name: String) -> DocumentPath { DocumentPath("\(text)/\(name)") }

  /// The name of the file, without its folder.
  var name: String { text.split(separator: "/").last.map { String($0) } ?? text }

  /// The folder of the file, with a slash at its end.
  var folder: String { String(text[...(text.lastIndex(of: "/") ?? text.startIndex)]) }

  /// The path as it is written in a file of the same folder, or of one below.
  func written(in file: DocumentPath) -> String {
    let up = file.folder.dropFirst(folder.count).split(separator: "/").map { _ in "../" }.joined()
    return up + name
  }

  /// Without `.` and `..`.
  private init(_ path: String) {
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    text = "/" + names.joined(separator: "/")
  }

  private static func percentDecoded(_ text: some Collection<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let decoded = UInt8(digits, radix: 16) else { return nil }
      bytes.append(decoded)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
