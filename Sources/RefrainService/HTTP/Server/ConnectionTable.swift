#if Service
/// The connections of a server, and how long each may still take: what the library's own timeout does not see, which is
/// reset by every byte.
struct ConnectionTable {
  /// What a connection does.
  private enum Phase {
    /// No request has begun. The number of bytes that the socket had received then, once that has been looked at.
    case idle(received: UInt64?)
    /// A request is being received.
    case receiving(Exchange?)
    /// The handler works.
    case handling(Exchange)
    /// The answer is being sent.
    case sending
    /// Events are being sent.
    case streaming(EventStream)
  }

  private struct Connection {
    var phase = Phase.idle(received: 0)
    /// When it began to do that; of a request, when that began.
    var since: ContinuousClock.Instant
  }

  /// What is to be done about a connection.
  enum Action {
    /// Its time is over, which is late where something was asked, or its client has left in the middle of a request.
    case close(socket: Int32, isLate: Bool)
    /// Its handler takes too long.
    case giveUp(Exchange)
    /// Nobody is left for whom its handler works.
    case abandon(Exchange)
    /// Its client is told that the server lives.
    case beat(EventStream)
  }

  /// What a client has done to its connection.
  enum Departure {
    /// Nothing.
    case none
    /// It sends no more, and may still read.
    case halfClosed
    /// It neither sends nor reads.
    case gone
  }

  /// How long a request may take, until the handler has answered it.
  let deadline: Duration
  /// How long a client may be without a request.
  static let idleLimit = Duration.seconds(75)
  /// How long sending an answer may take.
  static let sendingLimit = Duration.seconds(60)

  private var connections: [Int32: Connection] = [:]

  init(deadline: Duration) { self.deadline = deadline }

  /// How many connections there are.
  var count: Int { connections.count }

  /// Which exchanges are with the handler.
  var handling: [Exchange] {
    connections.values.compactMap { if case .handling(let exchange) = $0.phase { exchange } else { nil } }
  }

  /// Whether an answer is on its way.
  var isSending: Bool {
    connections.values.contains { if case .sending = $0.phase { true } else { false } }
  }

  /// Which streams are open.
  var streams: [EventStream] {
    connections.values.compactMap { if case .streaming(let stream) = $0.phase { stream } else { nil } }
  }

  /// Whether a request is on its way, in or out.
  /// - Parameter unread: How many bytes a socket has received that nobody has read yet.
  func isBusy(unread: (Int32) -> Int) -> Bool {
    connections.contains { socket, connection in
      switch connection.phase {
      case .idle: unread(socket) > 0
      case .receiving, .handling, .sending, .streaming: true
      }
    }
  }

  /// A client has connected.
  mutating func open(_ socket: Int32, at now: ContinuousClock.Instant) {
    connections[socket] = Connection(since: now)
  }

  /// A connection is gone.
  mutating func close(_ socket: Int32) { connections[socket] = nil }

  /// A request's first line has come.
  mutating func begin(_ exchange: Exchange, on socket: Int32, at now: ContinuousClock.Instant) {
    guard let connection = connections[socket] else { return }
    // Its first byte may have been seen already.
    if case .idle = connection.phase { connections[socket]?.since = now }
    connections[socket]?.phase = .receiving(exchange)
  }

  /// A request is whole, and with the handler. Its time goes on.
  mutating func handle(_ exchange: Exchange, on socket: Int32) {
    connections[socket]?.phase = .handling(exchange)
  }

  /// An answer is on its way.
  mutating func send(_ stream: EventStream?, on socket: Int32, at now: ContinuousClock.Instant) {
    connections[socket]?.phase = stream.map(Phase.streaming) ?? .sending
    connections[socket]?.since = now
  }

  /// A request is done.
  mutating func finish(on socket: Int32, at now: ContinuousClock.Instant) {
    guard connections[socket] != nil else { return }
    connections[socket] = Connection(phase: .idle(received: nil), since: now)
  }

  /// Looks at all connections.
  /// - Parameters:
  ///   - isCrowded: Whether idle clients are to make room for others.
  ///   - received: How many bytes a socket has received.
  ///   - departure: Whether a socket's client has left, which the library asks only while it reads or writes.
  mutating func sweep(
    at now: ContinuousClock.Instant, isCrowded: Bool, received: (Int32) -> UInt64,
    departure: (Int32) -> Departure
  ) -> [Action] {
    var actions: [Action] = []
    for (socket, connection) in connections {
      let age = now - connection.since
      switch connection.phase {
      case .idle(let before):
        let count = received(socket)
        if let before, count > before {
          // The first bytes of a line that is not whole.
          connections[socket] = Connection(phase: .receiving(nil), since: now)
        } else {
          connections[socket]?.phase = .idle(received: count)
          if age > (isCrowded ? min(deadline, Self.idleLimit) : Self.idleLimit) {
            // Proxies keep connections for what may come: nothing was asked that would be refused.
            actions.append(.close(socket: socket, isLate: false))
          }
        }
      case .receiving:
        // A request that is not whole will not be by a client that sends no more.
        let isAbandoned = departure(socket) != .none
        if isAbandoned || age > deadline {
          actions.append(.close(socket: socket, isLate: !isAbandoned))
        }
      case .handling(let exchange):
        if age > deadline {
          actions.append(.giveUp(exchange))
        } else if departure(socket) == .gone {
          actions.append(.abandon(exchange))
        }
      case .sending:
        if age > Self.sendingLimit { actions.append(.close(socket: socket, isLate: true)) }
      case .streaming(let stream):
        actions.append(.beat(stream))
      }
    }
    return actions
  }
}
#endif
