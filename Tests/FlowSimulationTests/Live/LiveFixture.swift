import FlowHosting
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax

/// A session in virtual time, with twins of the world around it.
struct LiveFixture {
  static let customer = CustomerAddress(UsualFlow.customer)

  let program: FlowProgram
  let session: FlowSession
  let clock = VirtualClock()
  let channel: RecordingChannel
  let service: ScriptedConversationService
  let http: ScriptedHTTPClient
  /// The session's trace, read as far as the test has come.
  var trace: TraceReader

  /// Begins a session of a flow with those nodes; see `UsualFlow`.
  init(
    _ nodes: JSON, settings: JSON = [:], name: String = "session-1",
    sends: [ScriptedAnswer<GatewayAnswer>] = [], starts: [ScriptedAnswer<ConversationAnswer>] = [],
    webAnswers: [ScriptedAnswer<HTTPAnswer>] = []
  ) async throws {
    program = try FlowProgram(file: UsualFlow.file(["nodes": nodes, "settings": settings]))
    channel = RecordingChannel(answering: sends)
    service = ScriptedConversationService(answering: starts)
    http = ScriptedHTTPClient(answering: webAnswers)
    let session = await FlowSession(
      FlowMachine(program), startingWith: .message(Self.message("hi")), key: SessionKey(name),
      channel: channel,
      service: service,
      http: http, clock: clock)
    guard let session else { throw NotTriggered() }
    self.session = session
    trace = TraceReader(session.trace)
  }

  struct NotTriggered: Error {}

  /// What the customer writes.
  static func message(_ text: String, number: Int = 1) -> InboundMessage {
    InboundMessage(
      channel: .sms, from: customer, to: "+15550100", text: text, transactionID: "transaction-\(number)")
  }

  /// A conversation with a branch for messages.
  static let chat: JSON = [
    "open": [
      "type": "StartConversation", "forwardCustomerMessages": true,
      "on": ["Message": "relay", "Complete": "@end", "onTimeout": "pause"],
    ],
    "relay": ["type": "SendSMS", "message": "$(open.event.content)", "on": ["onSuccess": "@resume"]],
    "pause": ["type": "Delay", "seconds": 1000, "on": ["onTimeout": "@end"]],
  ]
}

/// Reads a session's trace, waiting for what is still to come.
struct TraceReader {
  private var iterator: AsyncThrowingStream<TraceRecord, any Error>.Iterator

  init(_ trace: AsyncThrowingStream<TraceRecord, any Error>) {
    iterator = trace.makeAsyncIterator()
  }

  /// Why the trace ended before the session did, once it has been read so far.
  private(set) var failure: (any Error)?

  /// The lines up to the next that is `last`, or to the end of the trace.
  mutating func lines(upTo last: String? = nil) async -> [String] {
    var lines: [String] = []
    while let record = await next() {
      lines.append(
        TranscriptLine.text(of: record.json(traceStart: Simulation.defaultStart), showsInput: false))
      if lines.last == last { break }
    }
    return lines
  }

  private mutating func next() async -> TraceRecord? {
    do {
      return try await iterator.next()
    } catch {
      failure = error
      return nil
    }
  }
}
