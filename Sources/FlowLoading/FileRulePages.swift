public import Diagnostics
import FlowModel

/// The rules that judge the file itself (1xx): the loader finds what they speak of while it reads.
public enum FileRules {
  /// The rules' pages, in the order of their codes.
  public static let pages: [RulePage] = [
    invalidJSON, duplicateKey, unknownField, missingField, wrongType, invalidValue, unknownNodeType,
    unknownOutcome,
    unsupportedFormatVersion, customAttributeNotSupported, fileTooLarge, byteOrderMark,
  ]

  // MARK: JSON

  private static let invalidJSON = RulePage(
    .invalidJSON,
    what: """
      The file is not JSON as RFC 8259 has it, in UTF-8. Marked is the byte where reading stops; a lone \
      surrogate escape, a number that no double can hold or that is over 1,000 bytes long, and nesting deeper than 512 count as well.
      """,
    why: """
      Tools differ in what they forgive: a comma too many passes in one and loses the file in the next. What \
      is strict reads the same everywhere.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100" },
            "on": { "onBegin": "@end" },
          }
        }
      }
      """,
    good: RuleExample(smallest))

  private static let duplicateKey = RulePage(
    .duplicateKey,
    what: "An object has the same key twice. Marked is the second; here the first counts.",
    why: """
      Some readers take the first, some the last, and none says so: a node that was copied and not renamed, \
      or a target that was meant to be replaced, works here and not there.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100" },
            "on": { "onBegin": "@end", "onBegin": "@end:error" }
          }
        }
      }
      """,
    good: RuleExample(smallest))

  private static let fileTooLarge = RulePage(
    .fileTooLarge,
    what: "The file has more than 10 MiB. It is not read any further.",
    why: "The platform takes no flow of more than 10 MB, and nobody can review one.",
    bad: RuleExample(
      smallest + String(repeating: " ", count: Limits.fileSize),
      shown: "a file of more than 10485760 bytes"),
    good: RuleExample(smallest))

  private static let byteOrderMark = RulePage(
    .byteOrderMark,
    what: "The file begins with a UTF-8 byte order mark, which is skipped.",
    why: """
      JSON is written without one, and many a reader stops at it. Some editors add it unasked; it cannot be \
      seen.
      """,
    bad: RuleExample("\u{FEFF}" + smallest, shown: "the bytes EF BB BF, then the file"),
    good: RuleExample(smallest))

  // MARK: Fields

  private static let unknownField = RulePage(
    .unknownField,
    what: """
      An object has a field that it, as it is configured, does not have. Keys that begin with `x-` are free \
      for other tools, at the top level and in nodes.
      """,
    why: "What is misspelt is not there: the node would run with the default, and nobody would be told.",
    bad: """
      {
        "formatVersion": 1,
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keywords": "HELP" },
            "on": { "onBegin": "@end" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "HELP" },
            "on": { "onBegin": "@end" }
          }
        }
      }
      """)

  private static let missingField = RulePage(
    .missingField,
    what:
      "An object lacks a field that it needs. Marked is the object; each missing field has its own finding.",
    why: "The platform would not publish the flow, or the node could not do what it is for.",
    bad: """
      {
        "formatVersion": 1,
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms" },
            "on": { "onBegin": "@end" }
          }
        }
      }
      """,
    good: RuleExample(smallest))

  private static let wrongType = RulePage(
    .wrongType,
    what:
      "A value is of another JSON type than its field has: a string for a number, an object for a string.",
    why: """
      A phone number that is written as a JSON number has lost its plus sign and its leading zeros before \
      anybody could look at it.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": 15550100 },
            "on": { "onBegin": "@end" }
          }
        }
      }
      """,
    good: RuleExample(smallest))

  private static let invalidValue = RulePage(
    .invalidValue,
    what: """
      A value is of the right type and still none that its field may have: not one of its words, out of its \
      range, not of its form, or a template that is malformed. For a node's id or a variable's name the key \
      is marked.
      """,
    why: "The platform would refuse the value, or take it for something else than is meant.",
    bad: """
      {
        "formatVersion": 1,
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "SMS", "number": "+15550100" },
            "on": { "onBegin": "@end" }
          }
        }
      }
      """,
    good: RuleExample(smallest))

  private static let unsupportedFormatVersion = RulePage(
    .unsupportedFormatVersion,
    what: "`formatVersion` is not 1, the one version there is. Nothing else of the file is judged.",
    why: "A later version may mean something else by the same words; to guess would be to run another flow.",
    bad: """
      {
        "formatVersion": "1",
        "name": "Thanks",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100" },
            "on": { "onBegin": "@end" }
          }
        }
      }
      """,
    good: RuleExample(smallest))

  // MARK: Nodes

  private static let unknownNodeType = RulePage(
    .unknownNodeType,
    what: "A node has a type that there is not. Nothing else of that node is judged.",
    why:
      "Nobody could say what it does, what its outcomes are, or whether it waits.",
    bad: RuleExample(thanks(type: "SendSms", outcome: "onSuccess")),
    good: RuleExample(thanks(type: "SendSMS", outcome: "onSuccess")))

  private static let unknownOutcome = RulePage(
    .unknownOutcome,
    what: """
      `on` has a key that is no outcome of the node as it is configured. A SendSMS, say, has `onDRSuccess` \
      only where it waits for the delivery report.
      """,
    why: "The way would never be taken, and the outcome that was meant takes another one.",
    bad: RuleExample(thanks(type: "SendSMS", outcome: "onDRSuccess")),
    good: RuleExample(thanks(type: "SendSMS", outcome: "onSuccess")))

  private static let customAttributeNotSupported = RulePage(
    .customAttributeNotSupported,
    what: "The `input` of a StartConversation has a member that its method does not have.",
    why: """
      The node sends its own inputs and nothing else. What a flow adds never reaches the agent, and nothing \
      says so: the place for it is the text of a message.
      """,
    bad: RuleExample(conversation(input: #""orderNumber": "12345""#)),
    good: RuleExample(conversation(input: #""conversationId": null"#)))

  // MARK: Flows of the examples

  /// The smallest flow that nothing is wrong with.
  private static let smallest = """
    {
      "formatVersion": 1,
      "name": "Thanks",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15550100" },
          "on": { "onBegin": "@end" }
        }
      }
    }
    """

  /// A flow that answers with one message.
  private static func thanks(type: String, outcome: String) -> String {
    """
    {
      "formatVersion": 1,
      "name": "Thanks",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15550100" },
          "on": { "onBegin": "thanks" }
        },
        "thanks": {
          "type": "\(type)",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15550100",
          "message": "Thank you. We will call you back.",
          "on": { "\(outcome)": "@end" }
        }
      }
    }
    """
  }

  /// A flow that hands the customer to an agent, with one more member in the conversation's input.
  private static func conversation(input: String) -> String {
    """
    {
      "formatVersion": 1,
      "name": "Support",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "messenger" },
          "on": { "onBegin": "open" }
        },
        "open": {
          "type": "StartConversation",
          "method": "messenger",
          "authorization": "ece-main",
          "input": {
            "key": "custom.facebookpsid",
            "entryPointId": "1001",
            "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false,
            "transactionId": "$(start.messenger.transId)",
            "firstName": "$(start.messenger.name)",
            "clusterId": "c1",
            "facebookPsid": "$(start.messenger.psId)",
            \(input)
          },
          "on": { "Message": "relay", "Complete": "@end" }
        },
        "relay": {
          "type": "SendMessenger",
          "destination": "$(start.messenger.psId)",
          "message": "$(open.event.content)",
          "on": { "onSuccess": "@resume" }
        }
      }
    }
    """
  }
}

extension RuleExample {
  /// An example that is shown whole.
  fileprivate init(_ text: String) {
    self.init(stringLiteral: text)
  }
}
