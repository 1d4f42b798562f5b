import Diagnostics
import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@testable import FlowSimulation

/// What an exploration finds in flows that have one thing wrong each, and that its scenarios pass.
@Suite("Exploration")
struct ExplorationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let flow: [String: JSON]
    /// The findings, ends in error aside: severity and message, and how many inputs show it.
    let findings: [String]
  }

  private static let send: JSON = ["type": "SendSMS", "on": ["onSuccess": "@resume"]]
  private static func chat(_ on: JSON) -> JSON { ["type": "StartConversation", "on": on] }

  static let cases: [Case] =
    [
      Case(
        testDescription: "A flow with nothing wrong",
        flow: ["nodes": ["open": chat(["Message": "relay", "Complete": "@end"]), "relay": send]], findings: []
      ),
      Case(
        testDescription: "A waiting node on a branch, behind an answer of the gateway",
        flow: [
          "nodes": [
            "open": chat(["Message": "relay", "Complete": "@end"]),
            "relay": ["type": "SendSMS", "on": ["onSuccess": "@resume", "onError": "pause"]],
            "pause": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end"]],
          ]
        ],
        findings: [
          "error: `pause` waits, so it is not processed on the branch of `Message` of `open` (4)",
          "info: `pause` is never entered (0)",
        ]),
      Case(
        testDescription: "A loop within one turn",
        flow: [
          "settings": ["nodeExecutionLimit": 20],
          "nodes": [
            "ask": [
              "type": "Branch",
              "branches": [
                [
                  "name": "loop",
                  "all": [["value": "$(start.sms.message)", "operator": "equals", "operand": "again"]],
                ]
              ],
              "on": ["loop": "ask", "none": "@end"],
            ]
          ],
        ],
        findings: ["error: the node executions are used up, after `ask` (1)"]),
      Case(
        testDescription: "A loop of answers of the gateway",
        flow: ["nodes": ["tell": ["type": "SendSMS", "on": ["onSuccess": "tell"]]]],
        findings: [
          "error: the session goes on for ever, and at once, without customer or agent: `tell` (2)"
        ]),
      Case(
        testDescription: "A loop of timers",
        flow: [
          "nodes": [
            "pause": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "tell"]],
            "tell": ["type": "SendSMS", "on": ["onSuccess": "pause", "otherwise": "@end"]],
          ]
        ],
        findings: [
          "warning: the session goes on for ever without customer or agent: `pause`, `tell` (3)"
        ]),
      Case(
        testDescription: "A loop of timers that the session's own timer ends in time",
        flow: [
          "settings": ["expiresAfterSeconds": 60],
          "nodes": [
            "pause": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "tell"]],
            "tell": ["type": "SendSMS", "on": ["onSuccess": "pause", "otherwise": "@end"]],
          ],
        ],
        findings: []),
      Case(
        testDescription: "@resume where no branch runs",
        flow: ["nodes": ["tell": ["type": "SendSMS", "on": ["onSuccess": "@resume"]]]],
        findings: ["error: `onSuccess` of `tell` resumes where no branch runs (2)"]),
      Case(
        testDescription: "An outcome that leads nowhere",
        flow: ["nodes": ["tell": ["type": "SendSMS", "on": ["onError": "@end"]]]],
        findings: ["error: `onSuccess` of `tell` leads nowhere (2)"]),
      Case(
        testDescription: "A wait without an end in reach",
        flow: [
          "nodes": [
            "menu": ["type": "Receive", "on": ["sms.mo": "menu", "onTimeout": "menu"]]
          ]
        ],
        findings: [
          "error: a session that waits at `menu` like this can not end any more (1)",
          "warning: the session goes on for ever without customer or agent: `menu` (2)",
        ]),
      Case(
        testDescription: "What never happens",
        flow: [
          "nodes": [
            "pause": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end", "onError": "sorry"]],
            "sorry": send,
          ]
        ],
        findings: ["info: `onError` of `pause` is never taken (0)", "info: `sorry` is never entered (0)"]),
      Case(
        testDescription: "A text that a condition asks for, and an answer's body",
        flow: [
          "nodes": [
            "ask": [
              "type": "HTTPRequest", "method": "GET", "url": "https://a.b", "on": ["onSuccess": "sort"],
            ],
            "sort": [
              "type": "Branch",
              "branches": [
                [
                  "name": "late",
                  "all": [
                    [
                      "value": "$(ask.http.responseBody.order.days)", "operator": "greaterThan",
                      "operand": "7",
                    ]
                  ],
                ],
                [
                  "name": "stop",
                  "all": [
                    ["value": "$(start.sms.message)", "operator": "equalsIgnoreCase", "operand": "STOP"]
                  ],
                ],
              ],
              "on": ["late": "@end", "stop": "@end:incomplete", "none": "@end"],
            ],
          ]
        ],
        findings: []),
      Case(
        testDescription: "A status and a body that a condition asks for together",
        flow: [
          "nodes": [
            "ask": [
              "type": "HTTPRequest", "method": "GET", "url": "https://a.b", "on": ["onSuccess": "sort"],
            ],
            "sort": [
              "type": "Branch",
              "branches": [
                [
                  "name": "gone",
                  "all": [
                    ["value": "$(ask.http.statusCode)", "operator": "equals", "operand": "410"],
                    ["value": "$(ask.http.responseBody.state)", "operator": "equals", "operand": "sold"],
                  ],
                ]
              ],
              "on": ["gone": "@end", "none": "@end"],
            ],
          ]
        ],
        findings: []),
      Case(
        testDescription: "A content that a condition asks for, of another event than a message",
        flow: [
          "nodes": [
            "open": chat(["Transfer": "sort", "Complete": "@end"]),
            "sort": [
              "type": "Branch",
              "branches": [
                [
                  "name": "sales",
                  "all": [["value": "$(open.event.content)", "operator": "equals", "operand": "sales"]],
                ],
                [
                  "name": "none of them",
                  "all": [["value": "$(open.event.content)", "operator": "equals", "operand": ""]],
                ],
              ],
              "on": ["sales": "@resume", "none of them": "@resume", "none": "@resume"],
            ],
          ]
        ],
        findings: []),
    ] + ExplorationValueCases.all

  @Test(arguments: cases)
  func findings(example: Case) throws {
    let program = try FlowProgram(file: UsualFlow.file(example.flow))
    let exploration = Explorer.explore(program)
    let findings = exploration.findings.filter { if case .endInError = $0.kind { false } else { true } }
    #expect(
      findings.map { "\($0.kind.severity.rawValue): \($0.kind.message) (\($0.inputs.count))" }
        == example.findings)
    #expect(exploration.isExhausted)
    for finding in exploration.findings where !finding.inputs.isEmpty {
      let steps = try #require(finding.actions, "\(finding.kind.message) has a scenario").map(\.json)
      let result = ScenarioRunner.run(try Scenario(steps), with: program)
      #expect(result.failure == nil, "\(finding.kind.message): \(steps)")
    }
  }

  @Test("What no step of a scenario can do is found all the same, and has none")
  func unplayable() throws {
    let program = try FlowProgram(
      file: UsualFlow.file([
        "nodes": [
          "open": Self.chat(["Message": "first", "Complete": "@end"]),
          "first": ["type": "SendSMS", "on": ["onSuccess": "second"]],
          "second": ["type": "SendSMS", "on": ["onSuccess": "@resume", "onError": "pause"]],
          "pause": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end"]],
        ]
      ]))
    let finding = try #require(Explorer.explore(program).findings.first)
    #expect(finding.kind.name == .waitingNodeSkipped)
    // The first message has to be accepted, and the second one not: one step leads to both.
    #expect(Array(finding.inputs.suffix(2)) == [.gateway(.accepted), .gateway(.error)])
    #expect(finding.actions == nil)
  }

  @Test(
    "Events are held while an answer is awaited and while the gateway is silent, as many as the bound says")
  func heldEvents() throws {
    let program = try FlowProgram(
      file: UsualFlow.file([
        "nodes": ["open": Self.chat(["Message": "relay", "Complete": "@end"]), "relay": Self.send]
      ]))
    var states: [Int] = []
    for heldEvents in 0...3 {
      let exploration = Explorer.explore(program, bounds: ExplorationBounds(heldEvents: heldEvents))
      #expect(exploration.isExhausted)
      states.append(exploration.states)
    }
    // Three kinds of events can be told apart. So there are 3, 9 and 27 queues more for each of the two waits, and for
    // the submission of a held message those of the events behind it.
    #expect(zip(states, states.dropFirst()).map { $1 - $0 } == [2 * 3, 2 * 9 + 3, 2 * 27 + 9])
  }

  @Test("A bound ends an exploration, which then says up to where it went and claims nothing of the rest")
  func bounds() throws {
    let program = try FlowProgram(
      file: UsualFlow.file([
        "nodes": ["menu": ["type": "Receive", "on": ["sms.mo": "menu", "onTimeout": "menu"]]]
      ]))
    let shallow = Explorer.explore(program, bounds: ExplorationBounds(depth: 1))
    #expect(shallow.depth == 1 && !shallow.isExhausted)
    #expect(shallow.leftOut == ["orders of more than 1 input (--depth)"])
    #expect(
      shallow.findings.map(\.kind) == [
        .outcomeNotSeen(node: "menu", outcome: "sms.mo"), .outcomeNotSeen(node: "menu", outcome: "onTimeout"),
      ])
    let small = Explorer.explore(program, bounds: ExplorationBounds(states: 1))
    #expect(small.depth == 0 && !small.isExhausted && small.states == 1)
  }

  @Test("A session that has less time until it expires does not stand for one that has more")
  func expiry() throws {
    // By way of the Delay 50 of the 60 seconds are over when the Receive is entered, by way of the Branch none.
    let program = try FlowProgram(
      file: UsualFlow.file([
        "settings": ["expiresAfterSeconds": 60],
        "nodes": [
          "sort": [
            "type": "Delay", "seconds": "$(start.sms.message)",
            "on": ["onTimeout": "menu", "onError": "tell"],
          ],
          "tell": ["type": "SendSMS", "waitFor": "deliveryReport", "on": ["onDRSuccess": "menu"]],
          "menu": ["type": "Receive", "timeoutSeconds": 20, "on": ["sms.mo": "@end", "onTimeout": "late"]],
          "late": ["type": "SendSMS", "on": ["onSuccess": "@end"]],
          "pick": [
            "type": "Branch",
            "branches": [
              [
                "name": "a",
                "all": [["value": "$(start.sms.message)", "operator": "equals", "operand": "50"]],
              ]
            ], "on": ["a": "@end", "none": "@end"],
          ],
        ],
      ]))
    let findings = Explorer.explore(program).findings.map(\.kind.message)
    #expect(!findings.contains("`late` is never entered"), "\(findings)")
    #expect(findings.contains("`pick` is never entered"))
  }

  @Test("A date is tried from afar, shortly before, and after, whenever the first sessions begin")
  func dates() throws {
    let program = try FlowProgram(
      file: UsualFlow.file([
        "settings": ["expiresAfterSeconds": 3600],
        "nodes": [
          "pause": [
            "type": "Delay", "until": "2026-03-01T00:00:00Z",
            "on": ["onTimeout": "@end:error", "onError": "@end"],
          ]
        ],
      ]))
    for start in ["2026-01-01T00:00:00Z", "2026-02-28T23:30:00Z", "2026-02-28T22:30:00Z"] {
      let exploration = Explorer.explore(program, startingAt: try #require(Timestamp(rfc3339: start)))
      #expect(
        exploration.findings.map(\.kind) == [
          .endInError(node: "pause", outcome: "onTimeout", result: "error"),
          .outcomeNeverTaken(node: "pause", outcome: "onError"),
        ])
      let actions = try #require(exploration.findings[0].actions)
      let scenario = Scenario(
        name: "", playing: .flows([""]), respondsByItself: false, start: exploration.values.start,
        actions: actions)
      #expect(ScenarioRunner.run(scenario, with: program).failure == nil)
    }
  }

  @Test("The same flow gives the same findings with the same scenarios, every time")
  func determinism() throws {
    let program = try FlowProgram(file: UsualFlow.file(Self.cases[1].flow))
    let texts = (0..<3).map { _ in
      Explorer.explore(program).findings.map {
        "\($0.kind.message) \($0.inputs) \($0.actions?.map(\.json.compact) ?? [])"
      }
    }
    #expect(texts[0] == texts[1] && texts[1] == texts[2])
  }

  /// A session that ends only where two texts put together are a third.
  private static let puzzle: [String: JSON] = [
    "nodes": [
      "menu": ["type": "Receive", "on": ["sms.mo": "sort", "onTimeout": "menu"]],
      "sort": [
        "type": "Branch",
        "branches": [
          [
            "name": "yes",
            "all": [
              [
                "value": "$(start.sms.message)+$(menu.receive.message)", "operator": "equals",
                "operand": "1+2",
              ]
            ],
          ]
        ], "on": ["yes": "done", "none": "menu"],
      ],
      "done": ["type": "SendSMS", "on": ["onSuccess": "@end"]],
    ]
  ]

  @Test("What rests on a value that was not tried is not told to never happen, and no error comes of it")
  func unvaried() throws {
    let exploration = Explorer.explore(try FlowProgram(file: UsualFlow.file(Self.puzzle)))
    #expect(exploration.ending == .exhausted && !exploration.isExhausted)
    #expect(
      exploration.leftOut == [
        "values for which `sort` takes `yes` (--text, --http, --scenarios)",
        "values that `sort` asks for (--text, --http, --scenarios)",
      ])
    #expect(
      exploration.findings.map(\.kind) == [
        .endlessCycle(nodes: ["menu"], needsTime: true), .endNotSeen(node: "menu"),
        .outcomeNotSeen(node: "sort", outcome: "yes"), .nodeNotSeen(node: "done"),
      ])
  }

  @Test("Texts, answers and scenarios that are given besides are tried")
  func extras() throws {
    let program = try FlowProgram(file: UsualFlow.file(Self.puzzle))
    var texts = ExploredExtras()
    for text in ["1", "2"] { texts.add(text: text) }
    var scenarios = ExploredExtras()
    scenarios.add(
      try Scenario([
        ["sms": ["from": .string(UsualFlow.customer), "text": "1"]],
        ["sms": ["from": .string(UsualFlow.customer), "text": "2"]],
      ]))
    for extras in [texts, scenarios] {
      let exploration = Explorer.explore(program, besides: extras)
      // Of a session that began otherwise no end was seen still.
      #expect(exploration.leftOut == ["values that `sort` asks for (--text, --http, --scenarios)"])
      #expect(
        !exploration.findings.contains {
          [.nodeNotSeen(node: "done"), .outcomeNotSeen(node: "sort", outcome: "yes")].contains($0.kind)
        })
    }
  }

  @Test("An answer that is given besides is a step of a scenario, or a body")
  func extraAnswers() {
    var extras = ExploredExtras()
    for json: JSON in [["status": 404], ["fail": "timeout"], ["status": "sent"], [1]] {
      extras.add(http: json)
    }
    #expect(
      extras.httpAnswers == [
        .response(.simulated(status: 404)), .failed(.timeout),
        .response(.simulated(status: 200, body: ["status": "sent"])),
        .response(.simulated(status: 200, body: [1])),
      ])
  }

  @Test("The work is bounded, and that is told")
  func work() throws {
    let program = try FlowProgram(file: UsualFlow.file(Self.cases[0].flow))
    let exploration = Explorer.explore(program, bounds: ExplorationBounds(work: 100))
    #expect(exploration.ending == .work && exploration.inputs < 100)
    #expect(exploration.leftOut.first?.hasPrefix("orders beyond") == true)
    var told: [Int] = []
    _ = Explorer.explore(program) { states, _ in told.append(states) }
    #expect(!told.isEmpty)
  }
}
