#if Service
import FlowInterpreter
import FlowModel
import FlowSimulation
import JSONSyntax
import ServiceProtocols

/// How calls are answered while a scenario is played. What the emulators themselves refuse is refused as ever, and nothing
/// that a scenario hears of.
extension Emulators {
  /// Answers a call as the scenario says; nil where it is not answered.
  func performAsScripted(_ call: Call, _ request: ReceivedRequest) async -> Emulated? {
    switch call {
    case .ece(.token):
      guard played?.calls.refusesToken == true else {
        return heard(perform(call, request, settings), "token")
      }
      played?.calls.refusesToken = false
      return ece.refused(401, "401-101", "The client's id or secret is wrong", .token)
    case .ece(let path): return await answer(path, request)
    case .sms, .kannel, .messenger: return await submit(call, request)
    case .twilio(let resource):
      return resource.message == nil && request.method == "POST"
        ? await submit(call, request) : perform(call, request, settings)
    }
  }

  /// A call that the emulators refuse by themselves is told with the step that fails for it, until they take it.
  private func heard(_ answered: Emulated, _ call: String) -> Emulated {
    if answered.isRefused {
      let fields = answered.event.fields.filter { $0.key != "call" }
      let why = fields.map { $0.value.string ?? $0.value.compact }.joined(separator: ", ")
      played?.refusal = (call, "\(call): \(why)")
    } else if played?.refusal?.call == call {
      played?.refusal = nil
    }
    return answered
  }

  // MARK: ECE

  private func answer(_ path: LiveConfiguration.ECE.Path, _ request: ReceivedRequest) async -> Emulated? {
    var trial = ece
    let usual = trial.answer(path, request, settings, at: now, as: AnswerDetails()) { "" }
    guard !heard(usual, path.rawValue).isRefused else { return usual }
    let received = ScriptedCalls.ReceivedCall(request)
    if let (call, details) = played?.calls.unauthorized, call == received {
      played?.calls.unauthorized = nil
      return refuse(path, 401, details)
    }
    guard var playing = played else { return perform(.ece(path), request, settings) }
    let happenings = WireHappening.of(path, request, ids: playing.ids) {
      playing.calls.customerTexts.contains($0)
    }
    if case .messageForwarded(_, let text)? = happenings.first {
      playing.calls.customerTexts.removeAll { $0 == text }
      played = playing
      see(happenings)
      return ece.answer(path, request, settings, at: now, as: AnswerDetails()) { "" }.withoutConsequences
    }
    let planned = path == .start ? playing.calls.request() : nil
    played = playing
    see(happenings)
    var response = Scenario.Response.answered(status: 200)
    if playing.calls.holdsRequests {
      note("waits", ["call": .string(path.rawValue)])
      let answer = await withCheckedContinuation {
        played?.calls.hold(.ece, $0) ?? $0.resume(returning: .none)
      }
      guard case .ece(let given) = answer else { return nil }
      response = given
    }
    switch response {
    case .answered(200..<300, let details): return succeed(path, request, details, planned, as: response)
    case .answered(let status, let details):
      if status == 401 { played?.calls.unauthorized = (received, details) }
      return refuse(path, status, details)
    case .failed(.timeout):
      await keepSilent()
      return nil
    case .failed(.authorization):
      played?.calls.refusesToken = true
      return refuse(path, 401, AnswerDetails())
    case .failed(.error):
      // An answer that says nothing is one to whoever is only told that something is done.
      let isTold = path == .sendMessage || path == .end
      return isTold
        ? nil
        : Emulated(ServiceReply(200, "text/html", "<html>"), "unreadable", ["call": .string(path.rawValue)])
    }
  }

  private func succeed(
    _ path: LiveConfiguration.ECE.Path, _ request: ReceivedRequest, _ details: AnswerDetails,
    _ planned: ConversationID?, as response: Scenario.Response
  ) -> Emulated {
    var details = details
    if let planned, var playing = played {
      details = playing.calls.start(planned, details)
      details.conversationID = details.conversationID.map { ConversationID(playing.ids.wire($0.text)) }
      played = playing
    }
    let answered = ece.answer(path, request, settings, at: now, as: details) { "" }.withoutConsequences
    guard case .answered(let status, _) = response, status != 200, !answered.isRefused else {
      return answered
    }
    return Emulated(
      ServiceReply(status, headers: answered.reply.headers, body: answered.reply.body), answered.event.name,
      answered.event.fields)
  }

  private func refuse(
    _ path: LiveConfiguration.ECE.Path, _ status: Int, _ details: AnswerDetails
  ) -> Emulated {
    ece.refused(
      status, details.code?.text ?? "\(status)-100", details.developerMessage ?? "The scenario refuses it",
      path)
  }

  private func keepSilent() async {
    await withCheckedContinuation { played?.calls.keepSilent($0) ?? $0.resume() }
  }

  // MARK: Gateways

  private func submit(_ call: Call, _ request: ReceivedRequest) async -> Emulated? {
    let before = (sms, twilio, kannel, messenger)
    func takeBack() { (sms, twilio, kannel, messenger) = before }
    var scripted = settings
    scripted.isScripted = true
    scripted.deliversNothing = true
    let failed = perform(call, request, scripted)
    takeBack()
    scripted.deliversNothing = false
    let taken = perform(call, request, scripted)
    guard !heard(taken, "submission").isRefused,
      let sent = taken.sent(written: { [played] in played?.ids.written($0) ?? $0 })
    else {
      return taken
    }
    see([sent])
    let behavior = played?.calls.takeGatewayBehavior() ?? .accepted
    guard behavior == .accepted else {
      takeBack()
      guard behavior == .timeout else { return call.refusal(byPolicy: behavior == .policyFail) }
      note("waits", ["call": "submission"])
      await keepSilent()
      return nil
    }
    if !taken.deliveries.isEmpty {
      played?.calls.receipts.append(.init(delivered: taken.deliveries, failed: failed.deliveries))
    }
    return taken.withoutConsequences
  }

  // MARK: Web services

  /// What the scenario answers to a request of a flow; nil where it does not answer.
  func answerAsScripted(
    _ method: String, _ url: String, _ headers: [HTTPRequest.Header], _ body: [UInt8]?
  ) async -> HTTPAnswer? {
    note("httpRequest", ["method": .string(method), "url": .string(url)])
    see([
      WireHappening.web(method, played?.ids.written(url) ?? url, headers, body)
    ])
    let answer = await withCheckedContinuation { played?.calls.hold(.web, $0) ?? $0.resume(returning: .none) }
    guard case .web(let given) = answer else { return nil }
    if case .failed(.timeout) = given { await keepSilent() }
    return given
  }
}

extension HTTPResponse {
  /// The headers and the body as they go over the wire.
  var wire: (headers: [HTTPRequest.Header], body: [UInt8]) {
    var fields = headers.map { HTTPRequest.Header(name: $0.key, value: $0.value.string ?? $0.value.compact) }
    guard !body.isNull else { return (fields, []) }
    if !fields.contains(where: { HTTPHeader.areSame($0.name, "Content-Type") }) {
      fields.append(
        .init(
          name: "Content-Type", value: body.string == nil ? "application/json" : "text/plain; charset=utf-8"))
    }
    return (fields, Array((body.string ?? body.compact).utf8))
  }
}

extension Emulated {
  /// Whether the emulator refuses the call by itself.
  fileprivate var isRefused: Bool { event.name == "refused" }

  /// The answer alone: the scenario says what comes of it.
  fileprivate var withoutConsequences: Emulated { Emulated(reply, event.name, event.fields) }

  /// The message that is sent; nil where none is.
  func sent(written: (String) -> String) -> Happening? {
    func field(_ name: String) -> String? { event.fields.first { $0.key == name }?.value.string }
    guard let to = field("to"), let text = field("text") else { return nil }
    switch event.name {
    case "smsSent": return WireHappening.message(on: .sms, to: to, from: field("from"), written(text))
    case "messengerSent": return WireHappening.message(on: .messenger, to: to, from: nil, written(text))
    default: return nil
    }
  }
}

extension JSON {
  /// A code, which may be a number.
  fileprivate var text: String? { string ?? number?.text }
}
#endif
