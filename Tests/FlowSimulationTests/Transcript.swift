import JSONSyntax

/// A conversation with a flow as a fixture file tells it: each step, and below it every record that it causes.
///
///     flow chat                         a flow that several cases use
///     nodes {                           what is usual is filled in; see `UsualFlow`
///       …
///     }
///
///     case A success runs the branch    the sentence that the case proves
///     uses chat                         or nodes of its own; `variables`, `settings`, `trigger`, `scenario` beside
///     show input                        the inputs of conversation requests are compared too
///     > sms "help"                      a step, in short or as JSON: see `TranscriptStep`
///       nodeEntered start Start         a record, its values in order: see `TranscriptLine`
///     > respond 200 c-1
///       ...                             this step's records do not matter here
///     > event Complete m1
///       fails: a reason                 the step fails, and the scenario ends
struct Transcript: Sendable {
  /// The section and the sentence.
  let name: String
  /// What is said of the flow, by name: `nodes`, `settings` and so on.
  let flow: [String: JSON]
  /// Members of the scenario file besides the steps.
  let scenario: JSONObject
  /// Whether requests show their inputs.
  let showsInput: Bool
  /// Whether records are compared as they are written, keys and all.
  let isVerbatim: Bool
  let steps: [TranscriptStep]
}

/// A step, or the same step several times, and what comes of it.
struct TranscriptStep: Sendable {
  /// What stands after `>`.
  let text: String
  /// The step as a scenario file has it, as often as it is repeated.
  let json: [JSON]
  /// What comes of it; nil where that does not matter.
  let lines: [String]?
}

struct MalformedFixture: Error {
  let line: Int
  let reason: String
}

extension Transcript {
  /// The cases of a fixture file.
  /// - Parameter section: What the names of the cases begin with.
  static func cases(in text: String, section: String) throws -> [Transcript] {
    var reader = TranscriptReader(text, section: section)
    return try reader.read()
  }
}

/// Reads a fixture file, line by line.
private struct TranscriptReader {
  private var lines: ArraySlice<(number: Int, text: String)>
  private let section: String
  private var flows: [String: [String: JSON]] = [:]
  private var cases: [Transcript] = []

  init(_ text: String, section: String) {
    self.section = section
    let numbered = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    lines =
      numbered.map { ($0.offset + 1, String($0.element)) }
      .filter { !$0.1.isEmpty && !$0.1.hasPrefix("#") }[...]
  }

  mutating func read() throws -> [Transcript] {
    while let (number, line) = lines.popFirst() {
      let (word, rest) = line.firstWord
      switch word {
      case "flow": flows[rest] = try readMembers().flow
      case "case": cases.append(try readCase(rest))
      default: throw MalformedFixture(line: number, reason: "neither `flow` nor `case`")
      }
    }
    return cases
  }

  private mutating func readCase(_ name: String) throws -> Transcript {
    let members = try readMembers()
    var steps: [TranscriptStep] = []
    while let (number, line) = lines.first, line.hasPrefix("> ") {
      lines.removeFirst()
      let text = String(line.dropFirst(2))
      guard let json = TranscriptStep.json(of: text) else {
        throw MalformedFixture(line: number, reason: "no step")
      }
      let below = lines.prefix { $0.text.hasPrefix("  ") }.map { String($0.text.dropFirst(2)) }
      lines.removeFirst(below.count)
      steps.append(TranscriptStep(text: text, json: json, lines: below == ["..."] ? nil : below))
    }
    return Transcript(
      name: "\(section): \(name)", flow: members.flow, scenario: members.scenario,
      showsInput: members.words.contains("input"), isVerbatim: members.words.contains("verbatim"),
      steps: steps)
  }

  private mutating func readMembers() throws -> (flow: [String: JSON], scenario: JSONObject, words: [String])
  {
    var flow: [String: JSON] = [:]
    var scenario = JSONObject()
    var words: [String] = []
    while let (number, line) = lines.first {
      let (word, rest) = line.firstWord
      guard ["uses", "show", "nodes", "settings", "variables", "trigger", "scenario"].contains(word) else {
        break
      }
      lines.removeFirst()
      switch word {
      case "uses":
        guard let used = flows[rest] else {
          throw MalformedFixture(line: number, reason: "no flow `\(rest)`")
        }
        flow.merge(used) { own, _ in own }
      case "show": words += rest.split(separator: " ").map(String.init)
      default:
        let json = try JSON(parsing: rest == "{" ? readBlock() : rest)
        if word == "scenario" { scenario = json.object ?? scenario } else { flow[word] = json }
      }
    }
    return (flow, scenario, words)
  }

  /// The rest of a block that ends with a brace at the beginning of a line.
  private mutating func readBlock() -> String {
    let block = lines.prefix { $0.text != "}" }.map(\.text)
    lines.removeFirst(min(lines.count, block.count + 1))
    return "{" + block.joined(separator: "\n") + "}"
  }
}

extension TranscriptStep {
  /// Reads a step: as JSON, or in short, such as `event Message m1 "Hello"`; `repeat 3 event Message m#` is three steps,
  /// `#` their numbers from 1.
  static func json(of text: String) -> [JSON]? {
    if text.hasPrefix("{") { return (try? JSON(parsing: text)).map { [$0] } }
    let (word, rest) = text.firstWord
    if word == "repeat" {
      let (count, step) = rest.firstWord
      return Int(count).flatMap { count in
        (1...count).reduce(into: [JSON]?.some([])) { steps, number in
          let one = json(
            of: step.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\(number)"))
          steps = one.flatMap { one in steps.map { $0 + one } }
        }
      }
    }
    let (first, second) = rest.firstWord
    let (middle, third) = second.firstWord
    switch word {
    case "sms": return value(rest).map { [["sms": ["from": .string(UsualFlow.customer), "text": $0]]] }
    case "messenger":
      return value(rest).map { [["messenger": ["psId": .string(UsualFlow.psid), "text": $0]]] }
    case "respond" where first == "fail": return [["respond": ["fail": .string(second)]]]
    case "respond":
      var response: JSONObject = ["status": value(first) ?? .null]
      if !second.isEmpty { response["conversationId"] = .string(second) }
      return [["respond": .object(response)]]
    case "http" where first == "fail": return [["http": ["fail": .string(second)]]]
    case "http":
      var answer: JSONObject = ["status": value(first) ?? .null]
      if !second.isEmpty { answer["body"] = value(second) }
      return [["http": .object(answer)]]
    case "event":
      var event: JSONObject = ["type": .string(first)]
      if !middle.isEmpty { event["id"] = .string(middle) }
      if !third.isEmpty { event["content"] = value(third) }
      return [["event": .object(event)]]
    case "gateway", "deliveryReport": return [.object([word: .string(rest)])]
    case "advance", "expect": return value(rest).map { [.object([word: $0])] }
    default: return nil
    }
  }

  private static func value(_ text: String) -> JSON? { try? JSON(parsing: text) }
}

extension String {
  /// What stands before the first space, and what after it.
  var firstWord: (word: String, rest: String) {
    let word = prefix { $0 != " " }
    return (String(word), String(dropFirst(word.count + 1)))
  }
}
