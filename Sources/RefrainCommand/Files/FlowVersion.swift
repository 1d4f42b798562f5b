import RefrainKit

/// A version of a flow: a file, or a file in a commit.
enum FlowVersion {
  case file(InputFile)
  /// As git writes it: `REVISION:PATH`.
  case revision(Argument)

  /// The version that an argument names: a file in a commit only where there is no such file.
  init(_ argument: Argument, on system: any System) {
    let isFile = argument == "-" || (try? system.kind(of: FilePath(argument.bytes))) != nil
    // Git would take a leading hyphen for an option.
    let mayBeRevision =
      argument.bytes.contains(UInt8(ascii: ":")) && argument.bytes.first != UInt8(ascii: "-")
    self = !isFile && mayBeRevision ? .revision(argument) : .file(InputFile(argument))
  }

  /// The name that it is reported by.
  var name: String {
    switch self {
    case .file(let file): file.name
    case .revision(let argument): argument.text
    }
  }

  /// The bytes; nil, with a notice, where they cannot be read.
  func read(on console: inout Console) -> [UInt8]? {
    switch self {
    case .file(let file): return file.read(on: &console)
    case .revision(let argument):
      do {
        return try console.system.output(
          of: "git", ["cat-file", "blob", argument], limit: Limits.fileSize + 1)
      } catch {
        console.fail(argument.text, error)
        return nil
      }
    }
  }
}
