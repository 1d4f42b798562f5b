#if Service
import FlowInterpreter
import JSONSyntax
import RefrainService
public import ServiceProtocols

/// The page on which somebody plays customers and agents: three files, what is known of the program, and what happens.
extension Emulators {
  /// What a page is told of, by the name of the event that tells it.
  enum Told: String {
    case log, sessions
    /// Something else is played: the page asks what.
    case stage
  }

  /// How much of what has happened somebody is told who looks on from now, in bytes.
  private static let replayed = 128 << 10
  /// How often it is looked where sessions are parked, in milliseconds.
  private static let lookInterval = 150

  /// What a request for the page is answered; nil where it is not for the page.
  func page(_ request: ReceivedRequest) async -> EmulatorAnswer? {
    guard request.method == "GET" else { return nil }
    switch request.path {
    case "/": return .reply(Self.file(PackageResources.page_html, "text/html; charset=utf-8"))
    case "/page.css": return .reply(Self.file(PackageResources.page_css, "text/css; charset=utf-8"))
    case "/page.js": return .reply(Self.file(PackageResources.page_js, "text/javascript; charset=utf-8"))
    case "/page/stage":
      if let refusal = refusal(to: request) { return .reply(refusal) }
      return .reply(stage.map { json(200, $0.json) } ?? ServiceReply(204))
    case "/page/events":
      if let refusal = refusal(to: request) { return .reply(refusal) }
      return .events(await lookOn(after: request.queryFields?["after"].flatMap { Int($0) } ?? 0))
    default: return nil
    }
  }

  /// Nothing is loaded from anywhere else, and of scripts only our file runs: a text that should become markup does nothing.
  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'
    """

  private static func file(_ bytes: [UInt8], _ type: String) -> ServiceReply {
    ServiceReply(
      200,
      headers: [
        .init(name: "Content-Type", value: type), .init(name: "Content-Security-Policy", value: policy),
        .init(name: "X-Content-Type-Options", value: "nosniff"),
        .init(name: "Cache-Control", value: "no-cache"),
      ], body: bytes)
  }

  private func lookOn(after number: Int) async -> EventStream {
    let stream = EventStream()
    for line in log.latest(after: number, size: Self.replayed) {
      stream.send(line, event: Told.log.rawValue)
    }
    audience.append(stream)
    tellOfSessions()
    return stream
  }

  /// Tells all who look on.
  func tell(_ text: String, as told: Told) {
    audience.removeAll { !$0.send(text, event: told.rawValue) }
  }

  /// Tells where sessions are parked whenever that has changed, from now on while somebody looks on.
  func tellOfSessions() {
    guard !isTelling else { return }
    isTelling = true
    Task {
      defer { isTelling = false }
      var shown: (sessions: [EmulatedStage.Session], count: Int)?
      while let stage, !audience.isEmpty {
        let sessions = await stage.sessions()
        // Whoever has come since knows nothing yet.
        if shown?.sessions != sessions || shown.map({ $0.count < audience.count }) ?? true {
          tell(JSON.array(sessions.map(\.json)).compact, as: .sessions)
        }
        shown = (sessions, audience.count)
        try? await Task.sleep(for: .milliseconds(Self.lookInterval))
        audience.removeAll { !$0.isOpen }
      }
    }
  }
}

/// The services of the web that flows ask, where the emulators stand for them too.
extension Emulators {
  /// Answers a request of a flow as the settings say, or as the scenario that is played.
  public func answerWebRequest(_ call: WireCall) async -> WireResult {
    if played != nil {
      switch await answerAsScripted(call.method, call.url, call.headers, call.body) {
      case .response(let response)?:
        let (headers, body) = response.wire
        return .answered(WireAnswer(status: response.status, headers: headers, body: body))
      case .failed(.error)?: return .unusable
      case .failed(.timeout)?, nil: return .timedOut
      }
    }
    noteWebRequest(call.method, call.url, call.body)
    let type = HTTPRequest.Header(name: "Content-Type", value: "application/json")
    return .answered(
      WireAnswer(status: settings.httpStatus, headers: [type], body: Array(settings.httpBody.utf8)))
  }

  /// Whether a path is one of a web service that a program asks here.
  static func isWebService(_ path: String) -> Bool { path == "/web" || path.hasPrefix("/web/") }

  /// Answers what a program asks a web service, over HTTP.
  func answerAsWebService(_ request: ReceivedRequest) async -> EmulatorAnswer {
    let query = request.query.map { "?\($0)" } ?? ""
    let url = "http://\(request.header("Host") ?? "")\(request.path)\(query)"
    let body = request.body.isEmpty ? nil : request.body
    guard played != nil else {
      noteWebRequest(request.method, url, body)
      return .reply(ServiceReply(settings.httpStatus, "application/json", settings.httpBody))
    }
    guard case .response(let response)? = await answerAsScripted(request.method, url, request.headers, body)
    else {
      return .nothing
    }
    let (headers, content) = response.wire
    return .reply(ServiceReply(response.status, headers: headers, body: content))
  }

  private func noteWebRequest(_ method: String, _ url: String, _ body: [UInt8]?) {
    note(
      "httpRequest",
      [
        "method": .string(method), "url": .string(url), "status": .number(settings.httpStatus),
        "body": body.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null,
      ])
  }
}
#endif
