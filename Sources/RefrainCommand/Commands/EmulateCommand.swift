#if Service
import FlowModel
import RefrainKit
import RefrainService
import ServiceEmulators

/// `refrain emulate`: ECE, SMS gateways and Messenger, for programs that talk to these.
struct EmulateCommand: Command {
  private static let listen = CommandOption(
    name: "--listen", value: .init(name: "ADDRESS", kind: .text),
    summary: "where to listen, 127.0.0.1:8090 by default; an address that others reach needs --token")
  private static let client = CommandOption(
    name: "--client", value: .init(name: "URL", kind: .text),
    summary:
      "the program that is tried: events are posted to /ece/callback, /sms/inbound, /messenger and /webhooks under it"
  )
  private static let settings = CommandOption(
    name: "--settings", value: .init(name: "FILE", kind: .path),
    summary: "a JSON object of what /control/settings takes, such as callbackUser and callbackPassword")
  private static let token = CommandOption(
    name: "--token", value: .init(name: "TOKEN", kind: .text),
    summary: "what /control asks for as a bearer token, and the secret of all clients")

  static let syntax = CommandSyntax(
    name: "emulate",
    summary: "play ECE, SMS gateways and Messenger for any program that talks to them",
    discussion: [
      """
      One HTTP server answers as ECE's messaging interface, the SMS interfaces of Webex Connect, Twilio and Kannel, and \
      Messenger's Send API do, and posts callbacks, receipts and events as they do. Its page is for playing customers and agents; programs do so under /control. \
      What happens is written to standard output, one line of JSON each. Schemas/service.md tells all paths and settings.
      """,
      """
      With --scenario the emulators do what the world does in it (customers, agents, receipts, answers; what is to fail \
      fails), and what it expects of that which the client asks the world for is checked. Time passes for real. What is \
      expected of the client's inside, such as its nodes, is told as not checked.
      """,
      """
      Ends with Ctrl-C, or with the scenario. The exit status is 1 where the scenario fails, 3 where the address cannot \
      be listened at or a file not be read.
      """,
    ],
    options: [listen, client, settings] + EmulationOptions.all + [token] + ProjectChoice.environmentAlone)

  private let address: ListeningAddress
  /// The address without its port, as it was written.
  private let host: String
  private let settings: EmulatorSettings
  /// The file of further settings.
  private let settingsFile: InputFile?
  private let options: EmulationOptions
  /// What a scenario's flows run in.
  private let projects: ProjectChoice
  private let controlToken: String?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let listened = arguments.value(of: Self.listen)?.text ?? EmulationOptions.usualAddress
    guard let address = ListeningAddress(listened) else {
      throw Self.syntax.wrong(
        "'\(Self.listen.name)' needs an address and a port such as 127.0.0.1:8090, not '\(listened)'")
    }
    self.address = address
    host = listened.split(separator: ":", omittingEmptySubsequences: false).dropLast().joined(separator: ":")
    controlToken = arguments.value(of: Self.token)?.text
    guard controlToken != nil || address.address.isLoopback else {
      throw Self.syntax.wrong(
        "'\(Self.listen.name) \(listened)' lets others in, and needs '\(Self.token.name)'")
    }
    var settings = EmulatorSettings(secret: controlToken ?? "emulated")
    if let text = arguments.value(of: Self.client)?.text {
      guard let base = ServiceAddress(text) else {
        throw Self.syntax.wrong(
          "'\(Self.client.name)' needs an address such as http://127.0.0.1:8080, not '\(text)'")
      }
      settings.callbackURL = base.text + "/ece/callback"
      settings.smsURL = base.text + "/sms/inbound"
      settings.messengerURL = base.text + "/messenger"
      settings.webhookURL = base.text + "/webhooks"
    }
    settingsFile = arguments.value(of: Self.settings).map(InputFile.init)
    options = try EmulationOptions(arguments, of: Self.syntax)
    projects = try ProjectChoice(arguments, of: Self.syntax)
    options.apply(to: &settings)
    guard options.scenario == nil || arguments.value(of: Self.client) != nil else {
      throw Self.syntax.wrong("'--scenario' needs '\(Self.client.name)': the program that it is played to")
    }
    self.settings = settings
  }

  func run(on console: inout Console) -> ExitStatus {
    let system = console.system
    var settings = settings
    if let settingsFile {
      switch settingsFile.read(from: system) {
      case .failure(let error):
        console.fail(settingsFile.name, error)
        return .failure
      case .success(let bytes):
        let problem = (try? JSON(parsing: bytes)).map { settings.change($0) } ?? "it is no JSON"
        if let problem {
          console.notice("refrain: \(settingsFile.name.printable): \(problem.printable)")
          return .failure
        }
      }
    }
    var scenario: ScenarioOutside?
    if let chosen = options.scenario {
      switch ScenarioOutside.read(chosen, in: projects, system) {
      case .success(let read): scenario = read
      case .failure(let refusal):
        console.report(refusal)
        return refusal.status
      }
    }
    let lines = EmulatorLines()
    // A client may know the ids of emulators that ran before.
    let emulators = Emulators(
      settings, controlToken: controlToken, seed: options.seed,
      numberedAfter: Int(WallClock.now.milliseconds), output: { lines.append($0) })
    let server: HTTPServer
    do throws(ListeningFailure) {
      server = try emulators.serve(at: address)
    } catch {
      console.notice("refrain: \(host):\(address.port): \(error)")
      return .failure
    }
    console.notice("refrain: emulators of ECE, SMS gateways and Messenger at http://\(host):\(server.port)")
    let outcome = OutsideOutcome()
    if let scenario {
      Task { outcome.set(await emulators.play(scenario.performance(drawsIDs: true))) }
    }
    // Nothing is kept: a signal ends the process as it ends any other.
    repeat { lines.write(to: &console) } while outcome.known == nil && console.system.wait(milliseconds: 100)
    guard let scenario, let result = outcome.known else { return .success }
    BlockingCall.result { await server.stop(within: .zero) }
    lines.write(to: &console)
    return scenario.report(result, on: &console)
  }
}
#endif
