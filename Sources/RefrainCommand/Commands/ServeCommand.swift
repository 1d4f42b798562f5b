import FlowModel
import RefrainKit

/// `refrain serve [PROJECT]`: the live service.
struct ServeCommand: Command {
  private static let checkOption = CommandOption(
    name: "--check", summary: "look for all that could stop the service, and do not start it")
  private static let emulateOption = CommandOption(
    name: "--emulate",
    summary:
      "play the whole world beside it: ECE, an SMS gateway and Messenger, with a page for customers and agents"
  )
  private static let storeOption = CommandOption(
    name: "--store", value: .init(name: "FILE", kind: .path),
    summary: "with --emulate, the file that keeps the sessions, in place of one that is gone at the end")
  private static let listenOption = CommandOption(
    name: "--listen", value: .init(name: "ADDRESS", kind: .text),
    summary: "with --emulate, where on this machine the page and the emulators are, 127.0.0.1:8090 by default"
  )

  static let syntax = CommandSyntax(
    name: "serve",
    summary: "run a project's flows for real, for customers and agents",
    discussion: [
      """
      The environment's 'live' says where to listen, whom to call, where secrets are found and sessions kept. Logs are JSON \
      Lines on standard error. Schemas/service.md tells all of it.
      """,
      """
      With --emulate it needs no 'live', no account and no secret, and asks nobody but the emulators beside it; nor a project: \
      a folder of flows without a refrain.json, or one flow, is a service. The emulators' page is for playing customers and \
      agents; what happens is written to standard output, one line of JSON each. With --scenario the world does what it does \
      in a scenario, at a clock that the scenario puts forward, and the service ends with it: 1 where the scenario fails.
      """,
      """
      SIGHUP has the service read project, flows and secrets again, SIGTERM and Ctrl-C have it come to its end within 30 \
      seconds, and at once the second time. The exit status is 1 where the project has errors, 3 where something else is in \
      the way.
      """,
      """
      The live service stands on C libraries that no other command needs, so that a build has it only where it is asked for.
      """,
    ],
    operands: [
      Operand(
        name: "PROJECT", kind: .file(.project), arity: .optional,
        summary:
          "a project's file or folder; the current folder where there is none. With --emulate also flows alone"
      )
    ],
    options: [checkOption, emulateOption, storeOption, listenOption] + emulation
      + ProjectChoice.environmentAlone)

  #if Service
  private static let emulation = EmulationOptions.all

  /// What the command does.
  private enum Work {
    case serve
    case check
    case emulate(Emulation)
  }

  private let served: ServedFile
  private let work: Work

  init(_ arguments: ParsedArguments) throws(UsageError) {
    served = ServedFile(
      path: FilePath(arguments.operands.first?.bytes ?? [UInt8(ascii: ".")]),
      choice: try ProjectChoice(arguments, of: Self.syntax))
    guard arguments.has(Self.emulateOption) else {
      for option in [Self.storeOption, Self.listenOption] + EmulationOptions.all
      where arguments.has(option) || arguments.value(of: option) != nil {
        throw Self.syntax.wrong("'\(option.name)' needs '\(Self.emulateOption.name)'")
      }
      work = arguments.has(Self.checkOption) ? .check : .serve
      return
    }
    guard !arguments.has(Self.checkOption) else {
      throw Self.syntax.wrong("'\(Self.checkOption.name)' excludes '\(Self.emulateOption.name)'")
    }
    let listened = arguments.value(of: Self.listenOption)?.text ?? EmulationOptions.usualAddress
    guard let address = ListeningAddress(listened), address.address.isLoopback else {
      throw Self.syntax.wrong(
        "'\(Self.listenOption.name)' needs an address of this machine's own, not '\(listened)'")
    }
    work = .emulate(
      Emulation(
        address: address, store: arguments.path(of: Self.storeOption),
        options: try EmulationOptions(arguments, of: Self.syntax)))
  }

  func run(on console: inout Console) -> ExitStatus {
    do throws(ServedProject.Refusal) {
      switch work {
      case .serve: return try served.serve(on: &console)
      case .check: return try served.check(on: &console)
      case .emulate(let emulation): return try emulation.serve(served, on: &console)
      }
    } catch {
      return console.report(error)
    }
  }
  #else
  private static let emulation: [CommandOption] = []

  init(_ arguments: ParsedArguments) throws(UsageError) {}

  func run(on console: inout Console) -> ExitStatus {
    console.notice("refrain: \(ServiceBuild.howToGet)")
    return .failure
  }
  #endif
}
