import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import ServiceOperators
import ServiceProtocols
import Synchronization
import Testing

@Suite struct OperatorPageTests {
  @Test(
    "answers what is not asked rightly with its status",
    arguments: [
      ("GET", "/", ["Host": "evil.example"], 421),
      ("GET", "/operators/overview", ["Host": "evil.example"], 421),
      ("GET", "/nothing", [:], 404), ("GET", "/operators/../operators/overview", [:], 404),
      ("GET", "/operators/%6fverview", [:], 404), ("GET", "/operators.css/", [:], 404),
      ("GET", "/", [:], 401), ("GET", "/operators.css", [:], 200), ("HEAD", "/operators.js", [:], 200),
      ("GET", "/operators/overview", [:], 401), ("GET", "/operators/events", [:], 401),
      ("GET", "/operators/overview", Self.token, 200), ("HEAD", "/operators/overview", Self.token, 405),
      ("GET", "/operators/overview", ["Authorization": "Bearer \(OperatorDesk.token)x"], 401),
      ("GET", "/operators/overview", ["Authorization": "Bearer "], 401),
      ("GET", "/operators/overview", ["Authorization": "Basic \(OperatorDesk.token)"], 401),
      ("GET", "/operators/overview?a=%ff", Self.token, 400),
      // What changes something is no GET, and asked for by no other page.
      ("GET", "/operators/act", Self.token, 405), ("GET", "/logout", Self.token, 405),
      ("PUT", "/operators/act", Self.token, 405), ("DELETE", "/", Self.token, 405),
      ("POST", "/operators/act", [:], 401), ("POST", "/operators/act", Self.token, 400),
      ("POST", "/operators/act", Self.token(and: ["Origin": "http://127.0.0.1:1"]), 403),
      ("POST", "/operators/act", Self.token(and: ["Origin": "null"]), 403),
      ("POST", "/login", ["Origin": "https://127.0.0.1:8081"], 403),
      ("GET", "/operators/sessions", Self.token(and: ["Sec-Fetch-Site": "same-site"]), 403),
      ("GET", "/operators/sessions", Self.token(and: ["Sec-Fetch-Site": "same-origin"]), 200),
    ] as [(String, String, [String: String], Int)])
  func statuses(_ method: String, _ target: String, _ headers: [String: String], _ status: Int) async throws {
    let desk = try await OperatorDesk()
    #expect(await desk.ask(method, target, headers).status == status)
  }

  private static let token = ["Authorization": "Bearer \(OperatorDesk.token)"]
  private static func token(and others: [String: String]) -> [String: String] {
    token.merging(others) { $1 }
  }

  @Test func aBrowserShowsTheTokenOnceAndACookieFromThenOn() async throws {
    let desk = try await OperatorDesk()
    #expect(await desk.logIn(token: "another") == nil)
    let set = try #require(await desk.logIn(token: OperatorDesk.token, name: "M. Ana; x=<b>"))
    #expect(set.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
    #expect(!set.contains(OperatorDesk.token))
    let cookie = try #require(set.split(separator: ";").first.map(String.init))
    func status(
      _ cookie: String, _ method: String = "GET", _ target: String = "/", _ more: [String: String] = [:]
    )
      async -> Int
    {
      await desk.ask(method, target, more.merging(["Cookie": cookie]) { $1 }).status
    }
    #expect(await status(cookie) == 200)
    #expect(await status("other=1; \(cookie)") == 200)
    #expect(await status("\(cookie); \(cookie)") == 401)
    #expect(await status(cookie.replacing("8081", with: "8082")) == 401)
    #expect(await status(cookie + "A") == 401)
    #expect(await status(String(cookie.dropLast())) == 401)
    #expect(await status(cookie.replacing("=1", with: "=2")) == 401)
    // A browser says with what changes something from where it is.
    #expect(await status(cookie, "POST", "/operators/act") == 403)
    #expect(await status(cookie, "POST", "/operators/act", ["Origin": "http://127.0.0.1:8081"]) == 400)
    #expect(desk.log.contains(#""event":"operatorRefused""#) && desk.log.contains(#""who":"M. Ana; x=<b>""#))
    desk.clock.advance(12 * 3_600_000 + 1)
    #expect(await status(cookie) == 401)
    let next = try #require(await desk.logIn(token: OperatorDesk.token)?.split(separator: ";").first)
    #expect(await status(String(next)) == 200)
    desk.page.access.set(SecretBytes(OperatorDesk.token))
    #expect(desk.page.access.changeCount == 0)
    desk.page.access.set(SecretBytes("another token of operators"))
    #expect(desk.page.access.changeCount == 1)
    #expect(await status(String(next)) == 401)
    #expect(await desk.ask("GET", "/", Self.token).status == 401)
  }

  @Test func theNameOfTheProjectThatIsInForceIsShown() async throws {
    let desk = try await OperatorDesk()
    // A server has a copy.
    let copy = desk.page
    copy.set(ServedName(project: "Care and more", environment: nil))
    let overview = await desk.tell("/operators/overview")
    #expect(overview["project"] == "Care and more" && overview["environment"] == .null)
  }

  @Test func aSessionIsFoundAndReadAndWhoReadItIsLogged() async throws {
    let desk = try await OperatorDesk()
    let text = "<img src=x onerror=alert(1)>"
    try await desk.rig.accept(.writes(text), .writes("hi", ServiceRig.bob))
    try await desk.settle()
    let overview = await desk.tell("/operators/overview")
    #expect(overview["project"] == "Care" && overview["environment"] == "trial")
    #expect(overview["counts"]?[0]?["count"]?.number?.integer == 2)
    #expect(overview["counts"]?[0]?["node"]?.string == "answer")
    let definition = overview["flows"]?[0]?["definition"]?.string ?? ""
    let picture = await desk.tell("/operators/picture?definition=\(definition)")["picture"]?.string ?? ""
    #expect(picture.contains(#"data-node="answer""#) && !picture.contains("<style"))
    let found = await desk.tell("/operators/sessions?customer=%2B14155550123")
    #expect(found["rows"]?.array?.count == 1 && found["next"] == .null)
    #expect(await desk.tell("/operators/sessions?flow=test.flow.json&node=answer")["rows"]?.array?.count == 2)
    #expect(await desk.tell("/operators/sessions?node=ask")["rows"]?.array?.count == 0)
    let key = found["rows"]?[0]?["session"]?.string ?? ""
    let session = await desk.tell("/operators/session?session=\(key)")
    #expect(session["transcript"]?.array?.contains { $0.string?.contains(text) == true } == true)
    #expect(session["trace"]?.array?.isEmpty == false && session["row"]?["node"]?.string == "answer")
    let turns = session["row"]?["turns"]?.number?.integer ?? 0
    #expect(
      await desk.ask("GET", "/operators/session?session=\(key)&turns=\(turns)", Self.token).status == 204)
    #expect(await desk.ask("GET", "/operators/session?session=none", Self.token).status == 404)
    #expect(await desk.ask("GET", "/operators/picture?definition=none", Self.token).status == 404)
    let reading = #""event":"operatorRead","who":"unnamed","peer":"127.0.0.1","session":"\#(key)""#
    #expect(desk.log.contains(reading))
    #expect(!desk.log.contains("onerror") && !desk.log.contains("4155550123"))
  }

  @Test func noAnswerCanBecomeAnotherPagesScriptOrMarkup() async throws {
    let desk = try await OperatorDesk()
    for target in [
      "/", "/operators.css", "/operators.js", "/login.js", "/picture.css", "/operators/overview",
    ] {
      let reply = await desk.ask("GET", target, Self.token)
      func header(_ name: String) -> String? { reply.headers.first { $0.name == name }?.value }
      #expect(reply.status == 200 && header("X-Content-Type-Options") == "nosniff")
      #expect(
        header("Cache-Control") == "no-store" && header("Cross-Origin-Resource-Policy") == "same-origin")
      let policy = header("Content-Security-Policy")
      #expect(target.hasPrefix("/operators/") || policy?.contains("'unsafe") == false)
      if target == "/" { #expect(policy?.contains("frame-ancestors 'none'") == true) }
    }
    let page = String(decoding: await desk.ask("GET", "/", Self.token).body, as: UTF8.self)
    #expect(!page.contains("<script>") && !page.contains(" style=") && !page.contains("onclick"))
  }

  @Test func whatIsLeftIsDealtWith() async throws {
    let desk = try await OperatorDesk()
    desk.rig.world.say(.unanswered)
    try await desk.rig.accept(.writes("hi"))
    try await desk.settle()
    try await desk.effects.judge(isOnlyProcess: true)
    try await desk.settle()
    #expect(await desk.tell("/operators/overview")["doubts"]?.number?.integer == 1)
    let key = await desk.tell("/operators/doubts")["rows"]?[0]?["key"]?.string ?? ""
    #expect(await desk.tell("/operators/doubts?key=\(key)")["content"]?["send"] != nil)
    #expect(await desk.act("settleDoubt", .string(key)) == 200)
    #expect(await desk.act("settleDoubt", .string(key)) == 404)
    #expect(await desk.act("retryDoubt", "not a key") == 400)

    let letter = DeadLetter(
      .orphan, at: desk.clock.now, session: nil, customer: ServiceRig.ana, problem: "<b>gone</b>",
      content: Array(#"{"id":"<i>"}"#.utf8))
    let number = try await desk.rig.change { $0.insert(letter) }
    #expect(await desk.tell("/operators/dead")["rows"]?[0]?["problem"]?.string == "<b>gone</b>")
    #expect(await desk.tell("/operators/dead?number=\(number)")["content"]?["id"]?.string == "<i>")
    #expect(await desk.act("retryDeadLetter", .number(number)) == 404)
    #expect(await desk.act("dropDeadLetter", .number(number)) == 200)
    #expect(await desk.tell("/operators/overview")["deadLetters"]?.number?.integer == 0)

    #expect(await desk.act("suppress", "+14155550123") == 200)
    #expect(await desk.tell("/operators/suppressed")["rows"] == ["sms:+14155550123"])
    #expect(await desk.act("unsuppress", "sms:+14155550123") == 200)
    #expect(await desk.tell("/operators/suppressed")["rows"] == [])
    #expect(await desk.act("pause") == 200)
    #expect(await desk.tell("/operators/overview")["paused"]?.boolean == true)
    #expect(await desk.act("resume") == 200)
    #expect(await desk.act("explode") == 400)
    #expect(await desk.act("suppress", .string("+" + String(repeating: "1", count: 1_000))) == 400)
    #expect(await desk.ask("GET", "/operators/dead?number=\(UInt64.max)", Self.token).status == 404)
    #expect(desk.wakes == 8)
    #expect(desk.log.contains(#""act":"suppress","on":"somebody","done":true"#))
    #expect(!desk.log.contains("4155550123"))

    try await desk.rig.accept(.writes("once more", ServiceRig.bob))
    try await desk.settle()
    #expect(await desk.act("endSession", "session-2") == 200)
    #expect(await desk.act("endSession", "session-2") == 404)
    #expect(await desk.tell("/operators/sessions")["rows"] == [])
    #expect(await desk.tell("/operators/sessions?customer=nobody")["rows"] == [])
    // A plus that is written as itself is a space to who reads it.
    for plus in ["%2B", "+", ""] {
      let ended = await desk.tell(
        "/operators/sessions?customer=\(plus)\(ServiceRig.bob.address.text.dropFirst())")
      #expect(ended["rows"]?[0]?["endedAt"]?.string != nil)
    }
  }

  @Test func longListsAreToldInParts() async throws {
    let desk = try await OperatorDesk()
    for number in 0..<120 {
      try await desk.rig.change {
        $0.setSuppressed(true, try #require(Customer(named: "+1415555\(1000 + number)")))
        _ = $0.insert(
          DeadLetter(.forward, at: ServiceRig.start, session: nil, customer: nil, problem: "", content: []))
      }
    }
    for path in ["suppressed", "dead"] {
      var (rows, after) = ([JSON](), "")
      repeat {
        let part = await desk.tell("/operators/\(path)?after=\(after)")
        rows += part["rows"]?.array ?? []
        after = part["next"]?.string?.replacing("+", with: "%2B") ?? part["next"]?.number?.text ?? ""
      } while !after.isEmpty && rows.count < 1000
      #expect(rows.count == 120 && Set(rows).count == 120)
    }
  }
}

/// The page over a store in memory, asked from this machine.
private struct OperatorDesk: Sendable {
  static let token = "the token of operators"

  let rig: ServiceRig
  let page: OperatorPage<MemoryStore>
  let effects: EffectDriver<MemoryStore, ScriptedWorld>
  private let driver: TurnDriver<MemoryStore>
  private let heard = Heard()

  /// What the page tells others.
  private final class Heard: Sendable {
    let log = Mutex<[UInt8]>([])
    let wakes = Mutex(0)
  }

  init() async throws {
    rig = try await ServiceRig(TestFlow.question)
    driver = try await rig.driver()
    effects = rig.effects()
    let (clock, heard) = (rig.clock, heard)
    page = OperatorPage(
      rig.store, named: ServedName(project: "Care", environment: "trial"),
      access: OperatorAccess(
        token: SecretBytes(Self.token), key: [1, 2, 3], authentication: SumAuthentication(), port: 8081),
      log: ServiceLog(clock: { clock.now }, write: { line in heard.log.withLock { $0 += line } }),
      customerName: { _ in "somebody" }, clock: { clock.now }, wallClock: { clock.now },
      wake: { heard.wakes.withLock { $0 += 1 } })
  }

  var clock: TestClock { rig.clock }
  var log: String { heard.log.withLock { String(decoding: $0, as: UTF8.self) } }
  var wakes: Int { heard.wakes.withLock { $0 } }

  func settle() async throws { try await rig.settle(driver, effects) }

  func ask(
    _ method: String, _ target: String, _ headers: [String: String] = [:], body: String = ""
  ) async -> ServiceReply {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    var headers = headers
    headers["Host"] = headers["Host"] ?? "127.0.0.1:8081"
    let request = ReceivedRequest(
      method: method, path: parts[0], query: parts.count > 1 ? parts[1] : nil,
      headers: headers.map { HTTPRequest.Header(name: $0.key, value: $0.value) }, body: Array(body.utf8),
      peer: InternetAddress("127.0.0.1"))
    guard OperatorAccess.isNamedRightly(request) else { return ServiceReply(421) }
    return switch await page.answer(request) {
    case .reply(let reply): reply
    case .events: ServiceReply(200)
    }
  }

  /// What a program with the token is told.
  func tell(_ target: String) async -> JSON {
    let reply = await ask("GET", target, ["Authorization": "Bearer \(Self.token)"])
    return (try? JSON(parsing: reply.body)) ?? .null
  }

  /// Does something as a program with the token.
  func act(_ act: String, _ subject: JSON = .null) async -> Int {
    await ask(
      "POST", "/operators/act",
      ["Authorization": "Bearer \(Self.token)", "Content-Type": "application/json"],
      body: (["act": .string(act), "on": subject] as JSON).compact
    ).status
  }

  /// The cookie that a browser is told to show; nil where the token is another.
  func logIn(token: String, name: String = "") async -> String? {
    let form = "token=\(token.replacing(" ", with: "+"))&name=\(name.replacing(";", with: "%3B"))"
    let reply = await ask("POST", "/login", ["Content-Type": "application/x-www-form-urlencoded"], body: form)
    return reply.headers.first { $0.name == "Set-Cookie" }?.value
  }
}

/// A code for these tests that depends on every byte of key and message, and hides neither.
private struct SumAuthentication: MessageAuthentication {
  func code(_ hash: MessageHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
    let sum = (key + message).reduce(into: UInt64(14_695_981_039_346_656_037)) {
      $0 = ($0 ^ UInt64($1)) &* 1_099_511_628_211
    }
    return (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
  }
}
