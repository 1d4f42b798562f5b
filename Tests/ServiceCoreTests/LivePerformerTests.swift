import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceProtocols
import Testing

@testable import ServiceCore

/// The calls of a live service.
@Suite struct LivePerformerTests {
  private static let end = WantedEffect.ask(
    ServiceRequest(.endConversation("c"), authorization: "ece-main", deadline: ServiceRig.start))
  private static let sms = WantedEffect.send(
    OutboundMessage(channel: .sms, to: "+14155550123", from: "+15550100", text: "Hi"), isConfirmation: false)
  private static let token = #"{"access_token":"T","expires_in":100}"#

  static func start(_ authorization: String = "ece-main") -> WantedEffect {
    .startConversation(
      ConversationRequest(method: .sms, authorization: authorization, input: [:], deadline: ServiceRig.start))
  }

  @Test func aTokenIsAskedForOnceAndKeptUntilATenthIsLeft() async throws {
    let rig = try LiveRig()
    let performer = rig.performer
    rig.sender.say("token", 200, Self.token)
    for _ in 1...3 { rig.sender.say("end", 204) }
    let calls = await withTaskGroup(of: CallResult.self) { group in
      for _ in 1...3 { group.addTask { await performer.perform(rig.call(Self.end)) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(calls.allSatisfy { if case .answered(.service(.succeeded)) = $0 { true } else { false } })
    #expect(
      rig.sender.asked == ["POST token Basic aWQ6c2VjcmV0 10000"]
        + Array(repeating: "POST end Bearer T 10000", count: 3))
    rig.clock.advance(90_000)
    rig.sender.say("token", 200, #"{"access_token":"U","expires_in":100}"#)
    rig.sender.say("end", 204)
    _ = await performer.perform(rig.call(Self.end))
    #expect(rig.sender.asked.suffix(2) == ["POST token Basic aWQ6c2VjcmV0 10000", "POST end Bearer U 10000"])
  }

  @Test func aStartIsTriedAndItsConversationEndedAtOnce() async throws {
    #expect(try !LiveRig().performer.canTryStart)
    let rig = try LiveRig(ece: #", "checkEntryPoint": "1001""#)
    let performer = rig.performer
    #expect(performer.canTryStart)
    #expect(await performer.tryStart(pause: 1) == .fails)
    rig.sender.say("token", 200, Self.token)
    #expect(await performer.tryStart(pause: 1) == .fails)
    func sayConfiguration() {
      rig.sender.say(
        "configuration", 200,
        #"{"entryPointConfiguration":[{"entryPoint":{"id":1001},"lastModified":{"date":"d"}}]}"#)
    }
    sayConfiguration()
    rig.sender.say("start", 409)
    #expect(await performer.tryStart(pause: 1) == .fails)
    sayConfiguration()
    rig.sender.say("start", 200, #"{"id":"c1"}"#)
    rig.sender.say("end", 500)
    rig.sender.say("end", 200)
    #expect(await performer.tryStart(pause: 1) == .works)
    #expect(
      rig.sender.asked.suffix(4) == [
        "GET configuration Bearer T 30000", "POST start Bearer T 30000", "POST end Bearer T 30000",
        "POST end Bearer T 30000",
      ])
    sayConfiguration()
    rig.sender.say("start", 200, #"{"id":"c2"}"#)
    #expect(await performer.tryStart(pause: 1) == .leaves("c2"))
  }

  @Test func aTokenThatIsRefusedIsReplacedOnce() async throws {
    let rig = try LiveRig()
    rig.sender.say("token", 200, Self.token)
    rig.sender.say("start", 401)
    rig.sender.say("token", 200, #"{"access_token":"U","expires_in":100}"#)
    rig.sender.say("start", 200, #"{"id":"5"}"#)
    let performer = rig.performer
    guard
      case .answered(.conversation(.started(200, let started))) = await performer.perform(
        rig.call(Self.start()))
    else {
      Issue.record("no conversation")
      return
    }
    #expect(started.id == "5" && rig.sender.asked.last == "POST start Bearer U 10000")
    rig.sender.say("start", 401)
    rig.sender.say("token", 200, #"{"access_token":"V","expires_in":100}"#)
    rig.sender.say("start", 401)
    guard case .answered(.conversation(.refused(401, _))) = await performer.perform(rig.call(Self.start()))
    else {
      Issue.record("not refused")
      return
    }
    #expect(rig.sender.asked.count == 7)
  }

  @Test func withoutATokenNothingIsAsked() async throws {
    let rig = try LiveRig()
    let performer = rig.performer
    rig.sender.say("token", 401)
    #expect(
      await performer.perform(rig.call(Self.start())) == .answered(.conversation(.failed(.authorization))))
    rig.sender.say("token", 401)
    #expect(await performer.perform(rig.call(Self.end)) == .answered(.service(.failed(.authorization))))
    rig.sender.say("token", 429, retryAfter: 3)
    // Who gives none until the end has refused it.
    let none = EffectAnswer.conversation(.failed(.authorization))
    #expect(await performer.perform(rig.call(Self.start())) == .throttled(pause: 3000, orElse: none))
    rig.sender.say("token", 503)
    #expect(await performer.perform(rig.call(Self.start())) == .throttled(pause: nil, orElse: none))
    rig.sender.say("token", .timedOut)
    #expect(await performer.perform(rig.call(Self.start())) == .notBegun(pause: nil))
    #expect(rig.sender.asked.count == 5)
    #expect(
      await performer.perform(rig.call(Self.start("other")))
        == .answered(.conversation(.failed(.authorization))))
    #expect(rig.sender.asked.count == 5)
  }

  @Test func whatComesOfACallIsWhatTheProtocolSays() async throws {
    let rig = try LiveRig()
    let performer = rig.performer
    rig.sender.say("sendsms", 202, "0: Accepted for delivery")
    #expect(
      await performer.perform(rig.call(Self.sms)) == .answered(.gateway(.accepted(transactionID: "test.s.1")))
    )
    rig.sender.say("sendsms", .notSent)
    #expect(await performer.perform(rig.call(Self.sms)) == .notBegun(pause: nil))
    rig.sender.say("sendsms", .timedOut)
    #expect(await performer.perform(rig.call(Self.sms)) == .unanswered)
    rig.clock.advance(4000)
    let messenger = WantedEffect.send(
      OutboundMessage(channel: .messenger, to: "7", from: nil, text: "Hi"), isConfirmation: false)
    #expect(await performer.perform(rig.call(messenger)) == .answered(.gateway(.failed)))
    let forward = WantedEffect.forward(
      ForwardedMessage(text: "Hi", conversation: "c", authorization: "ece-main"))
    rig.sender.say("token", 200, Self.token)
    rig.sender.say("sendmessage", 200)
    #expect(await performer.perform(rig.call(forward)) == .answered(.forward(.delivered)))
  }

  @Test func aMessengerMessageGoesOverThePageThatItsFlowNames() async throws {
    let page = #"{ "token": { "env": "P1" }, "appSecret": { "env": "S" }, "verifyToken": { "env": "V" } }"#
    let rig = try LiveRig(#", "messenger": { "pages": { "1": \#(page), "2": \#(page) } }"#)
    let performer = rig.performer
    for (from, asked) in [("2", true), (nil, false), ("3", false)] as [(BusinessAddress?, Bool)] {
      rig.sender.say("messages", 200, #"{"message_id":"m"}"#)
      let message = OutboundMessage(channel: .messenger, to: "7", from: from, text: "Hi")
      let result = await performer.perform(rig.call(.send(message, isConfirmation: false)))
      #expect((result == .answered(.gateway(.accepted(transactionID: "m")))) == asked)
    }
    #expect(rig.sender.asked == ["POST messages Bearer p1 10000"])
  }

  @Test func aWebServiceIsAskedWhereTheConfigurationLetsIt() async throws {
    let rig = try LiveRig()
    let performer = rig.performer
    func request(_ url: String) -> WantedEffect {
      .request(
        HTTPRequest(
          method: "GET", url: url, headers: [.init(name: "Authorization", parts: [.secret("shop")])]))
    }
    rig.sender.say("a", 200, "1")
    guard
      case .answered(.http(.response(let response))) = await performer.perform(
        rig.call(request("https://shop.example.com/a")))
    else {
      Issue.record("no answer")
      return
    }
    #expect(response.status == 200 && response.body == 1)
    #expect(rig.sender.asked == ["GET a shop-secret 10000 public"])
    #expect(
      await performer.perform(rig.call(request("https://evil.example/a")))
        == .answered(.http(.failed(.error))))
    #expect(rig.sender.asked.count == 1)
  }

  @Test func whatIsKnownOfACallBeforeIt() throws {
    let rig = try LiveRig(#", "whenInDoubt": { "sends": "fail" }"#)
    let performer = rig.performer
    func terms(_ effect: WantedEffect) -> String {
      let terms = performer.terms(of: effect)
      return "\(terms.host) \(terms.timeout) \(terms.keyWindow.map(String.init) ?? "-") \(terms.whenInDoubt)"
    }
    #expect(terms(Self.sms) == "kannel:13013 30000 - fail")
    #expect(terms(Self.start()) == "ece.example.com:443 30000 - fail")
    #expect(terms(Self.end) == "ece.example.com:443 30000 - repeat")
    #expect(
      terms(.request(HTTPRequest(method: "PUT", url: "http://a.example:81/b", timeout: 5000)))
        == "a.example:81 5000 86400000 fail")
    #expect(terms(.request(HTTPRequest(method: "POST", url: "?"))) == " 10000 - fail")
  }
}
