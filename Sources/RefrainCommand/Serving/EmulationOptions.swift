#if Service
import ServiceEmulators
import Synchronization

/// What may be told to emulators on the command line, whoever they are for.
struct EmulationOptions: Sendable {
  private static let faultsOption = CommandOption(
    name: "--faults", value: .init(name: "FAULTS", kind: .text),
    summary: """
      what goes wrong: all, or a list of \(EmulatorFaults.Fault.allCases.map(\.rawValue).joined(separator: ", ")), \
      each with how often if need be, such as lost=0.5
      """)
  private static let seedOption = CommandOption(
    name: "--seed", value: .init(name: "N", kind: .text), summary: "decides which faults happen; 1 by default"
  )
  private static let answersOption = CommandOption(
    name: "--answers", summary: "let agents answer by themselves what customers write")

  static let all = [faultsOption, seedOption, answersOption]

  /// Decides which faults happen.
  let seed: UInt64
  private let faults: EmulatorFaults
  private let answers: Bool

  init(_ arguments: ParsedArguments, of syntax: CommandSyntax) throws(UsageError) {
    answers = arguments.has(Self.answersOption)
    let text = arguments.value(of: Self.faultsOption)?.text ?? "none"
    guard let faults = EmulatorFaults(text) else {
      throw UsageError(
        "'\(Self.faultsOption.name)' needs faults such as all or lost=0.5, not '\(text)'",
        helpTopic: syntax.name)
    }
    self.faults = faults
    let number = arguments.value(of: Self.seedOption)?.text ?? "1"
    guard let seed = UInt64(number) else {
      throw UsageError("'\(Self.seedOption.name)' needs a number, not '\(number)'", helpTopic: syntax.name)
    }
    self.seed = seed
  }

  /// Has emulators do as they are told.
  func apply(to settings: inout EmulatorSettings) {
    settings.answers = answers
    settings.faults = faults
  }
}

/// The lines of emulators' log that are still to be written.
final class EmulatorLines: Sendable {
  private let waiting = Mutex<[String]>([])

  func append(_ line: String) { waiting.withLock { $0.append(line) } }

  /// Writes what there is to standard output, at once.
  func write(to console: inout Console) {
    let lines = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    for line in lines { console.writeLine(line) }
    console.flush()
  }
}
#endif
