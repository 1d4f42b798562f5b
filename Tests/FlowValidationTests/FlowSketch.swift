/// Writes a flow file from a sketch, in which a line is a node: `id Kind outcome=target …`.
///
/// - Each kind brings the members that it must have; ` | ` is followed by further ones, or ones in their place, as
///   JSON; ` ~ ` by members of a StartConversation's `input`.
/// - `! ` is followed by members of the file's top level.
/// - In an outcome's name `+` stands for a space.
/// - Beside the node types there are the kinds `MessengerStart`, `MessengerConversation` and `SendReport`, a SendSMS
///   that waits for its delivery report. A Branch has a branch for each outcome but `none` and `otherwise`.
struct FlowSketch {
  let json: String

  init(_ sketch: String) {
    var topLevel: [String] = [#""formatVersion": 1"#, #""name": "A flow""#]
    var nodes: [String] = []
    for line in sketch.split(separator: "\n") {
      if line.hasPrefix("! ") {
        topLevel.append(String(line.dropFirst(2)))
      } else {
        nodes.append(Self.node(line))
      }
    }
    json = """
      {
        \(topLevel.joined(separator: ",\n  ")),
        "nodes": {
          \(nodes.joined(separator: ",\n    "))
        }
      }
      """
  }

  private static func node(_ line: Substring) -> String {
    let (beforeInput, input) = split(line, at: " ~ ")
    let (beforeMembers, members) = split(beforeInput, at: " | ")
    let words = beforeMembers.split(separator: " ")
    let outcomes = words.dropFirst(2).map { word in
      let (name, target) = split(word, at: "=")
      return (name: name.replacing("+", with: " "), target: target)
    }
    var defaults = defaultMembers(of: words[1], outcomes: outcomes.map { String($0.name) })
    if let fields = inputFields(of: words[1]) {
      defaults.append(("input", "{ \(merged(fields, with: input)) }"))
    }
    let on = outcomes.map { "\"\($0.name)\": \"\($0.target)\"" }.joined(separator: ", ")
    defaults.append(("on", "{ \(on) }"))
    return "\"\(words[0])\": { \(merged(defaults, with: members)) }"
  }

  private static func split(_ text: Substring, at separator: String) -> (Substring, Substring) {
    guard let range = text.firstRange(of: separator) else { return (text, "") }
    return (text[..<range.lowerBound], text[range.upperBound...])
  }

  /// Members with defaults before them, but for those that they replace.
  private static func merged(_ defaults: [(name: String, value: String)], with members: Substring) -> String {
    let kept = defaults.filter { !members.contains("\"\($0.name)\":") }
    return (kept.map { "\"\($0.name)\": \($0.value)" } + (members.isEmpty ? [] : [String(members)]))
      .joined(separator: ", ")
  }

  private static func defaultMembers(of kind: Substring, outcomes: [String]) -> [(
    name: String, value: String
  )] {
    let message = [
      ("destination", #""+14155550123""#), ("from", #""+15550100""#), ("message", #""Hello.""#),
    ]
    switch kind {
    case "-": return []
    case "Start":
      return [("type", #""Start""#), ("trigger", #"{ "channel": "sms", "number": "+15550100" }"#)]
    case "MessengerStart": return [("type", #""Start""#), ("trigger", #"{ "channel": "messenger" }"#)]
    case "StartConversation":
      return [
        ("type", #""StartConversation""#), ("method", #""sms""#), ("authorization", #""ece""#),
        ("forwardCustomerMessages", "true"),
      ]
    case "MessengerConversation":
      return [
        ("type", #""StartConversation""#), ("method", #""messenger""#), ("authorization", #""ece""#),
        ("forwardCustomerMessages", "true"),
      ]
    case "EndConversation", "SendMessage", "EntrypointConfiguration", "AgentAvailability":
      let subject =
        kind == "EndConversation" || kind == "SendMessage"
        ? ("conversationId", #""c-1""#) : ("entryPointId", #""1001""#)
      return [("type", "\"\(kind)\""), ("authorization", #""ece""#), subject]
        + (kind == "SendMessage" ? [("message", #""Hello.""#)] : [])
    case "SendSMS": return [("type", #""SendSMS""#)] + message
    case "SendReport": return [("type", #""SendSMS""#)] + message + [("waitFor", #""deliveryReport""#)]
    case "SendMessenger":
      return [("type", #""SendMessenger""#), ("destination", #""7""#), ("message", #""Hello.""#)]
    case "Delay": return [("type", #""Delay""#), ("seconds", "1")]
    case "Receive":
      return [("type", #""Receive""#), ("channels", #"{ "sms": {} }"#), ("timeoutSeconds", "60")]
    case "HTTPRequest":
      return [("type", #""HTTPRequest""#), ("method", #""GET""#), ("url", #""https://example.com""#)]
    case "Branch":
      let branches = outcomes.filter { $0 != "none" && $0 != "otherwise" }.map { name in
        #"{ "name": "\#(name)", "all": [{ "value": "1", "operator": "equals", "operand": "1" }] }"#
      }
      return [("type", #""Branch""#), ("branches", "[\(branches.joined(separator: ", "))]")]
    default: return [("type", "\"\(kind)\"")]
    }
  }

  private static func inputFields(of kind: Substring) -> [(name: String, value: String)]? {
    let shared = [
      ("entryPointId", #""1001""#), ("lastModifiedDate", #""2026-01-15T09:30:00Z""#),
      ("isRichTextSupported", "false"), ("transactionId", #""t""#), ("firstName", #""Ann""#),
      ("clusterId", #""c""#),
    ]
    switch kind {
    case "StartConversation":
      return [("key", #""mobile.phone""#)] + shared + [
        ("phoneNumber", #""4155550123""#), ("countryCode", #""1""#),
      ]
    case "MessengerConversation":
      return [("key", #""custom.facebookpsid""#)] + shared + [("facebookPsid", #""7""#)]
    default: return nil
    }
  }
}
