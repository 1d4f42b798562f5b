#if Service
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore

/// Customers, a gateway and ECE, as far as the workers know: they outlive every worker, and remember all that they were
/// asked. What happens is told to one of the workers that are alive, and to another one where nobody acknowledges it.
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

  /// What goes wrong with calls, each with its probability.
  struct Faults: Sendable {
    /// Nothing is done, and the caller is told so.
    var refused = 0.0
    /// It is done, and the caller is not told.
    var lost = 0.0
    /// It is done, and the caller is told some seconds later.
    var slow = 0.0
  }

  private let clock: @Sendable () -> Timestamp
  private var faults: Faults
  private var generator: SeededGenerator
  /// The workers that are alive, by their numbers.
  private var workers: [Int: WorkerProcess] = [:]
  private var workerCount = 0
  /// Those that cannot be reached from outside.
  private var unreachable: Set<Int> = []
  private var isStoreAway = false
  private var areCustomersSilent = false
  /// What is yet to be acknowledged, in order, by what it is of: a customer or a conversation. The first of each has been sent.
  private var lanes: [String: [(number: Int, input: HostInput)]] = [:]
  /// When the first of each was told to a worker, by its number.
  private var toldAt: [Int: ContinuousClock.Instant] = [:]
  private var inputCount = 0
  private var messageCounts: [String: Int] = [:]

  /// The inputs that were acknowledged, with whom they are of, and when.
  private(set) var acknowledged: [Int: (lane: String, at: Timestamp)] = [:]
  private(set) var calls: [Call] = []
  private(set) var conversations: [String: Conversation] = [:]
  /// When no worker was alive, or none had said anything yet.
  private(set) var downtimes: [ClosedRange<Timestamp>] = []
  private var downSince: Timestamp?
  /// Calls of which a worker said that they were not answered in time.
  private(set) var unansweredCount = 0

  init(seed: UInt64, faults: Faults = Faults(), clock: @escaping @Sendable () -> Timestamp) {
    self.clock = clock
    self.faults = faults
    generator = SeededGenerator(seed: seed)
    downSince = clock()
  }

  private var now: Timestamp { clock() }

  /// Whether all that has happened is acknowledged.
  var isHeard: Bool { lanes.isEmpty }

  // MARK: Workers

  /// Has a worker take what goes on. Where it is the only one, what the one before did not acknowledge happens again.
  /// - Returns: Its number.
  func begin(_ process: WorkerProcess) -> Int {
    workerCount += 1
    workers[workerCount] = process
    if workers.count == 1 { repeatInputs() }
    return workerCount
  }

  /// Notes that a worker has ended.
  func end(_ number: Int) {
    workers[number] = nil
    if workers.isEmpty { noteDown() }
  }

  private func noteDown() { downSince = downSince ?? now }

  /// Notes that the store is away, or there again: nobody serves it from the one until a worker says something behind the other.
  func setStoreAway(_ isAway: Bool) {
    isStoreAway = isAway
    if isAway { noteDown() }
  }

  /// Notes whether a worker can be reached from outside: it is told of nothing that happens while it is not.
  func setReachable(_ isReachable: Bool, _ worker: Int) {
    if isReachable { unreachable.remove(worker) } else { unreachable.insert(worker) }
  }

  /// Has all go well from now on.
  func endFaults() { faults = Faults() }

  /// Has customers write nothing more when they are written to.
  func silenceCustomers() { areCustomersSilent = true }

  /// Has happen again what nobody has acknowledged, as the real counterparts do it.
  /// - Parameter time: What was told since then is waited for.
  func repeatInputs(toldBefore time: ContinuousClock.Instant = .now) {
    for lane in lanes.values {
      if let first = lane.first, toldAt[first.number].map({ $0 < time }) ?? true {
        tell(first.number, first.input)
      }
    }
  }

  private func tell(_ number: Int, _ input: HostInput) {
    let numbers = workers.keys.filter { !unreachable.contains($0) }.sorted()
    guard let first = numbers.first else { return }
    toldAt[number] = .now
    let chosen = numbers.count == 1 ? first : numbers.randomElement(using: &generator) ?? first
    workers[chosen]?.hear(Array(WorkerLine.input(number, input).text.utf8))
  }

  /// Hears what a worker says.
  func hear(_ line: WorkerLine, from worker: Int) {
    if let since = downSince, !isStoreAway {
      downtimes.append(since...max(since, now))
      downSince = nil
    }
    switch line {
    case .accepted(let number): acknowledge(number)
    case .call(let key, let call): take(key, call, from: worker)
    case .unanswered: unansweredCount += 1
    case .heard, .finish, .started, .input, .answer, .refusal: break
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

  /// The agents of all conversations end them, a few after the other.
  func endConversations() async throws {
    let open = conversations.keys.filter { conversations[$0]?.endedAt == nil }.sorted()
    for (index, id) in open.enumerated() {
      conversations[id]?.endedAt = now
      post("Complete", in: id)
      if index % 20 == 19 { try await Task.sleep(for: .milliseconds(50)) }
    }
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
    if lanes[lane]?.count == 1 { tell(inputCount, input) }
  }

  private func acknowledge(_ number: Int) {
    guard let lane = lanes.first(where: { $0.value.first?.number == number })?.key else { return }
    acknowledged[number] = (lane, now)
    if conversations[lane]?.knownAt == nil { conversations[lane]?.knownAt = now }
    lanes[lane]?.removeFirst()
    toldAt[number] = nil
    if let next = lanes[lane]?.first { tell(next.number, next.input) } else { lanes[lane] = nil }
  }

  // MARK: Effects

  private func take(_ key: EffectKey, _ call: WorldCall, from worker: Int) {
    if happens(faults.refused) { return later(0...15) { await $0.answer(.refusal(key), to: worker) } }
    calls.append(Call(key: key, call: call, at: now))
    let conversation = call.kind == .start ? "c\(conversations.count + 1)" : nil
    switch call.kind {
    case .start:
      guard let id = conversation else { break }
      conversations[id] = Conversation(session: key.session, startedAt: now)
      // Now and then before the answer.
      later(0...20) { await $0.post("Message", in: id) }
    case .send:
      let isAnswered = Int.random(in: 0..<4, using: &generator) > 0 && !areCustomersSilent
      if isAnswered { later(0...40) { await $0.write(from: call.subject) } }
    case .forward:
      conversations[call.subject]?.forwards += 1
      let isLast = conversations[call.subject].map { $0.forwards >= 2 } ?? false
      if isLast, conversations[call.subject]?.endedAt == nil { conversations[call.subject]?.endedAt = now }
      later(0...20) { await $0.post(isLast ? "Complete" : "Message", in: call.subject) }
    case .end:
      if conversations[call.subject]?.endedAt == nil { conversations[call.subject]?.endedAt = now }
    case .other: break
    }
    if happens(faults.lost) { return }
    later(happens(faults.slow) ? 500...2_000 : 0...15) {
      await $0.answer(.answer(key, conversation: conversation), to: worker)
    }
  }

  /// Answers, if the worker that asked is still there.
  private func answer(_ line: WorkerLine, to worker: Int) {
    workers[worker]?.hear(Array(line.text.utf8))
  }

  private func happens(_ probability: Double) -> Bool {
    probability > 0 && Double.random(in: 0..<1, using: &generator) < probability
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
