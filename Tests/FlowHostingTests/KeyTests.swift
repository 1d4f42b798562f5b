import FlowHosting
import FlowInterpreter
import TestSupport
import Testing

@Suite struct KeyTests {
  @Test func keysAreInTheOrderOfTheirLengthsAndBytes() {
    let keys = (1...120).map(SessionKey.init(simulated:))
    #expect(keys.reversed().sorted() == keys)
    let random = SessionKey(bits: (high: 0x0123_4567_89AB_CDEF, low: 1))
    #expect(random.text == "0123456789abcdef0000000000000001")
    #expect(SessionKey(bits: (high: 0, low: .max)) < random)
  }

  @Test func aSourceDrawsAHundredAndTwentyEightBitsForEachSession() throws {
    var host = FlowHost(
      try TestFlow.machine(TestFlow.chat), keys: .random { 0xAB }, start: TestFlow.start, isTraced: false)
    let output = host.take(.message(TestFlow.message()))
    #expect(output.effects.map(\.key.session.text) == ["00000000000000ab00000000000000ab"])
  }

  @Test func anEffectsKeyCanBeMadeWrittenAndRead() {
    let key = IdempotencyKey(session: SessionKey(bits: (high: .max, low: .max)), effect: EffectID(Int.max))
    #expect(key.text == "ffffffffffffffffffffffffffffffff.9223372036854775807")
    #expect(key.text.utf8.count <= 64)
    #expect(IdempotencyKey(text: key.text) == key)
    for text in ["", ".1", "a.", "a.0", "a.-1", "a.01", "a.+1", "a", "a.1.", "a. 1"] {
      #expect(IdempotencyKey(text: text) == nil, "\(text)")
    }
    #expect(IdempotencyKey(text: "a.b.1")?.session.text == "a.b")
  }
}
