import FlowModel
import JSONSyntax
import Testing

@testable import FlowInterpreter

@Suite struct CollectionTests {
  @Test func theLatestIdentifiersAreRememberedAndNoMore() {
    var identifiers = RecentIdentifiers(limit: 3)
    for identifier in ["a", "b", "c"] as [EventID] { identifiers.insert(identifier) }
    #expect(["a", "b", "c", "d"].map(identifiers.contains) == [true, true, true, false])
    identifiers.insert("d")
    #expect(["a", "b", "c", "d"].map(identifiers.contains) == [false, true, true, true])
    identifiers.insert("a")
    #expect(["a", "b", "c", "d"].map(identifiers.contains) == [true, false, true, true])
  }

  @Test func identifiersAreComparedByteForByte() {
    var identifiers = RecentIdentifiers(limit: 3)
    identifiers.insert("caf\u{E9}")
    #expect(!identifiers.contains("cafe\u{301}"))
  }

  @Test func identifiersAreEqualByContentHoweverTheyCameAbout() {
    var long = RecentIdentifiers(limit: 2)
    for identifier in ["x", "y", "a", "b"] as [EventID] { long.insert(identifier) }
    var short = RecentIdentifiers(limit: 2)
    for identifier in ["z", "a", "b"] as [EventID] { short.insert(identifier) }
    #expect(long == short)
    #expect(long.hashValue == short.hashValue)
    short.insert("c")
    #expect(long != short)
  }

  /// An array is the model. Nearly all slots of the table are taken, and taken anew, by few identifiers.
  @Test func recentIdentifiersAreThoseOfAnArray() {
    var numbers = SeededNumbers(seed: 11)
    var identifiers = RecentIdentifiers(limit: 40)
    var model: [EventID] = []
    for step in 0..<4000 {
      let text: EventID = "event-\(Int.random(in: 0..<80, using: &numbers))"
      if step == 20 { identifiers.reserveRoom(for: 1000) }
      #expect(identifiers.contains(text) == model.contains(text))
      #expect(identifiers.insert(text) == !model.contains(text))
      if !model.contains(text) { model = (model + [text]).suffix(40) }
      #expect(identifiers.inOrder == model)
    }
  }

  @Test func packedTextsAreReadAsTheyWere() {
    let texts = [0, 1, 15, 16, 126, 127, 128, 16_382, 16_383, 300_000].map {
      String(repeating: "x", count: $0)
    }
    let packed = PackedTexts("header", texts + [nil, "caf\u{E9} \u{1F600}", nil, ""])
    #expect(packed.header == "header")
    for (index, text) in texts.enumerated() { #expect(packed[index] == text) }
    #expect((10...13).map { packed[$0] } == [nil, "caf\u{E9} \u{1F600}", nil, ""])
  }

  @Test func messagesAreComparedByteForByte() {
    #expect(TestFlow.message("caf\u{E9}") == TestFlow.message("caf\u{E9}"))
    #expect(TestFlow.message("caf\u{E9}") != TestFlow.message("cafe\u{301}"))
    #expect(TestFlow.message(number: 1) != TestFlow.message(number: 2))
  }

  /// What a service answers, and its ids.
  static let answers: [(caseID: String?, activityID: String?, body: JSON)] = [
    ("k", "a", ["id": "c", "caseId": "k", "activityId": "a"]), (nil, nil, ["id": "c"]),
    (nil, "a", ["id": "c", "activityId": "a"]), (nil, nil, ["id": "c", "caseId": "k", "activityId": "a"]),
    ("k", "a", ["id": "c"]), ("k", "a", ["caseId": "k", "id": "c", "activityId": "a"]),
    ("k", "a", ["id": "c", "caseId": "k", "activityId": "a", "more": 1]),
    ("1", nil, ["id": "c", "caseId": 1]),
    ("caf\u{E9}", nil, ["id": "c", "caseId": "cafe\u{301}"]), (nil, nil, []), (nil, nil, nil),
  ]

  @Test(arguments: answers.indices)
  func anAnswerIsGivenBackAsItCame(_ index: Int) {
    let (caseID, activityID, body) = Self.answers[index]
    #expect(StartedConversation(id: "c", caseID: caseID, activityID: activityID, body: body).body == body)
  }

  @Test func sessionsWithoutEventsShareNothingThatOneOfThemChanges() {
    let empty = SessionEvents()
    var changed = empty
    changed.held.append(TestFlow.event("Message", "m"))
    changed.remembered.insert("m")
    let copy = changed
    _ = changed.held.popFirst()
    #expect(empty == SessionEvents() && empty.held.isEmpty && empty.remembered.isEmpty)
    #expect(copy.held.inOrder.map(\.id) == ["m"])
    #expect(changed.held.isEmpty && changed.remembered.contains("m"))
  }

  /// A host may park a million sessions: what a member more costs should be seen.
  @Test func aParkedSessionsPartsAreAsSmallAsTheyAreSaidToBe() {
    #expect(MemoryLayout<StoredOutputs>.stride == 24)
    #expect(MemoryLayout<ConversationOutputs>.size == 72)
  }

  @Test func aQueueGivesItsEventsInOrderAndIsEqualByThoseThatAreLeft() {
    var queue = EventQueue()
    #expect(queue.popFirst() == nil)
    for number in 1...100 { queue.append(TestFlow.event("Message", "m\(number)")) }
    for number in 1...97 { #expect(queue.popFirst()?.id == "m\(number)") }
    var other = EventQueue()
    for number in 98...100 { other.append(TestFlow.event("Message", "m\(number)")) }
    #expect(queue == other)
    #expect(queue.hashValue == other.hashValue)
    #expect(queue.takeAll().map(\.id) == ["m98", "m99", "m100"])
    #expect(queue.isEmpty)
    #expect(queue != other)
  }

  static let milliseconds: [(seconds: Double, timeout: Int64, delay: Int64)] = [
    (1, 1000, 1000), (0.0005, 1, 1), (0.0004, 1, 1), (1e-9, 1, 1), (0.0014, 1, 2), (0.0015, 2, 2),
    (0.0016, 2, 2),
    (1.1, 1100, 1100), (2.007, 2007, 2007), (0.5005, 501, 501), (1.0005, 1001, 1001), (1.0004, 1000, 1001),
    (1.0011, 1001, 1002), (2.675, 2675, 2675),
    (4.35, 4350, 4350), (0.29, 290, 290), (1.005, 1005, 1005), (1.0025, 1003, 1003),
    (86_400, 86_400_000, 86_400_000),
    (1e9, 1_000_000_000_000, 1_000_000_000_000), (999_999_999.9995, 1_000_000_000_000, 1_000_000_000_000),
  ]

  @Test(arguments: milliseconds)
  func secondsAreTheNearestMillisecondsAHalfUpAndADelaysRoundedUp(
    seconds: Double, timeout: Int64, delay: Int64
  ) {
    #expect(Milliseconds.ofTimeout(seconds) == timeout)
    #expect(Milliseconds.ofDelay(seconds) == delay)
  }

  @Test func passedTimeMayBeNoneAtAll() {
    #expect(Milliseconds.nearest(0) == 0)
    #expect(Milliseconds.nearest(0.0005) == 1)
    #expect(Milliseconds.nearest(1.0005) == 1001)
  }
}
