#if Service
import RefrainKit
import RefrainService
import ServiceEmulators
import Synchronization

/// `refrain emulate`: ECE, an SMS gateway and Messenger, for programs that talk to these.
struct EmulateCommand: Command {
  private static let listen = CommandOption(
    name: "--listen", value: .init(name: "ADDRESS", kind: .text),
    summary: "where to listen, 127.0.0.1:8090 by default; an address that others reach needs --token")
  private static let client = CommandOption(
    name: "--client", value: .init(name: "URL", kind: .text),
    summary:
      "the program that is tried: events are posted to /ece/callback, /sms/inbound, /messenger and /webhooks under it"
  )
  private static let faults = CommandOption(
    name: "--faults", value: .init(name: "FAULTS", kind: .text),
    summary: """
      what goes wrong: all, or a list of \(EmulatorFaults.Fault.allCases.map(\.rawValue).joined(separator: ", ")), \
      each with how often if need be, such as lost=0.5
      """)
  private static let seed = CommandOption(
    name: "--seed", value: .init(name: "N", kind: .text), summary: "decides which faults happen; 1 by default"
  )
  private static let answers = CommandOption(
    name: "--answers", summary: "let agents answer by themselves what customers write")
  private static let token = CommandOption(
    name: "--token", value: .init(name: "TOKEN", kind: .text),
    summary: "what /control asks for as a bearer token, and the secret of all clients")

  static let syntax = CommandSyntax(
    name: "emulate",
    summary: "play ECE, an SMS gateway and Messenger for any program that talks to them",
    discussion: [
      """
      One HTTP server answers as ECE's messaging interface, Webex Connect's SMS interface and Messenger's Send API do, and posts \
      callbacks, receipts and events as they do. Its page is for playing customers and agents; programs do so under /control. \
      What happens is written to standard output, one line of JSON each. Schemas/service.md tells all paths and settings.
      """,
      "Ends with Ctrl-C. The exit status is 3 where the address cannot be listened at.",
    ],
    options: [listen, client, faults, seed, answers, token])

  private let address: ListeningAddress
  /// The address without its port, as it was written.
  private let host: String
  private let settings: EmulatorSettings
  private let seedValue: UInt64
  private let controlToken: String?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    func fail(_ message: String) -> UsageError { UsageError(message, helpTopic: Self.syntax.name) }
    let listened = arguments.value(of: Self.listen)?.text ?? "127.0.0.1:8090"
    guard let address = ListeningAddress(listened) else {
      throw fail(
        "'\(Self.listen.name)' needs an address and a port such as 127.0.0.1:8090, not '\(listened)'")
    }
    self.address = address
    host = listened.split(separator: ":", omittingEmptySubsequences: false).dropLast().joined(separator: ":")
    controlToken = arguments.value(of: Self.token)?.text
    guard controlToken != nil || address.address.isLoopback else {
      throw fail("'\(Self.listen.name) \(listened)' lets others in, and needs '\(Self.token.name)'")
    }
    var settings = EmulatorSettings(secret: controlToken ?? "emulated")
    settings.answers = arguments.has(Self.answers)
    if let text = arguments.value(of: Self.client)?.text {
      guard let base = ServiceAddress(text) else {
        throw fail("'\(Self.client.name)' needs an address such as http://127.0.0.1:8080, not '\(text)'")
      }
      settings.callbackURL = base.text + "/ece/callback"
      settings.smsURL = base.text + "/sms/inbound"
      settings.messengerURL = base.text + "/messenger"
      settings.webhookURL = base.text + "/webhooks"
    }
    if let text = arguments.value(of: Self.faults)?.text {
      guard let faults = EmulatorFaults(text) else {
        throw fail("'\(Self.faults.name)' needs faults such as all or lost=0.5, not '\(text)'")
      }
      settings.faults = faults
    }
    let seed = arguments.value(of: Self.seed)?.text ?? "1"
    guard let number = UInt64(seed) else { throw fail("'\(Self.seed.name)' needs a number, not '\(seed)'") }
    seedValue = number
    self.settings = settings
  }

  func run(on console: inout Console) -> ExitStatus {
    let lines = Lines()
    let emulators = Emulators(settings, controlToken: controlToken, seed: seedValue) { lines.append($0) }
    let server: HTTPServer
    do throws(ListeningFailure) {
      server = try emulators.serve(at: address)
    } catch {
      console.notice("refrain: \(host):\(address.port): \(error)")
      return .failure
    }
    console.notice("refrain: emulators of ECE, Webex Connect and Messenger at http://\(host):\(server.port)")
    // Nothing is kept: a signal ends the process as it ends any other.
    repeat {
      for line in lines.take() { console.writeLine(line) }
      console.flush()
    } while console.system.wait(milliseconds: 100)
    return .success
  }

  /// The lines of the log that are still to be written.
  private final class Lines: Sendable {
    private let waiting = Mutex<[String]>([])

    func append(_ line: String) { waiting.withLock { $0.append(line) } }

    func take() -> [String] {
      waiting.withLock { waiting in
        defer { waiting = [] }
        return waiting
      }
    }
  }
}
#endif
