#if Service
import Synchronization

/// One request and its answer, from the first line on.
final class Exchange: Sendable {
  /// How far it is.
  enum Phase {
    /// The first line has been read.
    case begun
    /// The head has been read, and the body comes.
    case receiving
    /// A body that is not wanted comes, and this answers it at its end.
    case discarding(ServerResponse)
    /// The handler works, and the connection is suspended.
    case handling(Task<Void, Never>?)
    /// There is an answer, which the connection's thread is to send.
    case answered(ServerResponse)
    /// The answer is on its way.
    case sending
  }

  private struct State {
    var phase = Phase.begun
    var head: RequestHead?
    var body: [UInt8] = []
    var received = 0
    var stream: EventStream?
  }

  /// What stands between the method and the version of the first line.
  let target: String
  private let state = Mutex(State())
  private let resume: @Sendable () -> Void

  /// - Parameter resume: Lets the suspended connection go on.
  init(target: String, resume: @escaping @Sendable () -> Void) {
    self.target = target
    self.resume = resume
  }

  /// How far it is.
  var phase: Phase { state.withLock { $0.phase } }

  /// The head, once it has been read.
  var head: RequestHead? { state.withLock { $0.head } }

  /// The head has been read, and the body is wanted.
  func receive(_ head: RequestHead) {
    state.withLock {
      $0.head = head
      $0.phase = .receiving
    }
  }

  /// The body is not wanted: it is read, forgotten, and answered.
  func discard(_ response: ServerResponse) {
    state.withLock {
      $0.body = []
      $0.phase = .discarding(response)
    }
  }

  /// The next bytes of the body have come; those of one that is not wanted are forgotten.
  /// - Returns: How many have come in all.
  func append(_ bytes: UnsafeRawBufferPointer) -> Int {
    state.withLock { state in
      if case .receiving = state.phase { state.body.append(contentsOf: bytes) }
      state.received += bytes.count
      return state.received
    }
  }

  /// The body, which is not kept.
  func takeBody() -> [UInt8] {
    state.withLock { state in
      defer { state.body = [] }
      return state.body
    }
  }

  /// Begins to work: the connection is suspended before.
  func handle(_ work: @escaping @Sendable () async -> ServerResponse) {
    state.withLock { $0.phase = .handling(nil) }
    let task = Task { self.answer(await work()) }
    state.withLock { state in
      // The answer may be quicker than this.
      if case .handling = state.phase { state.phase = .handling(task) }
    }
  }

  /// Answers, if nobody has: the handler, or who waits for it no longer.
  func answer(_ response: ServerResponse) {
    let isFirst = state.withLock { state in
      guard case .handling = state.phase else { return false }
      state.phase = .answered(response)
      return true
    }
    if isFirst { resume() }
  }

  /// Answers in the handler's place, and cancels it.
  func giveUp(_ response: ServerResponse) {
    if case .handling(let task) = phase { task?.cancel() }
    answer(response)
  }

  /// The answer is on its way; its stream ends with the connection at the latest.
  func send(_ stream: EventStream?) {
    state.withLock {
      $0.phase = .sending
      $0.stream = stream
    }
  }

  /// The connection is done with it.
  /// - Returns: How many bytes of a body had come.
  func finish() -> Int {
    let (stream, received) = state.withLock { state in
      defer { state.stream = nil }
      return (state.stream, state.received)
    }
    stream?.end()
    return received
  }
}
#endif
