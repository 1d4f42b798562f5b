import FlowModel
import JSONSyntax

/// A place within what a web service answers, or a webhook brings, at which a text is varied.
struct VariedPlace {
  let path: [Reference.Step]
  let isHeader: Bool
  /// Nil for nothing there.
  let texts: [String?]

  /// The place where a source's texts stand: those that the flow asks for, a plain one, and nothing where it asks for any.
  init(_ path: [Reference.Step], of source: TextSource, _ compared: ComparedTexts, isHeader: Bool = false) {
    self.path = path
    self.isHeader = isHeader
    let isAsked = !compared.texts(of: source).isEmpty
    texts = compared.candidates(for: source, plain: ExploredValues.plainText) + (isAsked ? [nil] : [])
  }

  /// A place with these texts.
  init(_ path: [Reference.Step], _ texts: [String?]) {
    self.path = path
    self.texts = texts
    isHeader = false
  }
}

extension [VariedPlace] {
  /// For each place which of its texts: every text with every other; where these are more than so many, every text with
  /// plain ones, and the texts of one number together.
  func choices(upTo most: Int) -> (choices: [[Int]], leavesOut: Bool) {
    let all = reduce(1) { Swift.min($0 * $1.texts.count, Limits.exploredAnswers + 1) }
    return all > most ? (someChoices, true) : (allChoices, false)
  }

  private var allChoices: [[Int]] {
    reduce([[]]) { choices, place in
      choices.flatMap { choice in place.texts.indices.map { choice + [$0] } }
    }
  }

  private var someChoices: [[Int]] {
    let plain = map { _ in 0 }
    let single = indices.flatMap { place in
      self[place].texts.indices.map { text in
        var choice = plain
        choice[place] = text
        return choice
      }
    }
    let longest = lazy.map(\.texts.count).max() ?? 0
    return single + (0..<longest).map { text in map { Swift.min(text, $0.texts.count - 1) } }
  }

  /// The headers of a choice.
  func headers(_ choice: [Int]) -> JSONObject {
    var headers = JSONObject()
    for (place, text) in zip(self, choice) where place.isHeader {
      if case .key(let name)? = place.path.first, let text = place.texts[text] {
        headers[name] = .string(text)
      }
    }
    return headers
  }

  /// What a choice has besides its headers.
  func body(_ choice: [Int]) -> JSON {
    JSON(
      leaves: zip(self, choice).compactMap { place, text in
        place.isHeader ? nil : place.texts[text].map { (place.path[...], .string($0)) }
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
