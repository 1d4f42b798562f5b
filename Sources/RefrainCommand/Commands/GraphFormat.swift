import RefrainKit

/// What `refrain graph` writes.
enum GraphFormat: Sendable, Equatable {
  case picture(PictureFormat)
  /// What changed, in plain words.
  case text

  /// The formats' names, as `--format` takes them.
  static let names = ["text"] + PictureFormat.allCases.map(\.rawValue)

  /// The format with a name; nil where there is none.
  init?(name: String) {
    if name == "text" {
      self = .text
    } else if let format = PictureFormat(rawValue: name) {
      self = .picture(format)
    } else {
      return nil
    }
  }

  /// The form that the ending of a file's name stands for.
  init?(endingOf path: FilePath) {
    switch path.name.split(separator: UInt8(ascii: ".")).last.map({ String(decoding: $0, as: UTF8.self) }) {
    case "svg": self = .picture(.svg)
    case "mmd", "mermaid": self = .picture(.mermaid)
    case "dot", "gv": self = .picture(.dot)
    case "json": self = .picture(.json)
    case "txt": self = .text
    default: return nil
    }
  }
}

extension FilePath {
  /// Whether the name has an ending, which may tell a format: that of a device has none.
  var isNamedByFormat: Bool {
    name.dropFirst().contains(UInt8(ascii: ".")) && !isOfTheSystem
  }
}
