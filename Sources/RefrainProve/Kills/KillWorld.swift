#if Service
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore

/// Customers, a gateway and ECE, as far as the workers know: they outlive every worker, and remember all that they were
/// asked.
actor KillWorld {
  /// A conversation at ECE.
  struct Conversation: Sendable {
    /// The session whose start has begun it.
    let session: SessionKey
    let startedAt: Timestamp
    /// When the service has acknowledged the first of its events.
    var knownAt: Timestamp?
    /// When it ended, by the agent or because the service asked for it.
    var endedAt: Timestamp?
    /// How many messages of the customer's the agent has got.
    var forwards = 0
  }

  /// A call, as the world has got it.
  struct Call: Sendable {
    let key: EffectKey
    let call: WorldCall
    let at: Timestamp
  }

  private let clock: FastClock
  private var generator: SeededGenerator
  /// The worker that is alive, and its number.
  private var worker: (process: WorkerProcess, number: Int)?
  private var workerCount = 0
  /// What is yet to be acknowledged, in order, by what it is of: a customer or a conversation. The first of each has been sent.
  private var lanes: [String: [(number: Int, input: HostInput)]] = [:]
  private var inputCount = 0
  private var messageCounts: [String: Int] = [:]

  /// The inputs that were acknowledged, with whom they are of, and when.
  private(set) var acknowledged: [Int: (lane: String, at: Timestamp)] = [:]
  private(set) var calls: [Call] = []
  private(set) var conversations: [String: Conversation] = [:]
  /// When no worker was alive, or none had said anything yet.
  private(set) var downtimes: [ClosedRange<Timestamp>] = []
  private var downSince: Timestamp?

  init(_ clock: FastClock, seed: UInt64) {
    self.clock = clock
    generator = SeededGenerator(seed: seed)
    downSince = clock.time(at: WallClock.now)
  }

  private var now: Timestamp { clock.time(at: WallClock.now) }

  /// Whether all that has happened is acknowledged.
  var isHeard: Bool { lanes.isEmpty }

  // MARK: Workers

  /// Has a worker take what goes on; what the one before did not acknowledge happens again, as the real counterparts do it.
  func begin(_ process: WorkerProcess) {
    workerCount += 1
    worker = (process, workerCount)
    for lane in lanes.values { if let first = lane.first { tell(.input(first.number, first.input)) } }
  }

  /// Notes that the worker has ended.
  func end() {
    worker = nil
    downSince = downSince ?? now
  }

  private func tell(_ line: WorkerLine) {
    guard let worker else { return }
    let bytes = Array(line.text.utf8)
    worker.process.hear(bytes)
  }

  /// Hears what a worker says.
  func hear(_ line: WorkerLine) {
    if let since = downSince {
      downtimes.append(since...max(since, now))
      downSince = nil
    }
    switch line {
    case .accepted(let number): acknowledge(number)
    case .call(let key, let call): take(key, call)
    case .input, .answer: break
    }
  }

  // MARK: Inputs

  /// Somebody writes for the first time.
  func welcomeCustomer() { write(from: "+1999\(5_550_000 + messageCounts.count)") }

  private func write(from address: String) {
    // Nobody goes on for ever.
    guard messageCounts[address, default: 0] < 4 else { return }
    messageCounts[address, default: 0] += 1
    let number = inputCount + 1
    happen(
      .message(
        InboundMessage(
          channel: .sms, from: CustomerAddress(address), to: KillFlow.number, text: "m\(number)",
          transactionID: "t\(number)")), of: address)
  }

  private func post(_ type: String, in conversation: String) {
    let number = inputCount + 1
    happen(
      .event(
        WebhookEvent(
          id: EventID("e\(number)"), conversationID: ConversationID(conversation), type: type,
          content: "Hello, this is \(number)."), of: nil), of: conversation)
  }

  private func happen(_ input: HostInput, of lane: String) {
    inputCount += 1
    lanes[lane, default: []].append((inputCount, input))
    if lanes[lane]?.count == 1 { tell(.input(inputCount, input)) }
  }

  private func acknowledge(_ number: Int) {
    guard let lane = lanes.first(where: { $0.value.first?.number == number })?.key else { return }
    acknowledged[number] = (lane, now)
    if conversations[lane]?.knownAt == nil { conversations[lane]?.knownAt = now }
    lanes[lane]?.removeFirst()
    if let next = lanes[lane]?.first { tell(.input(next.number, next.input)) } else { lanes[lane] = nil }
  }

  // MARK: Effects

  private func take(_ key: EffectKey, _ call: WorldCall) {
    calls.append(Call(key: key, call: call, at: now))
    let conversation = call.kind == .start ? "c\(conversations.count + 1)" : nil
    switch call.kind {
    case .start:
      guard let id = conversation else { break }
      conversations[id] = Conversation(session: key.session, startedAt: now)
      // Now and then before the answer.
      later(0...20) { await $0.post("Message", in: id) }
    case .send:
      if Int.random(in: 0..<4, using: &generator) > 0 { later(0...40) { await $0.write(from: call.subject) } }
    case .forward:
      conversations[call.subject]?.forwards += 1
      let isLast = conversations[call.subject].map { $0.forwards >= 2 } ?? false
      if isLast, conversations[call.subject]?.endedAt == nil { conversations[call.subject]?.endedAt = now }
      later(0...20) { await $0.post(isLast ? "Complete" : "Message", in: call.subject) }
    case .end:
      if conversations[call.subject]?.endedAt == nil { conversations[call.subject]?.endedAt = now }
    case .other: break
    }
    let number = worker?.number
    later(0...15) { await $0.answer(key, conversation, to: number) }
  }

  /// Answers, if the worker that asked is still there.
  private func answer(_ key: EffectKey, _ conversation: String?, to number: Int?) {
    if worker?.number == number { tell(.answer(key, conversation: conversation)) }
  }

  private func later(
    _ milliseconds: ClosedRange<Int>, _ body: @escaping @Sendable (KillWorld) async -> Void
  ) {
    let pause = Int.random(in: milliseconds, using: &generator)
    Task {
      try? await Task.sleep(for: .milliseconds(pause))
      await body(self)
    }
  }
}
#endif
