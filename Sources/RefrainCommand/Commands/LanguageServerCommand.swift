import LanguageServer
import RefrainKit

/// `refrain lsp`: the language server for editors, on standard input and output.
struct LanguageServerCommand: Command {
  // What clients of other servers send, and what there is to be had anyway: standard input and output, and an end with
  // the editor, who closes them.
  private static let standardStreams = CommandOption(
    name: "--stdio", summary: "speak on standard input and output, as it does in any case")
  private static let client = CommandOption(
    name: "--clientProcessId", value: .init(name: "N", kind: .text),
    summary: "the editor's process, which is told by its closing standard input")

  static let syntax = CommandSyntax(
    name: "lsp",
    summary: "serve an editor: the language server, on standard input and output",
    discussion: [
      """
      Speaks the Language Server Protocol, 3.17, about *.flow.json, *.scenario.json and refrain.json. An editor starts \
      it; the README says how to tell it to. The exit status is 0 where the editor has shut the server down, else 1.
      """
    ],
    options: [standardStreams, client])

  /// How many bytes are read at once.
  private static let pieceSize = 1 << 16

  init(_ arguments: ParsedArguments) throws(UsageError) {
    guard let given = arguments.value(of: Self.client) else { return }
    guard let number = Int(given.text), number > 0 else {
      throw Self.syntax.wrong("'\(Self.client.name)' needs the number of a process, not '\(given.text)'")
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    let system = console.system
    let files = EditorFiles(
      read: { try? system.read(FilePath($0), limit: Limits.fileSize + 1) },
      names: { folder in
        ((try? system.entries(of: FilePath(folder))) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
      })
    var connection = LanguageConnection(version: Refrain.version, files: files)
    while !connection.isOver {
      let bytes: [UInt8]
      do {
        bytes = try console.system.nextStandardInput(limit: Self.pieceSize)
      } catch {
        console.fail("standard input", error)
        return .failure
      }
      // An editor that goes away without a word has not shut the server down.
      guard !bytes.isEmpty else { return .findings }
      do {
        try console.system.write(connection.receive(bytes), to: .output)
      } catch {
        if error.isClosedPipe { return .findings }
        console.fail("standard output", error)
        return .failure
      }
    }
    return connection.endedCleanly ? .success : .findings
  }
}
