import FlowInterpreter
import FlowModel
import JSONSyntax

/// What a web service is let answer to one HTTPRequest: every status with every text at each place that the flow refers to.
struct HTTPAnswerValues {
  private(set) var statuses: [Int]
  private(set) var bodies: [JSON] = []
  private(set) var answers: [HTTPAnswer] = []
  /// Whether there are more combinations of texts than are tried.
  private(set) var leavesCombinationsOut = false

  /// A place at which a text is varied.
  private struct Slot {
    let path: [Reference.Step]
    let isHeader: Bool
    /// Nil for nothing there.
    let texts: [String?]
  }

  init(of node: NodeID, read: Distinct<TextSource>, _ compared: ComparedTexts, _ extras: [HTTPAnswer]) {
    statuses = Self.statuses(of: node, read, compared)
    let slots = read.inOrder.compactMap { source in Self.slot(source, of: node, compared) }
    let most = max(1, Limits.exploredAnswers / statuses.count)
    let all = slots.reduce(1) { min($0 * $1.texts.count, Limits.exploredAnswers + 1) }
    leavesCombinationsOut = all > most
    let choices = leavesCombinationsOut ? Self.someChoices(of: slots) : Self.allChoices(of: slots)
    var contents = choices.map { choice in
      (headers: Self.headers(slots, choice), body: Self.body(slots, choice))
    }
    // The body itself, beside places within it.
    for slot in slots where slot.path.isEmpty && slots.contains(where: { !$0.isHeader && !$0.path.isEmpty }) {
      contents += slot.texts.map { (JSONObject(), $0.map { .string($0) } ?? .null) }
    }
    if !slots.isEmpty { contents.append((JSONObject(), .null)) }
    var seen: Set<JSON> = []
    contents = contents.filter { seen.insert([.object($0.headers), $0.body]).inserted }
    var seenBodies = Distinct<JSON>()
    for content in contents { seenBodies.insert(content.body) }
    for case .response(let response) in extras { seenBodies.insert(response.body) }
    bodies = seenBodies.inOrder
    var answers = Distinct<HTTPAnswer>()
    for status in statuses {
      for content in contents {
        answers.insert(.response(.simulated(status: status, headers: content.headers, body: content.body)))
      }
    }
    for answer in extras + HTTPFailure.allCases.map(HTTPAnswer.failed) { answers.insert(answer) }
    self.answers = answers.inOrder
  }

  /// The statuses: the usual ones, and of those that the flow's conditions tell apart one each.
  private static func statuses(
    of node: NodeID, _ read: Distinct<TextSource>, _ compared: ComparedTexts
  ) -> [Int] {
    guard read.contains(.status(node)) || read.contains(.statusText(node)) else { return [200] }
    let usual = [200, 404, 500]
    let asked = compared.texts(of: .status(node)).compactMap { Int($0) }.filter { 100...599 ~= $0 }
    var signatures: Set<[Bool]> = []
    let distinct = (usual + asked + Array(100...599)).filter { status in
      let words = HTTPResponse.simulated(status: status).statusText
      return signatures.insert(
        compared.tests[.status(node), default: []].map { $0.holds(for: String(status)) }
          + compared.tests[.statusText(node), default: []].map { $0.holds(for: words) }
      ).inserted
    }
    var statuses = Distinct<Int>()
    for status in usual + asked + distinct { statuses.insert(status) }
    return statuses.inOrder
  }

  private static func slot(_ source: TextSource, of node: NodeID, _ compared: ComparedTexts) -> Slot? {
    let isAsked = !compared.texts(of: source).isEmpty
    let texts: [String?] =
      compared.candidates(for: source, plain: ExploredValues.plainText) + (isAsked ? [nil] : [])
    switch source {
    case .body(node, let path): return Slot(path: path, isHeader: false, texts: texts)
    case .header(node, let path): return Slot(path: path, isHeader: true, texts: texts)
    default: return nil
    }
  }

  /// Every text with every other: for each slot which of its texts.
  private static func allChoices(of slots: [Slot]) -> [[Int]] {
    slots.reduce([[]]) { choices, slot in
      choices.flatMap { choice in slot.texts.indices.map { choice + [$0] } }
    }
  }

  /// Every text with plain ones, and the texts of one number together.
  private static func someChoices(of slots: [Slot]) -> [[Int]] {
    let plain = slots.map { _ in 0 }
    let single = slots.indices.flatMap { slot in
      slots[slot].texts.indices.map { text in
        var choice = plain
        choice[slot] = text
        return choice
      }
    }
    let longest = slots.map(\.texts.count).max() ?? 0
    return single + (0..<longest).map { text in slots.map { min(text, $0.texts.count - 1) } }
  }

  private static func headers(_ slots: [Slot], _ choice: [Int]) -> JSONObject {
    var headers = JSONObject()
    for (slot, text) in zip(slots, choice) where slot.isHeader {
      if case .key(let name)? = slot.path.first, let text = slot.texts[text] { headers[name] = .string(text) }
    }
    return headers
  }

  private static func body(_ slots: [Slot], _ choice: [Int]) -> JSON {
    JSON(
      leaves: zip(slots, choice).compactMap { slot, text in
        slot.isHeader ? nil : slot.texts[text].map { (slot.path[...], .string($0)) }
      })
  }
}

extension JSON {
  /// A value that has a leaf at the end of every path; where one path ends within another the longer one counts.
  fileprivate init(leaves: [(path: ArraySlice<Reference.Step>, leaf: JSON)]) {
    let longer = leaves.filter { !$0.path.isEmpty }
    guard let first = longer.first?.path.first else {
      self = leaves.first?.leaf ?? .null
      return
    }
    func inner(_ step: Reference.Step) -> JSON {
      JSON(leaves: longer.filter { $0.path.first == step }.map { ($0.path.dropFirst(), $0.leaf) })
    }
    // The recursion is as deep as the longest path, which has a limit.
    switch first {
    case .key:
      var object = JSONObject()
      for leaf in longer {
        guard case .key(let key)? = leaf.path.first, object[key] == nil else { continue }
        object[key] = inner(.key(key))
      }
      self = .object(object)
    case .index:
      let indices = longer.compactMap { if case .index(let index)? = $0.path.first { index } else { nil } }
      self = .array((0...(indices.max() ?? 0)).map { inner(.index($0)) })
    }
  }
}
