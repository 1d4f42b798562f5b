import FlowHosting
import FlowInterpreter
import FlowModel
import Testing

@testable import ServiceCore

/// What a process has written and need not read.
@Suite struct WrittenLatelyTests {
  private static let message = OutboundMessage(
    channel: .sms, to: "+15555550142", from: "+15555550100", text: "hi")

  private static func key(_ number: Int) -> EffectKey {
    EffectKey(incarnation: "store", session: "session", number: number)
  }

  private static func answer(_ id: String) -> StoredInput {
    .outside(
      .answer(
        .gateway(.accepted(transactionID: GatewayMessageID(id))),
        to: IdempotencyKey(session: "session", effect: EffectID(1))))
  }

  @Test func anEffectIsKnownByItsBytesOnce() {
    let written = WrittenLately()
    let wanted = WantedEffect.send(Self.message, isConfirmation: false)
    #expect(written.takeEffect(Self.key(1), in: wanted.content) == nil)
    written.note(wanted, as: wanted.content, of: Self.key(1))
    #expect(written.takeEffect(Self.key(2), in: wanted.content) == nil)
    #expect(written.takeEffect(Self.key(1), in: wanted.content) == wanted)
    #expect(written.takeEffect(Self.key(1), in: wanted.content) == nil)
    written.note(wanted, as: wanted.content, of: Self.key(1))
    let other = WantedEffect.send(Self.message, isConfirmation: true).content
    #expect(written.takeEffect(Self.key(1), in: other) == nil)
  }

  @Test func anAnswerIsKnownByItsBytesOnce() {
    let written = WrittenLately()
    let answer = Self.answer("m-1")
    #expect(written.takeAnswer(for: "session", in: answer.content) == nil)
    written.note(answer, as: answer.content, for: "session")
    #expect(written.takeAnswer(for: "other", in: answer.content) == nil)
    #expect(written.takeAnswer(for: "session", in: answer.content) == answer)
    #expect(written.takeAnswer(for: "session", in: answer.content) == nil)
    written.note(answer, as: answer.content, for: "session")
    #expect(written.takeAnswer(for: "session", in: Self.answer("m-2").content) == nil)
  }

  @Test func whatNobodyReadsIsForgotten() {
    let written = WrittenLately()
    let wanted = WantedEffect.send(Self.message, isConfirmation: false)
    for number in 1...1_025 { written.note(wanted, as: wanted.content, of: Self.key(number)) }
    #expect(written.takeEffect(Self.key(1), in: wanted.content) == nil)
    #expect(written.takeEffect(Self.key(1_025), in: wanted.content) == wanted)
  }
}
