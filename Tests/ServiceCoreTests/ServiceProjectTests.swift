import FlowModel
import JSONSyntax
import ServiceCore
import Testing

@Suite struct ServiceProjectTests {
  private static func flow(
    _ path: String, service: String?, consent: Consent? = nil, onlyWithoutLiveSession: Bool
  ) throws -> ServiceProject.Flow {
    let file: JSON = [
      "formatVersion": 1, "name": .string(path),
      "nodes": [
        "start": [
          "type": "Start",
          "trigger": [
            "channel": "sms", "number": "+15550100", "keyword": "STOP",
            "onlyWithoutLiveSession": .boolean(onlyWithoutLiveSession),
          ], "on": ["onBegin": "@end"],
        ]
      ],
    ]
    let source = FlowSource(file: Array(file.compact.utf8))
    return ServiceProject.Flow(
      path: path, service: service, consent: consent, program: try #require(source.program()), source: source)
  }

  @Test(
    arguments: [
      ("care", Consent.optOut, true, ["stop"]), ("care", .optOut, false, []), ("care", .optIn, true, []),
      // A service of its own hears all that a customer writes.
      ("other", .optOut, true, []),
    ] as [(String, Consent, Bool, [String])])
  func anOptOutThatGoesToTheAgentInAConversationIsToldOf(
    _ service: String, _ consent: Consent, _ onlyWithoutLiveSession: Bool, _ told: [String]
  ) throws {
    let project = ServiceProject([
      try Self.flow("chat", service: "care", onlyWithoutLiveSession: true),
      try Self.flow(
        "stop", service: service, consent: consent, onlyWithoutLiveSession: onlyWithoutLiveSession),
    ])
    #expect(project.optOutsUnheardInConversations.map(\.path) == told)
  }
}
