#if Service
import FlowModel
import Synchronization

/// A server of HTTP/1.1. Requests are judged and bounded before a handler sees them, and each is answered within a time that
/// slow clients and slow handlers cannot stretch.
public final class HTTPServer: Sendable {
  /// Answers a request. It is cancelled where it takes longer than the request may.
  public typealias Handler = @Sendable (ServerRequest) async -> ServerResponse

  private struct State {
    var table: ConnectionTable
    /// Whether no more requests are taken.
    var isStopping = false
    /// Whether nothing may be suspended any more.
    var isClosing = false
  }

  private let settings: ServerSettings
  private let handler: Handler
  private let state: Mutex<State>
  /// How many bytes of bodies are kept.
  private let bodyBytes = Atomic(0)
  private let daemon = Mutex<MicroHTTPD?>(nil)

  /// How much of a body that is not wanted is read all the same, so that its sender reads why.
  private static let discardLimit = 8 << 20
  /// How often the connections are looked at.
  private static let sweepInterval = Duration.milliseconds(250)
  /// How long a stream of events is silent at most.
  private static let heartbeat = Duration.seconds(15)

  private init(_ settings: ServerSettings, _ handler: @escaping Handler) {
    self.settings = settings
    self.handler = handler
    state = Mutex(State(table: ConnectionTable(deadline: settings.deadline)))
  }

  /// Starts a server. It runs until it is stopped.
  public static func start(
    _ settings: ServerSettings, handler: @escaping Handler
  ) throws(ListeningFailure) -> HTTPServer {
    let server = HTTPServer(settings, handler)
    let daemon = try MicroHTTPD(server, settings)
    server.daemon.withLock { $0 = daemon }
    Task { [weak server] in
      while let interval = server.map({ _ in sweepInterval }) {
        try? await Task.sleep(for: interval)
        guard let server, server.sweep() else { return }
      }
    }
    return server
  }

  /// The port that it listens at; 0 once it has stopped.
  public var port: Int { daemon.withLock { $0?.port ?? 0 } }

  /// How many clients are connected.
  public var connectionCount: Int { state.withLock { $0.table.count } }

  /// Stops: no connection is taken any more, what is in flight ends, after `grace` with 503. A request whose head has not been
  /// read by now is answered 503 at once.
  public func stop(within grace: Duration = .seconds(30)) async {
    let isFirst = state.withLock { state in
      defer { state.isStopping = true }
      return !state.isStopping
    }
    guard isFirst else { return }
    daemon.withLock { $0?.quiesce() }
    for stream in state.withLock({ $0.table.streams }) { stream.end() }
    await drain(until: .now + grace)
    for stream in state.withLock({
      $0.isClosing = true
      return $0.table.streams
    }) { stream.end() }
    // The library must not be stopped over a connection that is suspended.
    while case let waiting = state.withLock({ $0.table.handling }), !waiting.isEmpty {
      for exchange in waiting { exchange.giveUp(Self.unavailable) }
      try? await Task.sleep(for: .milliseconds(1))
    }
    // It would end connections whose answers are not written yet, too; a client that does not read is not waited for long.
    let end = ContinuousClock.now + .seconds(1)
    while ContinuousClock.now < end, state.withLock({ $0.table.isSending }) {
      try? await Task.sleep(for: .milliseconds(1))
    }
    let stopped = daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    await withCheckedContinuation { continuation in
      SystemThread.start {
        stopped?.stop()
        continuation.resume()
      }
    }
  }

  /// Waits for what is in flight: requests that have come, if only their first byte, and answers.
  private func drain(until end: ContinuousClock.Instant) async {
    var wasQuiet = false
    while ContinuousClock.now < end {
      let isQuiet = state.withLock { !$0.table.isBusy(unread: MicroHTTPD.unreadCount) }
      // A request that has just been read from its socket is told of a moment later.
      if isQuiet && wasQuiet { return }
      wasQuiet = isQuiet
      // A grace that is cancelled is over.
      do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
    }
  }

  /// What a server answers that cannot take a request now.
  private static let unavailable = ServerResponse(503, fields: ["Retry-After": "1"])

  /// - Returns: Whether there is anything left to look at.
  private func sweep() -> Bool {
    let now = ContinuousClock.now
    let (actions, isOver) = state.withLock { state in
      let isCrowded = state.table.count * 4 > settings.connectionLimit * 3
      let actions = state.table.sweep(
        at: now, isCrowded: isCrowded, received: MicroHTTPD.receivedCount, departure: MicroHTTPD.departure)
      // Under the lock: a socket that is in the table is open, and nobody else's.
      for case .close(let socket, _) in actions { MicroHTTPD.shutDown(socket) }
      return (actions, state.isClosing)
    }
    for action in actions {
      switch action {
      case .close(_, isLate: false): break
      case .close(_, isLate: true): settings.refused(ServerRefusal(status: 408, path: nil))
      case .giveUp(let exchange):
        settings.refused(ServerRefusal(status: 503, path: exchange.head?.path))
        exchange.giveUp(Self.unavailable)
      case .abandon(let exchange): exchange.giveUp(Self.unavailable)
      case .beat(let stream): stream.beat(at: now, after: Self.heartbeat)
      }
    }
    return !isOver
  }
}

// What the library's thread asks.
extension HTTPServer {
  /// A client has connected.
  func open(_ socket: Int32) { state.withLock { $0.table.open(socket, at: .now) } }

  /// A connection is gone. Its socket is closed after this.
  func close(_ socket: Int32) { state.withLock { $0.table.close(socket) } }

  /// A request's first line has come.
  func begin(_ exchange: Exchange, on socket: Int32) {
    state.withLock { $0.table.begin(exchange, on: socket, at: .now) }
  }

  /// A request's head has come.
  /// - Returns: The answer, where none of the body is to be read.
  func judge(_ head: RequestHead, of exchange: Exchange) -> ServerResponse? {
    if let status = head.refusal { return refusal(status, head) }
    if state.withLock({ $0.isStopping }) { return Self.unavailable }
    exchange.receive(head)
    if let length = head.declaredLength, length > settings.bodyLimit(head.path) {
      let response = refusal(413, head)
      if head.expectsContinue || length > Self.discardLimit { return response }
      exchange.discard(response)
    }
    return nil
  }

  /// A part of a body has come.
  /// - Returns: Whether the connection is to be kept.
  func receive(_ bytes: UnsafeRawBufferPointer, of exchange: Exchange) -> Bool {
    let count = exchange.append(bytes)
    let kept = bodyBytes.wrappingAdd(bytes.count, ordering: .relaxed).newValue
    switch exchange.phase {
    case .receiving:
      guard let head = exchange.head else { return false }
      if count > settings.bodyLimit(head.path) {
        exchange.discard(refusal(413, head))
      } else if kept > settings.bodyBudget {
        exchange.discard(refusal(503, head))
      }
      return true
    case .begun, .discarding, .handling, .answered, .sending:
      return count <= Self.discardLimit
    }
  }

  /// A request is whole.
  /// - Returns: Whether it goes to the handler: if so, the connection is to be suspended, and then the work begun.
  func accept(_ exchange: Exchange, on socket: Int32) -> Bool {
    state.withLock { state in
      guard !state.isClosing else { return false }
      state.table.handle(exchange, on: socket)
      return true
    }
  }

  /// Lets the handler work, for a connection that is suspended.
  func work(on exchange: Exchange, peer: InternetAddress?) {
    guard let head = exchange.head else { preconditionFailure("a request that is whole has a head") }
    let request = ServerRequest(
      head.method, head.path, query: head.query, fields: head.fields, body: exchange.takeBody(), peer: peer)
    exchange.handle { [handler] in await handler(request) }
  }

  /// An answer is to be sent.
  /// - Returns: What is sent in fact.
  func admit(_ response: ServerResponse, to exchange: Exchange, on socket: Int32) -> ServerResponse {
    guard case .events(let stream) = response.body else {
      exchange.send(nil)
      state.withLock { $0.table.send(nil, on: socket, at: .now) }
      return response
    }
    let isForBody = exchange.head?.method != "HEAD"
    let isAdmitted = state.withLock { state in
      let isAdmitted = isForBody && !state.isStopping && state.table.streams.count < settings.streamLimit
      state.table.send(isAdmitted ? stream : nil, on: socket, at: .now)
      return isAdmitted
    }
    exchange.send(isAdmitted ? stream : nil)
    if isAdmitted { return response }
    stream.end()
    return isForBody ? Self.unavailable : ServerResponse(response.status, fields: response.fields)
  }

  /// A request is done, or its connection broken.
  func finish(_ exchange: Exchange, on socket: Int32) {
    bodyBytes.wrappingSubtract(exchange.finish(), ordering: .relaxed)
    state.withLock { $0.table.finish(on: socket, at: .now) }
  }

  private func refusal(_ status: Int, _ head: RequestHead) -> ServerResponse {
    settings.refused(ServerRefusal(status: status, path: head.path))
    return status == 503 ? Self.unavailable : ServerResponse(status)
  }
}
#endif
