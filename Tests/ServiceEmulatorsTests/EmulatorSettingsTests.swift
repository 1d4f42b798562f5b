#if Service
import JSONSyntax
import Testing

@testable import ServiceEmulators

@Suite("An emulator's settings")
struct EmulatorSettingsTests {
  @Test("name faults, each with how often")
  func faults() throws {
    let faults = try #require(EmulatorFaults("early,lost=0.5,429=1"))
    #expect(faults[.early] == 0.1 && faults[.lost] == 0.5 && faults[.throttle] == 1 && faults[.slow] == 0)
    #expect(EmulatorFaults("none") == EmulatorFaults.none)
    #expect(try EmulatorFaults.Fault.allCases.allSatisfy { try #require(EmulatorFaults("all"))[$0] == 0.1 })
    for text in ["early=2", "early=-1", "early=x", "unknown", "all,unknown"] {
      #expect(EmulatorFaults(text) == nil)
    }
  }

  @Test("decide alike for the same seed, and as often as they say")
  func chance() {
    var (first, second) = (EmulatorChance(seed: 7), EmulatorChance(seed: 7))
    let decisions = (0..<1_000).map { _ in first.decides(0.3) }
    let others = (0..<1_000).map { _ in second.decides(0.3) }
    #expect(decisions == others)
    #expect((250...350).contains(decisions.count(where: \.self)))
    let never = first.decides(0)
    #expect(!never)
  }

  @Test("are changed by name, and no other name is taken")
  func changes() throws {
    var settings = EmulatorSettings()
    let problem = settings.change([
      "callbackUrl": "http://h/", "capacity": 3, "faults": "lost=1", "entryPoints": ["1": "d"],
      "answers": true,
      "undeliverable": ["+1"], "smsRetrySeconds": 0.5, "smsGateway": "kannel", "accountSid": "AC1",
    ])
    #expect(problem == nil)
    #expect(settings.callbackURL == "http://h/" && settings.capacity == 3 && settings.faults[.lost] == 1)
    #expect(settings.entryPoints == ["1": "d"] && settings.answers && settings.undeliverable == ["+1"])
    #expect(settings.smsGateway == .kannel && settings.accountSID == "AC1")
    let cleared = settings.change(["callbackUrl": nil])
    #expect(cleared == nil && settings.callbackURL == nil)
    let refused: [JSON] = [
      ["unknown": 1], ["faults": "unknown"], ["smsGateway": "pigeon"], [],
      ["answers": "yes"], ["callbackUrl": 1], ["secret": nil], ["undeliverable": ["+1", 2]],
      ["capacity": "3"],
      ["entryPoints": ["1": true]], ["httpStatus": 99],
    ]
    for json in refused {
      let problem = settings.change(json)
      #expect(problem != nil)
    }
  }
}
#endif
