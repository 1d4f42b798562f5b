#if !Service
import RefrainKit

/// `refrain serve [PROJECT]`: the live service, in a build that has it.
struct ServeCommand: Command {
  static let syntax = CommandSyntax(
    name: "serve",
    summary: "run a project's flows for real, for customers and agents",
    discussion: [
      """
      The live service stands on C libraries that no other command needs, so that a build has it only where it is asked for.
      """
    ],
    operands: [
      Operand(
        name: "PROJECT", kind: .file(.project), arity: .optional,
        summary: "a project's file or folder; the current folder where there is none")
    ])

  init(_ arguments: ParsedArguments) throws(UsageError) {}

  func run(on console: inout Console) -> ExitStatus {
    console.notice("refrain: \(ServiceBuild.howToGet)")
    return .failure
  }
}
#endif
