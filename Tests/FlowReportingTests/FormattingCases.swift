import Testing

/// A file, and how it is laid out.
struct FormattingCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let source: String
  let formatted: String

  init(_ description: String, _ source: String, _ formatted: String) {
    testDescription = description
    self.source = source
    self.formatted = formatted + "\n"
  }

  /// A file with one node, given as its members alone; and how these are laid out, without their indentation.
  static func node(_ description: String, _ members: String, _ formatted: String) -> FormattingCase {
    let lines = formatted.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
    return FormattingCase(
      description, #"{"nodes":{"a":{\#(members)}}}"#,
      """
      {
        "nodes": {
          "a": {
      \(lines)
          }
        }
      }
      """)
  }

  static let all = flows + nodes + scenarios + others

  // MARK: Flows

  private static let flows = [
    FormattingCase(
      "The keys of a flow are in the order of the language reference, unknown ones last as they came",
      #"{"x-b":1,"nodes":{},"zzz":2,"variables":{"b":1,"a":2},"x-a":3,"name":"n","lintIgnore":{},"formatVersion":1,"settings":{"expiresAfterSeconds":9,"nodeExecutionLimit":5},"description":"d","$schema":"s"}"#,
      """
      {
        "$schema": "s",
        "formatVersion": 1,
        "name": "n",
        "description": "d",
        "settings": { "nodeExecutionLimit": 5, "expiresAfterSeconds": 9 },
        "variables": { "b": 1, "a": 2 },
        "nodes": {},
        "lintIgnore": {},
        "x-b": 1,
        "zzz": 2,
        "x-a": 3
      }
      """),
    FormattingCase(
      "Custom results are a table, each on one line however long it is",
      #"{"settings":{"results":{"b":{"description":"\#(String(repeating: "long ", count: 20))","status":"success","code":1},"a":{"code":2,"status":"error"}}},"nodes":{}}"#,
      """
      {
        "settings": {
          "results": {
            "b": { "code": 1, "status": "success", "description": "\(String(repeating: "long ", count: 20))" },
            "a": { "code": 2, "status": "error" }
          }
        },
        "nodes": {}
      }
      """),
    FormattingCase(
      "A node is broken however short it is, and nodes keep their order",
      #"{"nodes":{"z":{"type":"Delay"},"a":{},"b":1}}"#,
      """
      {
        "nodes": {
          "z": {
            "type": "Delay"
          },
          "a": {},
          "b": 1
        }
      }
      """),
    FormattingCase(
      "What is in an x- key keeps its order, and is broken where it does not fit",
      #"{"nodes":{},"x-a":{"type":[1,2],"on":{"c":1,"b":2,"a":3},"description":[{"b":1}],"both":[{},{}],"long":["\#(String(repeating: "x", count: 80))","y"]}}"#,
      """
      {
        "nodes": {},
        "x-a": {
          "type": [1, 2],
          "on": { "c": 1, "b": 2, "a": 3 },
          "description": [{ "b": 1 }],
          "both": [
            {},
            {}
          ],
          "long": [
            "\(String(repeating: "x", count: 80))",
            "y"
          ]
        }
      }
      """),
    FormattingCase(
      "An object on one line reaches to the hundredth column, the comma after it aside",
      #"{"x-a":{"k":"\#(String(repeating: "é", count: 80))"},"x-b":{"k":"\#(String(repeating: "é", count: 81))"},"nodes":{}}"#,
      """
      {
        "nodes": {},
        "x-a": { "k": "\(String(repeating: "é", count: 80))" },
        "x-b": {
          "k": "\(String(repeating: "é", count: 81))"
        }
      }
      """),
    FormattingCase(
      "Numbers, strings and keys are copied as they are written",
      #"{"nodes":{},"\u006eame":"\u00e9\/é","variables":{"a":1.50,"\u0062":1E3,"c":-0,"d":"😀é"}}"#,
      #"""
      {
        "\u006eame": "\u00e9\/é",
        "variables": { "a": 1.50, "\u0062": 1E3, "c": -0, "d": "😀é" },
        "nodes": {}
      }
      """#),
  ]

  // MARK: Nodes

  private static let nodes = [
    FormattingCase.node(
      "The keys of a node: type and description, its type's fields, what every node has, other tools', `on`, the rest",
      #""on":{"onTimeout":"@end"},"x-a":1,"lintIgnore":{"RF203":"r"},"onLeave":{"set":{"b":1,"a":2}},"seconds":1,"onEnter":{"set":{}},"what":2,"description":"d","type":"Delay""#,
      """
      "type": "Delay",
      "description": "d",
      "seconds": 1,
      "onEnter": { "set": {} },
      "onLeave": { "set": { "b": 1, "a": 2 } },
      "lintIgnore": { "RF203": "r" },
      "x-a": 1,
      "on": { "onTimeout": "@end" },
      "what": 2
      """),
    FormattingCase.node(
      "Two outcomes stand on one line, three do not, and both keep their order",
      #""type":"SendSMS","on":{"onTimeout":"b","onSuccess":"a","otherwise":"@end"}"#,
      """
      "type": "SendSMS",
      "on": {
        "onTimeout": "b",
        "onSuccess": "a",
        "otherwise": "@end"
      }
      """),
    FormattingCase.node(
      "A node of a type that is not known keeps its order",
      #""on":{"a":"b"},"type":"Wait","description":"d""#,
      """
      "on": { "a": "b" },
      "type": "Wait",
      "description": "d"
      """),
    FormattingCase.node(
      "Fields that exclude each other keep their order: the second is the one that is wrong",
      #""until":"x","type":"Delay","seconds":1"#,
      """
      "type": "Delay",
      "until": "x",
      "seconds": 1
      """),
    FormattingCase.node(
      "A conversation's inputs are in the order of the language reference's example",
      #""type":"StartConversation","input":{"conversationId":null,"clusterId":"c","facebookPsid":"f","countryCode":"1","phoneNumber":"p","extra":1,"firstName":"n","transactionId":"t","isRichTextSupported":true,"lastModifiedDate":"l","entryPointId":"e","key":"k"}"#,
      """
      "type": "StartConversation",
      "input": {
        "key": "k",
        "entryPointId": "e",
        "lastModifiedDate": "l",
        "isRichTextSupported": true,
        "transactionId": "t",
        "firstName": "n",
        "phoneNumber": "p",
        "countryCode": "1",
        "facebookPsid": "f",
        "clusterId": "c",
        "conversationId": null,
        "extra": 1
      }
      """),
    FormattingCase.node(
      "The branches and conditions of a Branch",
      #""branches":[{"all":[{"operand":["b","a"],"operator":"in","value":"v"},{"value":"w","operand":"1","operator":"equals"}],"name":"x"},{"any":[{"value":"v","operator":"equals","operand":"1"}],"name":"y"}],"type":"Branch""#,
      """
      "type": "Branch",
      "branches": [
        {
          "name": "x",
          "all": [
            { "value": "v", "operator": "in", "operand": ["b", "a"] },
            { "value": "w", "operator": "equals", "operand": "1" }
          ]
        },
        { "name": "y", "any": [{ "value": "v", "operator": "equals", "operand": "1" }] }
      ]
      """),
    FormattingCase.node(
      "Headers keep their order, channels do not",
      #""type":"Receive","channels":{"messenger":{},"sms":{"from":"f","keyword":"k","number":"n"}},"headers":{"B":"1","A":"2"}"#,
      """
      "type": "Receive",
      "channels": { "sms": { "number": "n", "keyword": "k", "from": "f" }, "messenger": {} },
      "headers": { "B": "1", "A": "2" }
      """),
    FormattingCase.node(
      "A value of the wrong type is laid out like any other",
      #""type":"Start","trigger":["b",{}],"on":[1,2,3],"onLeave":"set""#,
      """
      "type": "Start",
      "trigger": ["b", {}],
      "onLeave": "set",
      "on": [1, 2, 3]
      """),
  ]

  // MARK: Scenarios

  private static let scenarios = [
    FormattingCase(
      "A project has its environments on lines of their own",
      #"{"environments":{"two":{"live":{"z":1,"a":2},"values":{"b":1,"a":"x"}},"one":{}},"flows":["b","a"],"name":"n","formatVersion":1,"x-a":1}"#,
      """
      {
        "formatVersion": 1,
        "name": "n",
        "flows": ["b", "a"],
        "environments": {
          "two": { "values": { "b": 1, "a": "x" }, "live": { "z": 1, "a": 2 } },
          "one": {}
        },
        "x-a": 1
      }
      """),
    FormattingCase(
      "What a scenario plays stands before its steps",
      #"{"steps":[],"lintIgnore":{"RF702":"a"},"startsAt":"2026-01-01T00:00:00Z","environment":"e","flows":["f"],"project":"p","name":"n","formatVersion":1}"#,
      """
      {
        "formatVersion": 1,
        "name": "n",
        "flows": ["f"],
        "project": "p",
        "environment": "e",
        "startsAt": "2026-01-01T00:00:00Z",
        "steps": [],
        "lintIgnore": { "RF702": "a" }
      }
      """),
    FormattingCase(
      "A scenario has its steps on one line each, as they are written",
      #"{"steps":[{"expect":{"messageSent":{"text":"\#(String(repeating: "long ", count: 30))","to":"b"}}},{"advance":1.0},"x",{}],"flow":"f","x":{"steps":[{"b":1},{"a":2}]},"autoRespond":false,"name":"n","formatVersion":1}"#,
      """
      {
        "formatVersion": 1,
        "name": "n",
        "flow": "f",
        "autoRespond": false,
        "steps": [
          { "expect": { "messageSent": { "text": "\(String(repeating: "long ", count: 30))", "to": "b" } } },
          { "advance": 1.0 },
          "x",
          {}
        ],
        "x": {
          "steps": [
            { "b": 1 },
            { "a": 2 }
          ]
        }
      }
      """),
    FormattingCase(
      "In a step an array of several objects has each on one line, and the brackets around it share lines",
      #"{"flow":"f","steps":[{"callback":{"message":[{"id":"a","type":{"value":"x"}},{"id":"b"}]}},{"callback":{"message":[{"id":"a"}]}},{"http":{"status":200,"body":{"list":[{},{}]}}}]}"#,
      """
      {
        "flow": "f",
        "steps": [
          { "callback": { "message": [
            { "id": "a", "type": { "value": "x" } },
            { "id": "b" }
          ] } },
          { "callback": { "message": [{ "id": "a" }] } },
          { "http": {
            "status": 200,
            "body": { "list": [
              {},
              {}
            ] }
          } }
        ]
      }
      """),
  ]

  // MARK: Other files

  private static let others = [
    FormattingCase(
      "White space of all kinds is replaced", "\t{\r\n\n\"nodes\" :\t{ } ,\r\"x-a\":[\n]}  \n\n",
      "{\n  \"nodes\": {},\n  \"x-a\": []\n}"),
    FormattingCase("A byte order mark is removed", "\u{FEFF}{}", "{}"),
    FormattingCase(
      "What is no object is laid out too", "[ [ 1,2 ] , {\"b\":{ },\"a\":null} ]",
      "[[1, 2], { \"b\": {}, \"a\": null }]"),
    FormattingCase("So is a single value", "\n\"text\"", "\"text\""),
  ]
}
