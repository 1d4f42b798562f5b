import RefrainKit

/// `refrain new NAME`: a folder to begin with.
struct NewCommand: Command {
  static let syntax = CommandSyntax(
    name: "new",
    summary: "make a folder with a project, a flow, its passing scenario and a CI file",
    discussion: [
      """
      The flow holds a conversation with an agent: change it to yours. A folder that is not empty is left alone, and the \
      exit status is 3.
      """
    ],
    operands: [
      Operand(
        name: "NAME", kind: .path, arity: .one, summary: "the folder, which the project is called after")
    ])

  private let folder: FilePath

  init(_ arguments: ParsedArguments) throws(UsageError) {
    folder = FilePath(arguments.operands[0].bytes)
    guard !folder.name.isEmpty, ![".", "..", "-"].contains(folder.text) else {
      throw Self.syntax.wrong("'new' needs the name of a folder to make")
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    let project = NewProject(name: String(decoding: folder.name, as: UTF8.self))
    do throws(SystemError) {
      try checkThatNothingIsThere(in: console.system)
      for file in project.files {
        let path = folder.appending(file.path)
        try console.system.makeFolder(at: path.parent)
        try console.system.write(Array(file.text.utf8), toFileAt: path)
      }
    } catch {
      console.fail(folder.text, error)
      return .failure
    }
    let shown = folder.text.printable
    console.writeLine("\(shown): \(project.files.map(\.path).joined(separator: ", "))")
    console.writeLine("")
    for line in ["Next:", "  cd \(folder.inShell)"] + Self.nextSteps { console.writeLine(line) }
    return .success
  }

  private static let nextSteps = [
    "  refrain lint --strict             # nothing is wrong with it",
    "  refrain test                      # its scenario passes",
    "  refrain run support.flow.json     # you are the customer and the agent",
    "  refrain sheet support.flow.json   # how to build it in the platform's canvas",
    "Then put your numbers, entry points, clusters and node authorizations into refrain.json.",
  ]

  private func checkThatNothingIsThere(in system: any System) throws(SystemError) {
    guard let kind = try? system.kind(of: folder) else { return }
    guard kind == .folder else { throw SystemError(reason: "There is a file of this name") }
    guard try system.entries(of: folder).isEmpty else { throw SystemError(reason: "The folder is not empty") }
  }
}

extension FilePath {
  /// The path as a shell takes it.
  fileprivate var inShell: String {
    let isPlain = bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    let text = text.printable
    return isPlain ? text : text.shellQuoted
  }
}
