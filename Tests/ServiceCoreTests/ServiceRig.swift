import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import Synchronization

/// A service over a store in memory, whose clock stands until it is set and whose world says what a test tells it to.
final class ServiceRig: Sendable {
  static let start = Timestamp(milliseconds: 1_767_225_600_000)
  static let ana = Customer(channel: .sms, address: "+14155550123")
  static let bob = Customer(channel: .sms, address: "+14155550199")
  static let number = "+15550100"

  let clock = TestClock(start)
  let store: MemoryStore
  let world: ScriptedWorld
  private let keys: TestKeys

  /// Begins with a project of one flow file.
  init(_ flow: JSON) async throws {
    store = MemoryStore()
    world = ScriptedWorld(clock)
    keys = TestKeys()
    try await change { $0.set(StoreLife(incarnation: "test", kind: .emulated)) }
    try await driver().put(try ServiceProject(flow))
  }

  /// A service, with who works on it.
  typealias Worked = (
    rig: ServiceRig, driver: TurnDriver<MemoryStore>, effects: EffectDriver<MemoryStore, ScriptedWorld>
  )

  /// A service of a flow that a customer has begun, whose calls are yet to be made.
  static func written(to flow: JSON) async throws -> Worked {
    let rig = try await ServiceRig(flow)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    try await rig.accept(.writes("hi"))
    _ = try await driver.takeAll()
    return (rig, driver, effects)
  }

  /// The same with all done that there was to do.
  static func answered(by flow: JSON) async throws -> Worked {
    let (rig, driver, effects) = try await written(to: flow)
    try await rig.settle(driver, effects)
    return (rig, driver, effects)
  }

  private init(reopening rig: ServiceRig) async {
    store = await rig.store.reopened()
    world = rig.world
    keys = rig.keys
    clock.set(rig.clock.now)
  }

  /// The next process over what the store holds.
  func reopened() async -> ServiceRig { await ServiceRig(reopening: self) }

  /// A driver, with a start of its own.
  func driver() async throws -> TurnDriver<MemoryStore> { try await driver(over: store) }

  /// A driver over a store that ends its process, perhaps.
  func driver<Store: ServiceStore>(over store: Store) async throws -> TurnDriver<Store> {
    try await TurnDriver(store, clock: { [clock] in clock.now }, sessionKey: { [keys] in keys.draw() })
  }

  func effects() -> EffectDriver<MemoryStore, ScriptedWorld> {
    EffectDriver(store, world, processStart: 1, clock: { [clock] in clock.now }, random: { 0 })
  }

  /// Takes inputs in that come now.
  @discardableResult
  func accept(_ inputs: HostInput..., received: Timestamp? = nil, key: UInt8? = nil) async throws
    -> [Acceptance]
  {
    try await store.accept(
      inputs.map { NewInput($0, key: key.map { InputKey([$0]) }, received: received ?? clock.now) })
  }

  /// Runs a transaction.
  @discardableResult
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws -> Value
  ) async throws -> Value {
    try await store.transaction { (store) throws(StoreFailure) in
      do {
        return .commit(try body(&store))
      } catch {
        throw error as? StoreFailure ?? .damaged("\(error)")
      }
    }
  }

  /// Lets turns and calls follow one another until nothing is left to do at this time.
  func settle(_ driver: TurnDriver<MemoryStore>, _ effects: EffectDriver<MemoryStore, ScriptedWorld>)
    async throws
  {
    repeat { _ = try await driver.takeAll() } while try await effects.performReady() > 0
  }

  /// The records of a session, each as its time, its type and what it is about.
  func trace(_ session: Int = 1) async throws -> [String] {
    let key = SessionKey(simulated: session)
    let rows = try await change { $0.journal(of: key, after: 0, limit: .max) }
    return try rows.flatMap { row in
      try row.records.split(separator: UInt8(ascii: "\n")).map { line in
        let record = try JSONDocument(parsing: Array(line)).root.value
        let subject =
          record["outcome"] ?? record["reason"] ?? record["id"] ?? record["node"] ?? record["result"]
        return [record["at"]?.number?.text, record["type"]?.string, subject?.string]
          .compactMap { $0 }.joined(separator: " ")
      }
    }
  }

  /// What happened in a session, as its time and outcome.
  func outcomes(_ session: Int = 1) async throws -> [String] {
    try await trace(session).filter { $0.contains(" outcome ") }
  }
}

/// A clock that is set.
final class TestClock: Sendable {
  private let time: Mutex<Timestamp>

  init(_ time: Timestamp) { self.time = Mutex(time) }

  var now: Timestamp { time.withLock { $0 } }

  func set(_ now: Timestamp) { time.withLock { $0 = now } }

  func advance(_ milliseconds: Int64) { time.withLock { $0 = $0 + milliseconds } }
}

/// Keys as simulations have them.
final class TestKeys: Sendable {
  private let count = Mutex(0)

  func draw() -> SessionKey {
    SessionKey(
      simulated: count.withLock { count in
        count += 1
        return count
      })
  }
}

/// A world that says of each call what it is told to, in order, and then that all is well.
final class ScriptedWorld: EffectPerformer {
  private struct Script {
    var results: [CallResult] = []
    var calls: [EffectCall] = []
    var keyWindow: Int64?
    var whenInDoubt = InDoubtPolicy.fail
  }

  private let script = Mutex(Script())
  private let clock: TestClock

  init(_ clock: TestClock) { self.clock = clock }

  func say(_ results: CallResult...) { script.withLock { $0.results += results } }

  func setTerms(keyWindow: Int64? = nil, whenInDoubt: InDoubtPolicy) {
    script.withLock {
      $0.keyWindow = keyWindow
      $0.whenInDoubt = whenInDoubt
    }
  }

  var calls: [EffectCall] { script.withLock { $0.calls } }

  func terms(of effect: WantedEffect) -> CallTerms {
    script.withLock {
      CallTerms(host: "host", timeout: 5_000, keyWindow: $0.keyWindow, whenInDoubt: $0.whenInDoubt)
    }
  }

  func perform(_ call: EffectCall) async -> CallResult {
    script.withLock { script in
      script.calls.append(call)
      if !script.results.isEmpty { return script.results.removeFirst() }
      return .answered(Self.success(of: call.effect, number: script.calls.count))
    }
  }

  static func success(of effect: WantedEffect, number: Int) -> EffectAnswer {
    switch effect {
    case .send: .gateway(.accepted(transactionID: "gateway-\(number)"))
    case .startConversation: started("c-\(number)")
    case .ask: .service(.succeeded(status: 200, ServiceResult()))
    case .forward: .forward(.delivered)
    case .request:
      .http(.response(HTTPResponse(status: 200, statusText: "OK", headers: [:], body: .null)))
    }
  }

  static func started(_ id: ConversationID) -> EffectAnswer {
    .conversation(
      .started(status: 200, StartedConversation(id: id, caseID: nil, activityID: nil, body: [:])))
  }
}

extension ServiceProject {
  struct InvalidFlow: Error {}

  /// A project of one flow.
  init(
    _ flow: JSON, path: String = "test.flow.json", formerPaths: [String] = [], consent: Consent? = nil
  ) throws {
    let source = FlowSource(file: Array(flow.compact.utf8))
    guard let program = source.program() else { throw InvalidFlow() }
    self.init([
      ServiceProject.Flow(
        path: path, formerPaths: formerPaths, service: "care", consent: consent, program: program,
        source: source)
    ])
  }
}

/// What customers and agents do.
extension HostInput {
  static func writes(_ text: String, _ customer: Customer = ServiceRig.ana) -> HostInput {
    .message(
      InboundMessage(
        channel: .sms, from: customer.address, to: BusinessAddress(ServiceRig.number), text: text,
        transactionID: "t-1"))
  }

  static func event(_ type: String, _ id: EventID, in conversation: ConversationID) -> HostInput {
    .event(
      WebhookEvent(id: id, conversationID: conversation, type: type, content: "text", sender: "user"), of: nil
    )
  }
}

/// Flows of these tests.
enum TestFlow {
  /// Sends a question, takes the answer within a minute, and says thanks.
  static let question = flow(questionNodes)
  static let questionNodes: JSONObject = [
    "ask": sms("What is it?", ["onSuccess": "answer", "otherwise": "@end:error"]),
    "answer": [
      "type": "Receive", "channels": ["sms": [:]], "timeoutSeconds": 60,
      "on": ["sms.mo": "thanks", "onTimeout": "@end:incomplete", "onError": "@end:error"],
    ],
    "thanks": sms("Thanks.", ["otherwise": "@end"]),
  ]

  /// Waits a minute for a receipt.
  static let receipt = flow([
    "note": sms(
      "Hello.", ["onDRSuccess": "@end", "otherwise": "@end:error"], waitFor: "deliveryReport")
  ])

  /// Opens a conversation, tells the customer what the agent says, and forwards what the customer writes.
  static let chat = flow([
    "open": [
      "type": "StartConversation", "method": "sms", "authorization": "ece", "timeoutSeconds": 20,
      "forwardCustomerMessages": true,
      "input": [
        "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
        "isRichTextSupported": false, "transactionId": "$(start.sms.transId)", "firstName": "Ana",
        "clusterId": "c1",
        "phoneNumber": "4155550123", "countryCode": "1",
      ],
      "on": ["Message": "relay", "Transfer": "close", "Complete": "@end", "otherwise": "@end:error"],
    ],
    "relay": sms("$(open.event.content)", ["otherwise": "@resume"]),
    "close": [
      "type": "EndConversation", "authorization": "ece", "conversationId": "$(open.conversationId)",
      "on": ["otherwise": "@resume"],
    ],
  ])

  static func flow(_ nodes: JSONObject, onlyWithoutLiveSession: Bool = true) -> JSON {
    var all: JSONObject = [
      "start": [
        "type": "Start",
        "trigger": [
          "channel": "sms", "number": .string(ServiceRig.number), "keyword": "*",
          "onlyWithoutLiveSession": .boolean(onlyWithoutLiveSession),
        ],
        "on": ["onBegin": .string(nodes.first?.key ?? "")],
      ]
    ]
    for node in nodes { all[node.key] = node.value }
    return ["formatVersion": 1, "name": "Test", "nodes": .object(all)]
  }

  static func sms(_ text: String, _ on: JSON, waitFor: String = "gatewaySubmit") -> JSON {
    [
      "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": .string(ServiceRig.number),
      "message": .string(text), "waitFor": .string(waitFor), "expirySeconds": 60, "on": on,
    ]
  }
}
