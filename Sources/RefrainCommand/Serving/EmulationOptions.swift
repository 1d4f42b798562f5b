#if Service
import FlowReporting
import RefrainKit
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

  private static let gatewayOption = CommandOption(
    name: "--gateway",
    value: .init(name: "GATEWAY", kind: .choice(EmulatorSettings.Gateway.allCases.map(\.rawValue))),
    summary: "which gateway posts what customers write by SMS: webexConnect (the default), twilio or kannel")
  private static let scenarioOption = CommandOption(
    name: "--scenario", value: .init(name: "FILE", kind: .file(.scenario)),
    summary:
      "play what the world does in a scenario, check what the client asks for, and end: 1 where that fails")
  private static let patienceOption = CommandOption(
    name: "--patience", value: .init(name: "SECONDS", kind: .text),
    summary: "with --scenario, how long to wait for what is to come of a step; 10 by default")

  private static let verboseOption = CommandOption(
    name: "--verbose",
    summary: "with --scenario, show what was asked for since the last match where a step fails as records")

  static let all = [
    gatewayOption, faultsOption, seedOption, answersOption, scenarioOption, patienceOption, verboseOption,
  ]

  /// Where emulators listen, unless somebody says otherwise.
  static let usualAddress = "127.0.0.1:8090"

  /// Decides which faults happen.
  let seed: UInt64
  /// The scenario that is played; nil where somebody plays as they like.
  let scenario: ScenarioOutside.Choice?
  /// The gateway that was asked for; nil where none was.
  let gateway: EmulatorSettings.Gateway?
  private let faults: EmulatorFaults
  private let answers: Bool

  /// The longest patience, in seconds.
  private static let longestPatience = 3_600

  init(_ arguments: ParsedArguments, of syntax: CommandSyntax) throws(UsageError) {
    answers = arguments.has(Self.answersOption)
    let text = arguments.value(of: Self.faultsOption)?.text ?? "none"
    guard let faults = EmulatorFaults(text) else {
      throw syntax.wrong("'\(Self.faultsOption.name)' needs faults such as all or lost=0.5, not '\(text)'")
    }
    self.faults = faults
    let number = arguments.value(of: Self.seedOption)?.text ?? "1"
    guard let seed = UInt64(number) else {
      throw syntax.wrong("'\(Self.seedOption.name)' needs a number, not '\(number)'")
    }
    self.seed = seed
    gateway = arguments.choice(of: Self.gatewayOption)
    let patience = arguments.value(of: Self.patienceOption)?.text
    guard let seconds = Int(patience ?? "10"), (1...Self.longestPatience).contains(seconds) else {
      throw syntax.wrong(
        "'\(Self.patienceOption.name)' needs seconds from 1 to \(Self.longestPatience), not '\(patience ?? "")'"
      )
    }
    let isVerbose = arguments.has(Self.verboseOption)
    scenario = arguments.value(of: Self.scenarioOption).map {
      .init(file: InputFile($0), patience: seconds, history: isVerbose ? .records : .transcript)
    }
    if scenario == nil, patience != nil || isVerbose {
      let option = isVerbose ? Self.verboseOption : Self.patienceOption
      throw syntax.wrong("'\(option.name)' needs '\(Self.scenarioOption.name)'")
    }
  }

  /// Has emulators do as they are told.
  func apply(to settings: inout EmulatorSettings) {
    settings.answers = answers
    settings.faults = faults
    if let gateway { settings.smsGateway = gateway }
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
