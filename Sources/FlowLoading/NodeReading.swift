import Diagnostics
import FlowModel
import JSONSyntax

/// Reading one node.
extension FileReader {
  /// Reads a member of `nodes`. A node whose type has an error is not judged further.
  mutating func readNode(_ member: JSONMember, names: FlowNames) -> FlowNode {
    let node = member.value
    guard let type = readType(of: node, id: member.name) else {
      return FlowNode(id: member.name, idPlace: member.key.place, place: node.place, type: nil)
    }
    let fields = readObject(node, as: type.description.shape)
    let outcomes = type.description.outcomes(fields)
    return FlowNode(
      id: member.name, idPlace: member.key.place, place: node.place, type: type, fields: fields,
      onEnter: assignments(fields["onEnter"], names: names),
      onLeave: assignments(fields["onLeave"], names: names),
      listings: readListings(fields["on"], of: node, type: type, outcomes: outcomes, names: names),
      suppressions: fields["lintIgnore"] == nil ? [] : node["lintIgnore"].map { readSuppressions($0) } ?? [])
  }

  private mutating func readType(of node: JSONNode, id: String) -> NodeType? {
    guard node.kind == .object else {
      reportWrongType(node, wanted: "an object", subject: "the node \(id.quoted)")
      return nil
    }
    guard let written = node["type"] else {
      report(
        .missingField(
          "type", in: node, called: "a node",
          summary: "It says what the node does. Nothing else of this node is judged."))
      return nil
    }
    guard written.kind == .string else {
      reportWrongType(written, wanted: "a string", subject: "`type`")
      return nil
    }
    if let type = NodeType.allCases.first(where: { written.stringEquals($0.name) }) { return type }
    let nearest = suggester.suggestion(for: written.string ?? "", among: NodeType.allCases.map(\.name))
    report(.unknownNodeType(written, nearest: nearest))
    return nil
  }

  private func assignments(_ field: FieldValue?, names: FlowNames) -> [Assignment] {
    (field?.object?["set"]?.object?.entries ?? []).compactMap { entry in
      let value: Assignment.Value? =
        switch entry.value.content {
        case .null: .null
        case .boolean(let boolean): .boolean(boolean)
        case .number(let number): .number(number)
        case .template(let template): .template(template)
        case .invalid, .text, .object, .list, .unjudged: nil
        }
      return value.map {
        Assignment(
          name: entry.name, namePlace: entry.namePlace, variable: names.variables[entry.name], value: $0,
          valuePlace: entry.value.place)
      }
    }
  }

  // MARK: Outcomes

  private mutating func readListings(
    _ field: FieldValue?, of node: JSONNode, type: NodeType, outcomes: OutcomeList, names: FlowNames
  ) -> [Listing] {
    guard let field, !field.isInvalid, let on = node["on"] else { return [] }
    let index = OutcomeIndex(outcomes.outcomes)
    return members(of: on).map { member in
      let outcome = index[member.key]
      if outcome == nil, !member.key.stringEquals("otherwise"), !outcomes.isUncertain {
        let candidates = outcomes.outcomes.map(\.name) + ["otherwise"]
        let nearest = suggester.suggestion(for: member.name, among: candidates)
        report(.unknownOutcome(member.key, of: type, outcomes: outcomes.outcomes, nearest: nearest))
      }
      let written = readTarget(member.value, of: member.key)
      return Listing(
        key: member.name, keyPlace: member.key.place, outcome: outcome, written: member.value.string ?? "@",
        targetPlace: member.value.place, target: names.target(written))
    }
  }

  private mutating func readTarget(_ value: JSONNode, of key: JSONNode) -> WrittenTarget? {
    guard let text = value.string else {
      reportWrongType(value, wanted: "a string", subject: "the target of \(key.quoted)")
      return nil
    }
    if let target = WrittenTarget(text) { return target }
    report(
      .invalidValue(
        "\(text.quoted) is no target", at: value.place,
        help: "A target is a node's id, `@end`, `@end:` with a result's name, or `@resume`."))
    return nil
  }

  // MARK: Suppressions

  /// Reads `lintIgnore`: rule codes to reasons.
  mutating func readSuppressions(_ node: JSONNode) -> [Suppression] {
    guard node.kind == .object else { return [] }
    return members(of: node).compactMap { member in
      guard let code = RuleCode.allCases.first(where: { member.key.stringEquals($0.rawValue) }) else {
        let nearest = suggester.suggestion(for: member.name, among: RuleCode.allCases.map(\.rawValue))
        report(
          .invalidValue(
            "there is no rule \(member.key.quoted)\(suggesting(nearest))", at: member.key.place,
            help: "`refrain explain` lists the rules."))
        return nil
      }
      if code.judgesTheFile {
        report(
          .invalidValue(
            "\(code) cannot be suppressed", at: member.key.place,
            help: "A file with such an error cannot be read as it is meant. Mend it and remove this line."))
        return nil
      }
      guard let reason = member.value.string else {
        reportWrongType(member.value, wanted: "a string", subject: "the reason for \(code)")
        return nil
      }
      if reason.isEmpty {
        report(
          .invalidValue(
            "the suppression of \(code) gives no reason", at: member.key.place,
            help: "Say why the rule does not apply here, for those who read the flow after you."))
        return nil
      }
      return Suppression(code: code, reason: reason, place: member.key.place)
    }
  }
}

/// Finds outcomes by the keys of `on`. A Branch may have thousands, so a look-up is constant in their number.
private struct OutcomeIndex {
  private let outcomes: [Outcome]
  private let indices: [[UInt8]: Int]

  init(_ outcomes: [Outcome]) {
    self.outcomes = outcomes
    indices =
      outcomes.count <= 20
      ? [:]
      : Dictionary(
        zip(outcomes.map { Array($0.name.utf8) }, outcomes.indices), uniquingKeysWith: { first, _ in first })
  }

  subscript(key: JSONNode) -> (index: Int, outcome: Outcome)? {
    let index =
      indices.isEmpty
      ? outcomes.firstIndex { key.stringEquals($0.name) } : indices[Array((key.string ?? "").utf8)]
    return index.map { ($0, outcomes[$0]) }
  }
}
