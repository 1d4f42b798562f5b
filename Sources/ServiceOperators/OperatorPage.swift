public import FlowInterpreter
public import FlowModel
import FlowPictures
import JSONSyntax
public import ServiceCore
public import ServiceProtocols
import Synchronization

/// The page on which operators see who is parked where and what was given up, and do what the commands over a store do.
///
/// It is a store and nothing else: what it tells is read when it is asked for, and what it does any process heeds.
public struct OperatorPage<Store: ServiceStore>: Sendable {
  /// Who may.
  public let access: OperatorAccess
  let store: Store
  let library = ProgramLibrary()
  private let shown: ShownName
  private let log: ServiceLog
  private let customerName: @Sendable (Customer) -> String
  private let clock: @Sendable () -> Timestamp
  private let wallClock: @Sendable () -> Timestamp
  private let wake: @Sendable () -> Void

  /// Creates the page.
  /// - Parameters:
  ///   - name: What the service is called.
  ///   - log: Is told who read what and did what.
  ///   - customerName: How the log calls a customer.
  ///   - clock: What time it is for the service.
  ///   - wallClock: What time it is for cookies.
  ///   - wake: Is called when something was done, for whoever works on the store.
  public init(
    _ store: Store, named name: ServedName, access: OperatorAccess, log: ServiceLog,
    customerName: @escaping @Sendable (Customer) -> String, clock: @escaping @Sendable () -> Timestamp,
    wallClock: @escaping @Sendable () -> Timestamp, wake: @escaping @Sendable () -> Void
  ) {
    self.store = store
    shown = ShownName(name)
    self.access = access
    self.log = log
    self.customerName = customerName
    self.clock = clock
    self.wallClock = wallClock
    self.wake = wake
  }

  /// What the service is called.
  var name: ServedName { shown.name.withLock(\.self) }

  /// Calls the service otherwise from now on, in all copies of the page: another project is in force.
  public func set(_ name: ServedName) { shown.name.withLock { $0 = name } }

  /// What the service is called, for all who have the page.
  private final class ShownName: Sendable {
    let name: Mutex<ServedName>
    init(_ name: ServedName) { self.name = Mutex(name) }
  }

  /// Answers a request that is for this machine: see `OperatorAccess.isNamedRightly`.
  public func answer(_ request: ReceivedRequest) async -> OperatorAnswer {
    guard let route = OperatorRoute(rawValue: request.path) else { return .reply(ServiceReply(404)) }
    guard route.methods.contains(request.method) else {
      return .reply(
        ServiceReply(
          405, headers: [.init(name: "Allow", value: route.methods.joined(separator: ", "))]))
    }
    if let file = route.file { return .reply(file) }
    if route != .page, OperatorAccess.isFromElsewhere(request) { return .reply(ServiceReply(403)) }
    if route == .login { return .reply(logIn(request)) }
    guard let person = access.person(of: request, at: wallClock()) else {
      return .reply(route == .page ? OperatorFile.login.reply(401) : ServiceReply(401))
    }
    if request.method == "POST", person.hasCookie, request.header("Origin") == nil {
      return .reply(ServiceReply(403))
    }
    guard let query = request.queryFields else { return .reply(ServiceReply(400)) }
    do {
      switch route {
      case .page: return .reply(OperatorFile.page.reply())
      case .logout: return .reply(ServiceReply(204, headers: [access.endedCookie]))
      case .events: return .events
      case .act: return .reply(try await act(request, of: person))
      default: return .reply(try await tell(route, query, to: person, at: request.peer))
      }
    } catch {
      return .reply(.json(503, ["error": .string(error.description)]))
    }
  }

  private func logIn(_ request: ReceivedRequest) -> ServiceReply {
    guard let form = request.formFields, let token = form["token"] else { return ServiceReply(400) }
    guard access.isToken(token) else {
      log.note(.operatorRefused, .warning, ["peer": .string(request.peerName)])
      return ServiceReply(401)
    }
    let name = form["name"] ?? ""
    log.note(
      .operatorCame, .info, ["who": .string(name.printableName), "peer": .string(request.peerName)])
    return ServiceReply(204, headers: [access.cookie(for: name, at: wallClock())])
  }

  private func tell(
    _ route: OperatorRoute, _ query: FormFields, to person: OperatorAccess.Person, at peer: InternetAddress?
  ) async throws(StoreFailure) -> ServiceReply {
    let told: Told?
    switch route {
    case .overview: told = .listed(try await overview())
    case .sessions: told = .listed(try await sessions(query))
    case .session: told = try await session(query)
    case .picture: told = try await picture(query)
    case .letters: told = try await letters(query)
    case .doubts: told = try await doubts(query)
    default: told = .listed(try await suppressed(query))
    }
    switch told {
    case nil: return .json(404, ["error": "there is no such thing"])
    case .unchanged: return ServiceReply(204)
    case .listed(let json): return .json(200, json)
    case .read(let json, let what):
      log.note(
        .operatorRead, .info,
        [
          "who": .string(person.name.printableName), "peer": .string(peer.map { "\($0)" } ?? ""),
          what.key: what.value,
        ])
      return .json(200, json)
    }
  }

  private func act(
    _ request: ReceivedRequest, of person: OperatorAccess.Person
  ) async throws(StoreFailure) -> ServiceReply {
    guard request.mediaType == "application/json", let json = try? JSON(parsing: request.body) else {
      return .json(400, ["error": "the body is no JSON, or its type is not `application/json`"])
    }
    let act: OperatorAct
    do throws(OperatorAct.Problem) {
      act = try OperatorAct(json)
    } catch {
      return .json(400, ["error": .string(error.rawValue)])
    }
    let isDone = try await act.perform(on: store, at: clock())
    log.note(
      .operatorActed, .info,
      [
        "who": .string(person.name.printableName), "peer": .string(request.peerName),
        "act": .string(act.name),
        // What there is not may be anything, a customer's number too.
        "on": .string(isDone ? act.subject(customerName) : ""), "done": .boolean(isDone),
      ])
    wake()
    return isDone ? .json(200, ["done": true]) : .json(404, ["error": "there is no such thing any more"])
  }
}

/// What an operator is told.
enum Told: Sendable {
  /// What holds no text of a customer.
  case listed(JSON)
  /// What does, and what the log calls it.
  case read(JSON, JSONField)
  /// What the browser has already.
  case unchanged
}

/// What a request for the page is answered.
public enum OperatorAnswer: Sendable {
  /// An answer.
  case reply(ServiceReply)
  /// What changes, as it changes: `OperatorPage.overviewText`, as an event `overview`.
  case events
}

/// The paths of the page.
enum OperatorRoute: String {
  case page = "/"
  case style = "/operators.css"
  case script = "/operators.js"
  case loginScript = "/login.js"
  case pictureStyle = "/picture.css"
  case login = "/login"
  case logout = "/logout"
  case overview = "/operators/overview"
  case sessions = "/operators/sessions"
  case session = "/operators/session"
  case picture = "/operators/picture"
  case letters = "/operators/dead"
  case doubts = "/operators/doubts"
  case suppressed = "/operators/suppressed"
  case events = "/operators/events"
  case act = "/operators/act"

  var methods: [String] {
    switch self {
    case .login, .logout, .act: ["POST"]
    case .page, .style, .script, .loginScript, .pictureStyle: ["GET", "HEAD"]
    default: ["GET"]
    }
  }

  /// The file, which anybody may have; nil for what is made for who asks.
  var file: ServiceReply? {
    switch self {
    case .style: OperatorFile.style.reply()
    case .script: OperatorFile.script.reply()
    case .loginScript: OperatorFile.loginScript.reply()
    case .pictureStyle: OperatorFile.pictureStyle.reply()
    default: nil
    }
  }
}

/// The files of the page.
enum OperatorFile {
  case page, login, style, pictureStyle, script, loginScript

  /// Nothing is loaded from anywhere else, and only our files run: a text that should become markup does nothing.
  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'
    """

  func reply(_ status: Int = 200) -> ServiceReply {
    let (type, bytes): (String, [UInt8]) =
      switch self {
      case .page: ("text/html", PackageResources.operators_html)
      case .login: ("text/html", PackageResources.login_html)
      case .style: ("text/css", PackageResources.operators_css)
      case .pictureStyle: ("text/css", Array(FlowPicture.style.utf8))
      case .script: ("text/javascript", PackageResources.operators_js)
      case .loginScript: ("text/javascript", PackageResources.login_js)
      }
    return ServiceReply(
      status,
      headers: [
        .init(name: "Content-Type", value: "\(type); charset=utf-8"),
        .init(name: "Content-Security-Policy", value: Self.policy),
      ] + ServiceReply.guarding, body: bytes)
  }
}

extension ServiceReply {
  /// What keeps an answer to whoever asked for it.
  fileprivate static let guarding = [
    HTTPRequest.Header(name: "X-Content-Type-Options", value: "nosniff"),
    HTTPRequest.Header(name: "Cross-Origin-Resource-Policy", value: "same-origin"),
    HTTPRequest.Header(name: "Cross-Origin-Opener-Policy", value: "same-origin"),
    HTTPRequest.Header(name: "Referrer-Policy", value: "no-referrer"),
    HTTPRequest.Header(name: "Cache-Control", value: "no-store"),
  ]

  /// An answer in JSON.
  fileprivate static func json(_ status: Int, _ json: JSON) -> ServiceReply {
    ServiceReply(status, "application/json", json.compact, headers: guarding)
  }
}

extension ReceivedRequest {
  fileprivate var peerName: String { peer.map { "\($0)" } ?? "" }
}

extension String {
  /// The name of a person as the log has it.
  fileprivate var printableName: String { isEmpty ? "unnamed" : self }
}
