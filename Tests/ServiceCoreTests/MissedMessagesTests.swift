import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceProtocols
import Testing

@testable import ServiceCore

/// What a gateway kept while nobody took it is taken once.
@Suite struct MissedMessagesTests {
  private let store = MemoryStore()
  private let sender = ScriptedSender()
  private let clock = TestClock(Timestamp(milliseconds: 1_768_469_400_000))
  private let intake: ServiceIntake<MemoryStore>
  private let missed: MissedMessages<MemoryStore>
  private let log: ServiceLog

  init() throws {
    let url = try #require(ServiceAddress("https://api.twilio.com"))
    let twilio = Twilio(
      url: url, publicURL: url, accountSID: SecretBytes("AC1"), authToken: SecretBytes("t"),
      messagingServiceSID: nil, authentication: ChecksumAuthentication())
    intake = ServiceIntake(
      store, ServiceGate(sms: twilio), incarnation: "test", authentication: ChecksumAuthentication(),
      key: [1],
      pendingLimit: 100, clock: { [clock] in clock.now })
    log = ServiceLog(clock: { [clock] in clock.now }, write: { _ in })
    missed = MissedMessages(intake, sender: sender, log: log, clock: { [clock] in clock.now })
  }

  /// A message of a list, some minutes before the clock's 9:30.
  private static func message(_ id: String, minute: Int, _ direction: String = "inbound") -> String {
    """
    {"sid":"\(id)","direction":"\(direction)","from":"+14155550123","to":"+15550100","body":"\(id)",\
    "num_media":"1","date_sent":"Thu, 15 Jan 2026 09:\(minute < 10 ? "0" : "")\(minute):00 +0000"}
    """
  }

  /// What the next process of the store asks by, from its start on.
  private func restarted() async throws -> MissedMessages<MemoryStore> {
    let next = MissedMessages(intake, sender: sender, log: log, clock: { [clock] in clock.now })
    try await next.begin()
    return next
  }

  /// Has the gateway's list have some messages, the latest first, when it is asked for the next time.
  private func list(_ messages: String...) {
    sender.say(
      "Messages.json", 200, #"{"messages":[\#(messages.joined(separator: ","))],"next_page_uri":null}"#)
  }

  private func kept() async throws -> [String] {
    try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(store.inputs(limit: 99))
    }.map { row in
      guard case .outside(.message(let message))? = StoredInput(content: row.input.content) else {
        return "?"
      }
      return "\(message.transactionID) \(message.media)"
    }
  }

  @Test func theEarliestIsTakenFirstAndWhatIsOlderNotAtAll() async throws {
    #expect(await missed.ask() && sender.asked.isEmpty)
    missed.note(lossAt: clock.now + -600_000)
    let next = #""next_page_uri":"/2010-04-01/Accounts/AC1/Messages.json?Page=1""#
    sender.say(
      "Messages.json", 200,
      #"{"messages":[\#(Self.message("d", minute: 29)),\#(Self.message("c", minute: 28, "outbound-api"))],\#(next)}"#
    )
    sender.say(
      "Messages.json", 200,
      #"{"messages":[\#(Self.message("b", minute: 20)),{"sid":1},\#(Self.message("a", minute: 1))],\#(next)}"#
    )
    #expect(await missed.ask())
    #expect(try await kept() == ["b 1", "d 1"])
    #expect(sender.asked.count == 2)
    // Nothing is missing now; then it is, and all of it is known.
    #expect(await missed.ask() && sender.asked.count == 2)
    missed.note(lossAt: clock.now)
    sender.say(
      "Messages.json", 200, #"{"messages":[\#(Self.message("d", minute: 29))],"next_page_uri":null}"#)
    #expect(await missed.ask())
    #expect(try await kept() == ["b 1", "d 1"])
  }

  @Test func aGatewayThatCannotBeAskedIsAskedAgainAndOneThatRefusesIsNot() async throws {
    missed.note(lossAt: clock.now)
    #expect(await !missed.ask())
    sender.say("Messages.json", 500)
    #expect(await !missed.ask())
    sender.say("Messages.json", 429)
    #expect(await !missed.ask())
    sender.say("Messages.json", 404)
    #expect(await missed.ask())
    #expect(await missed.ask() && sender.asked.count == 4)
  }

  @Test func anAddressThatIsAnothersIsNotAsked() async throws {
    missed.note(lossAt: clock.now)
    sender.say(
      "Messages.json", 200,
      #"{"messages":[],"next_page_uri":"@evil.example/2010-04-01/Accounts/AC1/Messages.json?"}"#)
    #expect(await missed.ask() && sender.asked.count == 1)
  }

  @Test func whatCameToAStoreThatHadTakenNothingIsAskedForFromItsFirstStartOn() async throws {
    try await missed.begin()
    #expect(await missed.ask() && sender.asked.isEmpty)
    clock.advance(86_400_000)
    list()
    #expect(try await restarted().ask())
    list(Self.message("b", minute: 28), Self.message("a", minute: 20))
    #expect(try await restarted().ask())
    #expect(try await kept() == ["b 1"])
    // From now on what was taken last tells since when.
    list(Self.message("c", minute: 29))
    #expect(try await restarted().ask())
    #expect(sender.asked.count == 3)
    #expect(try await kept() == ["b 1"])
  }

  @Test(arguments: [500, 401])
  func whatCouldNotBeAskedForIsAskedForByTheNextProcessThoughSomethingHasComeMeanwhile(
    _ status: Int
  ) async throws {
    missed.note(lossAt: clock.now)
    sender.say("Messages.json", status)
    #expect(await missed.ask() == (status == 401))
    clock.advance(2 * 86_400_000)
    let later = InboundMessage(
      channel: .sms, from: CustomerAddress("+14155550123"), to: BusinessAddress("+15550100"), text: "z",
      transactionID: "z")
    #expect(await intake.take([Arrival(ArrivalName(.twilio, "z", "message"), .message(later))]).accepted == 1)
    list(Self.message("b", minute: 29), Self.message("a", minute: 20))
    #expect(try await restarted().ask())
    #expect(try await kept() == ["z 0", "b 1"])
    // Nothing is missing any more but what came since the latest.
    list(Self.message("c", minute: 29))
    #expect(try await restarted().ask())
    #expect(try await kept() == ["z 0", "b 1"])
  }
}
