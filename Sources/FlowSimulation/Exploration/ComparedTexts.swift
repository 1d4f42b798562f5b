import FlowModel
import JSONSyntax

/// The texts that a flow compares with texts from outside, or reads as numbers or times, by where those come from.
struct ComparedTexts {
  /// Where the value of a template comes from.
  struct Origin {
    var sources = Distinct<TextSource>()
    /// The literal texts that it may be.
    var literals = DistinctTexts()
    /// Whether the value is that of a source, or a literal, as it is: nothing is put together or filtered.
    var isPlain = true

    mutating func add(_ other: Origin) {
      for source in other.sources.inOrder { sources.insert(source) }
      literals.insert(other.literals.inOrder)
      if !other.isPlain { isPlain = false }
    }
  }

  /// One condition on a value from outside, with literal operands.
  struct Test {
    let `operator`: BranchOperator
    let operands: [String]

    func holds(for text: String) -> Bool {
      switch `operator`.operands {
      case .one: return `operator`.holds(text, operands[0])
      case .bounds: return BranchOperator.isBetween(text, operands[0], operands[1])
      case .choices:
        let folded = `operator`.folded(text)
        return operands.contains { `operator`.folded($0) == folded } != `operator`.excludesChoices
      }
    }
  }

  /// A text that a condition asks for within another.
  private struct Needle {
    let `operator`: BranchOperator
    let text: String
  }

  private let graph: FlowGraph
  private let times: ExploredTimes
  private var texts: [TextSource: DistinctTexts] = [:]
  private var variables: [Origin] = []
  /// The templates that each variable is set to.
  private var assigned: [[Template]]
  /// The sources whose values are compared with each other.
  private var links: [(TextSource, TextSource)] = []
  /// The conditions with literal operands, by the sources of their values.
  private(set) var tests: [TextSource: [Test]] = [:]

  /// - Parameter start: When sessions begin: times are past, near or far from then.
  init(in graph: FlowGraph, startingAt start: Timestamp) {
    self.graph = graph
    times = ExploredTimes(around: start)
    assigned = Array(repeating: [], count: graph.variables.count)
    traceVariables()
    for node in graph.nodes {
      for branch in node.branches?.all ?? [] { note(branch.conditions) }
      if let delay = node.delay { note(delay) }
    }
    noteDigits()
    for (source, tests) in tests { note(Self.numbers(around: tests) + Self.texts(of: tests), of: source) }
    for _ in 0..<2 {
      for (first, second) in links {
        note(texts[second]?.inOrder ?? [], of: first)
        note(texts[first]?.inOrder ?? [], of: second)
      }
    }
  }

  /// Whether a source is what customers write behind a keyword.
  func isBehindKeyword(_ source: TextSource) -> Bool {
    if case .message(let node) = source { graph.keywords(of: node) != .any } else { false }
  }

  /// The texts that are asked for of a source.
  func texts(of source: TextSource) -> [String] { texts[source]?.inOrder ?? [] }

  /// A plain text, the texts that are asked for of a source, and others that the conditions on it tell from all these.
  func candidates(for source: TextSource, plain: String) -> [String] {
    var candidates = DistinctTexts([plain] + texts(of: source))
    guard let tests = tests[source] else { return candidates.inOrder }
    var signatures = Set(candidates.inOrder.map { text in tests.map { $0.holds(for: text) } })
    let asked = candidates.inOrder
    let otherCases = tests.contains(where: \.operator.ignoresCase) ? asked.flatMap(\.otherCases) : []
    for text in Self.otherTexts + otherCases
    where signatures.insert(tests.map { $0.holds(for: text) }).inserted {
      candidates.insert(text)
    }
    return candidates.inOrder
  }

  /// Texts that have little in common.
  private static let otherTexts = [
    "Good day", "Why?", "x", "zq", "7", "0", "-5", "#", "\u{2014}", "\u{6F22}",
  ]

  private mutating func note(_ texts: [String], of source: TextSource) {
    self.texts[source, default: DistinctTexts()].insert(texts)
  }

  // MARK: Where values come from

  /// Finds out where the values of variables come from, one by way of another too.
  private mutating func traceVariables() {
    variables = graph.variables.map { variable in
      var origin = Origin()
      switch variable.initialValue {
      case .null: origin.literals.insert("")
      case .boolean(let boolean): origin.literals.insert(boolean ? "true" : "false")
      case .number(let number): origin.literals.insert(JSON.number(number).compact)
      case .text(let text): origin.literals.insert(text)
      }
      return origin
    }
    for assignment in graph.nodes.lazy.flatMap({ $0.onEnter + $0.onLeave }) {
      guard let variable = assignment.variable?.index else { continue }
      switch assignment.value {
      case .null: variables[variable].literals.insert("")
      case .boolean(let boolean): variables[variable].literals.insert(boolean ? "true" : "false")
      case .number(let number): variables[variable].literals.insert(JSON.number(number).compact)
      case .template(let template): assigned[variable].append(template)
      }
    }
    // Each pass follows one more step from variable to variable.
    for _ in 0..<Self.variableSteps {
      var hasChanged = false
      for variable in variables.indices {
        for template in assigned[variable] {
          let before = variables[variable]
          variables[variable].add(origin(of: template))
          if variables[variable].isLarger(than: before) { hasChanged = true }
        }
      }
      if !hasChanged { return }
    }
    for variable in variables.indices where !assigned[variable].isEmpty {
      variables[variable].sources.insert(.unvaried)
    }
  }

  /// How many steps from variable to variable are followed.
  private static let variableSteps = 32

  /// Where the value of a template comes from.
  func origin(of template: Template) -> Origin {
    var origin = Origin()
    if let literal = template.literal { origin.literals.insert(literal) }
    for reference in template.references { origin.add(self.origin(of: reference)) }
    if case .composed = template { origin.isPlain = false }
    return origin
  }

  private func origin(of reference: ReferenceID) -> Origin {
    switch graph.references[reference.index].subject {
    case .variable(let variable): return variables[variable.index]
    case .output(let output, let node, let path):
      var origin = Origin()
      if let source = graph.source(of: output, of: node, path: path) { origin.sources.insert(source) }
      return origin
    case .environmentValue, .secret, .uncertain, .undefined: return Origin()
    }
  }

  // MARK: What is asked for

  /// Notes that a template should come out as a text.
  /// - Parameter passed: The variables by way of which it should.
  private mutating func want(_ text: String, of template: Template, by passed: Set<VariableID> = []) {
    let references = template.references
    for id in references {
      let reference = graph.references[id.index]
      let inner = references.count == 1 ? template.middle(of: text) : text
      let wanted = reference.filters.source(of: inner)
      switch reference.subject {
      case .variable(let variable):
        guard !passed.contains(variable) else { continue }
        for template in assigned[variable.index] { want(wanted, of: template, by: passed.union([variable])) }
      case .output(let output, let node, let path):
        if let source = graph.source(of: output, of: node, path: path) { note([wanted], of: source) }
      case .environmentValue, .secret, .uncertain, .undefined: continue
      }
    }
  }

  private mutating func note(_ conditions: [WrittenCondition]) {
    // The parts that one text must hold together, by where it comes from.
    var needles: [(source: TextSource, value: Template, texts: [Needle])] = []
    for condition in conditions {
      note(condition)
      guard condition.operator.isNeedle, let text = condition.operands.first?.template.literal else {
        continue
      }
      let needle = Needle(operator: condition.operator, text: text)
      for source in origin(of: condition.value.template).sources.inOrder {
        if let index = needles.firstIndex(where: { $0.source == source }) {
          needles[index].texts.append(needle)
        } else {
          needles.append((source, condition.value.template, [needle]))
        }
      }
    }
    for (_, value, needles) in needles where needles.count > 1 {
      for text in Self.texts(with: needles) { want(text, of: value) }
    }
  }

  private mutating func note(_ condition: WrittenCondition) {
    let written = condition.value.template
    let value = origin(of: written)
    let operands = condition.operands.map { origin(of: $0.template) }
    for (operand, origin) in zip(condition.operands.map(\.template), operands) {
      for text in origin.literals.inOrder {
        want(text, of: written)
        if condition.operator.isNeedle {
          let needle = Needle(operator: condition.operator, text: text)
          for longer in Self.texts(with: [needle]) { want(longer, of: written) }
        }
      }
      for text in value.literals.inOrder { want(text, of: operand) }
      for first in value.sources.inOrder {
        for second in origin.sources.inOrder
        where links.count < Limits.exploredAnswers * Limits.exploredAnswers {
          links.append((first, second))
        }
      }
      guard condition.operator.comparesNumbers, !origin.sources.isEmpty else { continue }
      for text in ["1", "2", "3"] {
        want(text, of: written)
        want(text, of: operand)
      }
    }
    let isStatic = operands.allSatisfy { $0.sources.isEmpty && $0.literals.count == 1 }
    if isStatic {
      let test = Test(operator: condition.operator, operands: operands.map { $0.literals.inOrder[0] })
      for source in value.sources.inOrder { tests[source, default: []].append(test) }
      for text in Self.numbers(around: [test]) { want(text, of: written) }
    } else if condition.operator.comparesNumbers, operands.allSatisfy(\.sources.isEmpty) {
      // A variable may hold any of several numbers.
      let numbers = operands.flatMap(\.literals.inOrder)
      let test = Test(operator: condition.operator, operands: numbers)
      for text in Self.numbers(around: [test]) { want(text, of: written) }
    } else if let literal = written.literal, condition.operator.comparesNumbers {
      // A number is compared with one from outside.
      let test = Test(operator: condition.operator, operands: [literal])
      for operand in condition.operands {
        for text in Self.numbers(around: [test]) { want(text, of: operand.template) }
      }
    }
  }

  private mutating func note(_ delay: WrittenDelay) {
    if let template = delay.seconds?.template, template.literal == nil {
      for text in ["0", "5", "1000000"] { want(text, of: template) }
    }
    guard let template = delay.until?.template, template.literal == nil else { return }
    for text in times.texts { want(text, of: template) }
    guard template.parts.count > 1 else { return }
    for source in origin(of: template).sources.inOrder { note(times.parts, of: source) }
  }

  /// Notes that a text has digits where a template takes these out of it. Of a sender's number there are some anyway.
  private mutating func noteDigits() {
    for index in graph.references.indices {
      let takesDigits = graph.references[index].filters.contains {
        $0 == .digits || $0 == .nationalNumber
      }
      guard takesDigits else { continue }
      for source in origin(of: ReferenceID(index)).sources.inOrder where source != .sender {
        note([Self.textWithDigits], of: source)
      }
    }
  }

  private static let textWithDigits = "4471"

  // MARK: Texts made of others

  /// Texts that hold needles, all of them and with something else besides.
  private static func texts(with needles: [Needle]) -> [String] {
    let starts = needles.filter { $0.operator.isStart }.map(\.text)
    let ends = needles.filter { $0.operator.isEnd }.map(\.text)
    let middles = needles.filter { !$0.operator.isStart && !$0.operator.isEnd }.map(\.text)
    let start = starts.max { $0.utf8.count < $1.utf8.count }
    let end = ends.max { $0.utf8.count < $1.utf8.count }
    let words = ([start] + middles + [end]).compactMap { $0 }
    let plain = ExploredValues.plainText
    let longer = (start.map { [$0] } ?? [plain]) + middles + [plain] + (end.map { [$0] } ?? [])
    return [words.joined(separator: " "), words.joined(), longer.joined(separator: " ")]
  }

  /// Texts that hold every two of the parts that different conditions ask for, and one that holds all.
  private static func texts(of tests: [Test]) -> [String] {
    let parts = DistinctTexts(tests.filter(\.operator.isNeedle).map { $0.operands[0] }).inOrder
    guard parts.count > 1, parts.count <= Limits.exploredParts else { return [] }
    let pairs = parts.indices.flatMap { first in
      parts.indices.filter { $0 != first }.map { "\(parts[first]) \(parts[$0])" }
    }
    return pairs + [parts.joined(separator: " ")]
  }

  /// Numbers at the bounds of conditions, between them, and beyond.
  private static func numbers(around tests: [Test]) -> [String] {
    guard tests.contains(where: \.operator.comparesNumbers) else { return [] }
    // A number that is only compared as a text counts too: there may have to be another one beside it.
    let bounds = Set(
      tests.flatMap(\.operands).compactMap { ExactDecimal(writtenByPeople: $0)?.double }.filter(\.isFinite)
    ).sorted()
    guard let first = bounds.first, let last = bounds.last else { return [] }
    func step(at number: Double) -> Double { max(1, 2 * number.ulp) }
    var texts = [JSON.numberText(first - step(at: first))]
    for (low, high) in zip(bounds, bounds.dropFirst()) {
      texts += [JSON.numberText(low), JSON.numberText(low + (high - low) / 2)]
    }
    texts += [JSON.numberText(last), JSON.numberText(last + step(at: last))]
    let equal = Set(tests.filter { !$0.operator.comparesNumbers }.flatMap(\.operands))
    // The number of a text that another condition asks for, written otherwise.
    texts += texts.filter { equal.contains($0) && $0.utf8.allSatisfy { $0 >= UInt8(ascii: "0") } }.map {
      "0\($0)"
    }
    return texts
  }
}

extension ComparedTexts {
  /// Whether the candidates for a source show all that the conditions on it can tell apart: a text that is none of those that
  /// are compared as a whole, with and without the part that one condition asks for.
  func settlesPart(of source: TextSource) -> Bool {
    let tests = tests[source, default: []]
    let parts = tests.filter(\.operator.isNeedle)
    guard let part = parts.first else { return true }
    let wholes = tests.filter { !$0.operator.isNeedle }
    guard parts.count == 1, !wholes.contains(where: \.operator.comparesNumbers) else { return false }
    let others = candidates(for: source, plain: ExploredValues.plainText).filter { text in
      !wholes.contains { $0.isAboutWhole(text) }
    }
    return others.contains(where: part.holds) && others.contains { !part.holds(for: $0) }
  }
}

extension ComparedTexts.Test {
  /// Whether one of the operands is the text, as the operator compares them.
  fileprivate func isAboutWhole(_ text: String) -> Bool {
    operands.contains { `operator`.folded($0) == `operator`.folded(text) }
  }
}

extension String {
  /// The text in other cases of letters.
  fileprivate var otherCases: [String] {
    let alternating = enumerated().map { index, character in
      index % 2 == 0 ? character.lowercased() : character.uppercased()
    }.joined()
    let first = prefix(1).uppercased() + dropFirst().lowercased()
    return [lowercased(), uppercased(), first, alternating]
  }
}

extension ComparedTexts.Origin {
  fileprivate func isLarger(than other: Self) -> Bool {
    sources.inOrder.count > other.sources.inOrder.count || literals.count > other.literals.count
      || isPlain != other.isPlain
  }
}

extension Template {
  /// What of a text stands between the literal parts around the one reference; the text itself where it has not these.
  fileprivate func middle(of text: String) -> String {
    let parts = parts
    guard parts.count > 1 else { return text }
    var middle = text[...]
    if case .literal(let prefix)? = parts.first {
      guard middle.hasPrefix(prefix) else { return text }
      middle = middle.dropFirst(prefix.count)
    }
    if case .literal(let suffix)? = parts.last {
      guard middle.hasSuffix(suffix) else { return text }
      middle = middle.dropLast(suffix.count)
    }
    return String(middle)
  }
}

extension [TextFilter] {
  /// A text for which the filters give a wanted one; the wanted one itself where none is known.
  ///
  /// Most filters leave alone what they give. A country code comes of a number that has it alone, a national number of one
  /// with a country code before it.
  fileprivate func source(of wanted: String) -> String {
    for text in [wanted, "+\(wanted)5550100", "+1\(wanted)", wanted.escapedForHTML]
    where text.filtered(by: self).hasSameUTF8(as: wanted) {
      return text
    }
    return wanted
  }
}
