import JSONSyntax

/// Flows that ask for values of their own: each has an end only where such a value comes, or a branch that only such a value
/// takes.
enum ExplorationValueCases {
  typealias Case = ExplorationTests.Case

  static let all: [Case] =
    menus + keywords + events + numbers + compounds + answers + services + webhooks

  /// A Branch of one branch, `yes`, that ends the session; else it goes on at a node.
  private static func sort(
    _ conditions: [[String]], needing members: String = "all", else other: String
  ) -> JSON {
    let judged: [JSON] = conditions.map { condition in
      let operands = condition.dropFirst(2).map { JSON.string($0) }
      return [
        "value": .string(condition[0]), "operator": .string(condition[1]),
        "operand": operands.count == 1 && !["in", "notIn"].contains(condition[1])
          ? operands[0] : .array(Array(operands)),
      ]
    }
    let branch = JSON.object(
      JSONObject([
        JSONField(key: "name", value: "yes"), JSONField(key: members, value: .array(judged)),
      ]))
    return [
      "type": "Branch", "branches": [branch], "on": ["yes": "@end", "none": .string(other)],
    ]
  }

  private static func service(_ name: String, _ node: JSONObject, _ condition: [String]) -> Case {
    var node = node
    node["on"] = ["otherwise": "sort"]
    return Case(
      testDescription: name,
      flow: ["nodes": ["ask": .object(node), "sort": sort([condition], else: "@end")]], findings: [])
  }

  /// What ECE tells is varied as what a web service answers is.
  private static let services: [Case] = [
    service(
      "More slots than a number", ["type": "AgentAvailability", "method": "capacity"],
      ["$(ask.availableSlots)", "greaterThan", "17"]),
    service("No agent", ["type": "AgentAvailability"], ["$(ask.available)", "equals", "false"]),
    service(
      "An entry point that was modified in a year", ["type": "EntrypointConfiguration"],
      ["$(ask.lastModifiedDate)", "startsWith", "2027"]),
    service(
      "An entry point's policy", ["type": "EntrypointConfiguration"],
      ["$(ask.attachmentPolicies)", "equals", "deny_all"]),
    service(
      "The code of a refusal", ["type": "EndConversation", "conversationId": "c"],
      ["$(ask.code)", "equals", "17"]),
  ]

  /// What a webhook brings is varied as what a web service answers is.
  private static let webhooks: [Case] = [
    Case(
      testDescription: "A text, a number between two bounds and an address that a webhook brings",
      flow: [
        "trigger": [
          "channel": "webhook", "event": "due", "customer": ["channel": "sms", "address": "phone"],
        ],
        "nodes": [
          "sort": sort(
            [
              ["$(start.webhook.payload.kind)", "equals", "late"],
              ["$(start.webhook.payload.visits[0].fee)", "between", "10.5", "11"],
              ["$(start.webhook.payload.phone)", "startsWith", "+44"],
            ], else: "pause"),
          "pause": ["type": "Delay", "seconds": 1, "on": ["onTimeout": "@end"]],
        ],
      ], findings: [])
  ]

  private static let menu: JSON = ["type": "Receive", "on": ["sms.mo": "sort", "onTimeout": "menu"]]
  private static let loop = "warning: the session goes on for ever without customer or agent: `menu` (2)"

  /// The session can end only where the customer's answer passes the conditions.
  private static func asking(_ name: String, _ conditions: [[String]]) -> Case {
    Case(
      testDescription: name, flow: ["nodes": ["menu": menu, "sort": sort(conditions, else: "menu")]],
      findings: [loop])
  }

  private static let message = "$(menu.receive.message)"
  private static let digits = "$(menu.receive.message | digits)"

  private static let menus: [Case] = [
    Case(
      testDescription: "A menu of more texts than eight, of which the last alone ends the session",
      flow: [
        "nodes": [
          "menu": menu,
          "sort": [
            "type": "Branch",
            "branches": .array(
              (1...12).map { number in
                [
                  "name": .string("choice \(number)"),
                  "all": [
                    ["value": .string(message), "operator": "equals", "operand": .string("text \(number)")]
                  ],
                ]
              }),
            "on": ["choice 12": "@end", "otherwise": "menu"],
          ],
        ]
      ], findings: [loop]),
    asking(
      "A text in another case of letters",
      [[message, "equalsIgnoreCase", "stop"], [message, "notIn", "stop", "STOP", "Stop"]]),
    asking("Two parts of one text", [[message, "contains", "a"], [message, "contains", "b"]]),
    asking(
      "A beginning, a part and an end of one text",
      [[message, "startsWith", "I "], [message, "containsIgnoreCase", "not"], [message, "endsWith", "!"]]),
    asking(
      "A text that is not one of the others", [[message, "notEquals", "Hello"], [message, "notEquals", ""]]),
    asking(
      "A text with another part beside it",
      [[message, "contains", "yes"], [message, "notIn", "yes", "Hello", ""]]),
    Case(
      testDescription: "Texts that are one but for their normal forms are both tried",
      flow: [
        "nodes": [
          "sort": sort([["$(start.sms.message)", "in", "\u{E9}", "e\u{301}"]], else: "tell"),
          "tell": ["type": "SendSMS", "on": ["onSuccess": "@end"]],
        ]
      ], findings: []),
  ]

  private static let keywords: [Case] = [
    Case(
      testDescription: "A keyword in small letters, and what follows it",
      flow: [
        "nodes": [
          "menu": [
            "type": "Receive", "channels": ["sms": ["keyword": "ORDER"]],
            "on": ["sms.mo": "sort", "onTimeout": "menu"],
          ],
          "sort": sort(
            [["$(menu.sms.message)", "equals", "42"], [message, "startsWith", "order"]], else: "menu"),
        ]
      ], findings: [loop]),
    Case(
      testDescription: "A keyword as it is written otherwise",
      flow: [
        "trigger": ["channel": "sms", "number": "+15550100", "keyword": "STOP"],
        "nodes": ["sort": sort([["$(start.sms.keyword)", "equals", "stop!"]], else: "@end")],
      ], findings: []),
    Case(
      testDescription: "A text that no keyword can be",
      flow: [
        "trigger": ["channel": "sms", "number": "+15550100", "keyword": "STOP"],
        "nodes": ["sort": sort([["$(start.sms.keyword)", "equals", "go"]], else: "@end")],
      ], findings: ["info: `yes` of `sort` is never taken (0)"]),
  ]

  private static func event(_ name: String, _ output: String, _ text: String) -> Case {
    Case(
      testDescription: name,
      flow: [
        "nodes": [
          "open": [
            "type": "StartConversation", "on": ["Message": "sort", "Complete": "open", "otherwise": "open"],
          ],
          "sort": sort([["$(open.\(output))", "equals", text]], else: "@resume"),
        ]
      ],
      findings: ["warning: the session goes on for ever without customer or agent: `open` (2)"])
  }

  private static let events: [Case] = [
    event("From whom an event is", "event.sender", "system"),
    event("From whom an event is, within the message", "response.message[0].sender.type", "system"),
    event("What type an event has", "event.contentType", "text/html"),
    Case(
      testDescription: "The code of a refusal",
      flow: [
        "nodes": [
          "open": ["type": "StartConversation", "on": ["Complete": "@end", "otherwise": "sort"]],
          "sort": sort(
            [["$(open.code)", "equals", "E7"], ["$(open.developerMessage)", "contains", "full"]], else: "@end"
          ),
        ]
      ], findings: []),
  ]

  private static let numbers: [Case] = [
    asking("A number between two bounds", [[message, "between", "10", "20"]]),
    asking("A number strictly between two", [[message, "greaterThan", "1"], [message, "lessThan", "2"]]),
    asking(
      "A number beside one that is excluded", [[message, "lessThan", "10"], [message, "notIn", "9", "8"]]),
    asking(
      "A number that is written otherwise", [[message, "between", "9", "9"], [message, "notEquals", "9"]]),
    asking("A text that holds digits", [[digits, "notEquals", ""]]),
    asking(
      "A number of many digits",
      [[message, "greaterThanOrEquals", "763459218764532199"], [message, "lessThan", "763459218764532200"]]),
    Case(
      testDescription: "A Delay as long as the customer says",
      flow: [
        "settings": ["expiresAfterSeconds": 3600],
        "nodes": [
          "pause": [
            "type": "Delay", "seconds": "$(start.sms.message)",
            "on": ["onTimeout": "tell", "onError": "@end"],
          ],
          "tell": ["type": "SendSMS", "on": ["onSuccess": "@end"]],
        ],
      ], findings: []),
    Case(
      testDescription: "A Delay until a day that the customer says",
      flow: [
        "nodes": [
          "pause": [
            "type": "Delay", "until": "$(start.sms.message)T09:00:00Z",
            "on": ["onTimeout": "tell", "onError": "@end"],
          ],
          "tell": ["type": "SendSMS", "on": ["onSuccess": "@end"]],
        ]
      ], findings: []),
  ]

  private static let compounds: [Case] = [
    Case(
      testDescription: "A bound that a variable holds, one of several",
      flow: [
        "variables": ["bound": 3],
        "nodes": [
          "menu": [
            "type": "Receive", "onLeave": ["set": ["bound": 5]],
            "on": ["sms.mo": "sort", "onTimeout": "menu"],
          ],
          "sort": sort([[message, "greaterThan", "$(bound)"]], else: "menu"),
        ],
      ], findings: ["warning: the session goes on for ever without customer or agent: `menu` (3)"]),
    Case(
      testDescription: "An operand made of a variable",
      flow: [
        "variables": ["wanted": "blue"],
        "nodes": ["menu": menu, "sort": sort([[message, "equals", "$(wanted)"]], else: "menu")],
      ], findings: [loop]),
    Case(
      testDescription: "A variable that holds what the customer wrote, in small letters",
      flow: [
        "variables": ["answer": ""],
        "nodes": [
          "menu": [
            "type": "Receive", "onLeave": ["set": ["answer": "$(menu.receive.message | lowercase | trim)"]],
            "on": ["sms.mo": "sort", "onTimeout": "menu"],
          ],
          "sort": sort([["$(answer)", "equals", "blue"]], else: "menu"),
        ],
      ], findings: [loop]),
    Case(
      testDescription: "A text within another",
      flow: [
        "nodes": [
          "menu": menu, "sort": sort([["<\(message)>", "equals", "<blue>"]], else: "menu"),
        ]
      ], findings: [loop]),
  ]

  private static func answer(_ name: String, _ conditions: [[String]]) -> Case {
    Case(
      testDescription: name,
      flow: [
        "nodes": [
          "ask": ["type": "HTTPRequest", "method": "GET", "url": "https://a.b", "on": ["onSuccess": "sort"]],
          "sort": sort(conditions, else: "@end"),
        ]
      ], findings: [])
  }

  private static let answers: [Case] = [
    answer(
      "Two places of one body",
      [
        ["$(ask.http.responseBody.state)", "equals", "sold"],
        ["$(ask.http.responseBody.left)", "equals", "0"],
      ]),
    answer("A header of an answer", [["$(ask.http.responseHeaders.retry-after)", "greaterThan", "60"]]),
    answer("The statuses that begin with a digit", [["$(ask.http.statusCode)", "startsWith", "3"]]),
    answer("A status in words", [["$(ask.http.statusText)", "equals", "Gone"]]),
  ]
}
