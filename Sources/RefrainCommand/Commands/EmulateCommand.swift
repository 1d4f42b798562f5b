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
  private static let gateway = CommandOption(
    name: "--gateway",
    value: .init(name: "GATEWAY", kind: .choice(EmulatorSettings.Gateway.allCases.map(\.rawValue))),
    summary: "which gateway posts what customers write by SMS: webexConnect (the default), twilio or kannel")
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
      "Ends with Ctrl-C. The exit status is 3 where the address cannot be listened at.",
    ],
    options: [listen, client, gateway] + EmulationOptions.all + [token])

  private let address: ListeningAddress
  /// The address without its port, as it was written.
  private let host: String
  private let settings: EmulatorSettings
  private let options: EmulationOptions
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
    if let text = arguments.value(of: Self.client)?.text {
      guard let base = ServiceAddress(text) else {
        throw fail("'\(Self.client.name)' needs an address such as http://127.0.0.1:8080, not '\(text)'")
      }
      settings.callbackURL = base.text + "/ece/callback"
      settings.smsURL = base.text + "/sms/inbound"
      settings.messengerURL = base.text + "/messenger"
      settings.webhookURL = base.text + "/webhooks"
    }
    if let name = arguments.value(of: Self.gateway)?.text,
      let gateway = EmulatorSettings.Gateway(rawValue: name)
    {
      settings.smsGateway = gateway
    }
    options = try EmulationOptions(arguments, of: Self.syntax)
    options.apply(to: &settings)
    self.settings = settings
  }

  func run(on console: inout Console) -> ExitStatus {
    let lines = EmulatorLines()
    let emulators = Emulators(
      settings, controlToken: controlToken, seed: options.seed, output: { lines.append($0) })
    let server: HTTPServer
    do throws(ListeningFailure) {
      server = try emulators.serve(at: address)
    } catch {
      console.notice("refrain: \(host):\(address.port): \(error)")
      return .failure
    }
    console.notice("refrain: emulators of ECE, SMS gateways and Messenger at http://\(host):\(server.port)")
    // Nothing is kept: a signal ends the process as it ends any other.
    repeat { lines.write(to: &console) } while console.system.wait(milliseconds: 100)
    return .success
  }
}
#endif
