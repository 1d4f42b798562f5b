import Diagnostics
package import FlowModel
import JSONSyntax

/// Reading one node.
extension FileReader {
  /// Reads a member of `nodes`. A node whose type has an error is not judged further.
  /// - Parameter number: Which of the nodes it is.
  mutating func readNode(
    _ member: JSONDocument.ElementMember, _ number: NodeID, names: FlowNames
  ) -> FlowNode {
    let id = names.nodeIDs[number.index]
    let node = member.value
    let idPlace = place(of: member.key)
    guard let type = names.nodeTypes[number.index] else {
      reportType(of: node, id: id)
      return FlowNode(id: id, idPlace: idPlace, place: place(of: node))
    }
    let firstReference = references.count
    let description = type.description
    var common = CommonFields()
    let fields = readObject(node, as: description.shape, common: &common)
    let outcomes = description.outcomes(fields)
    return FlowNode(
      id: id, idPlace: idPlace, place: place(of: node), type: type, fields: fields, outcomes: outcomes,
      onEnter: assignments(common[.onEnter], names: names),
      onLeave: assignments(common[.onLeave], names: names), onLeavePlace: common[.onLeave]?.place,
      listings: readListings(common[.on], of: number, type: type, outcomes: outcomes, names: names),
      targetsPlace: common[.on]?.place,
      suppressions: common[.lintIgnore].map { readSuppressions($0.place.element) } ?? [],
      references: firstReference..<references.count)
  }

  /// Reports why a node has no type.
  private mutating func reportType(of node: Int, id: NodeName) {
    guard document.kind(of: node) == .object else {
      return reportWrongType(node, wanted: "an object", subject: "the node \(id.quoted)")
    }
    guard let written = document.value(named: "type", of: node) else {
      return report(
        .missingField(
          .required(
            "type", .choice(NodeType.allCases.map(\.name)),
            "It says what the node does. Nothing else of this node is judged."),
          in: self.node(node), called: "a node"))
    }
    guard document.kind(of: written) == .string else {
      return reportWrongType(written, wanted: "a string", subject: "`type`")
    }
    let nearest = suggester.suggestion(for: document.text(of: written), among: NodeType.allCases.map(\.name))
    report(.unknownNodeType(self.node(written), nearest: nearest))
  }

  private func assignments(_ field: FieldValue?, names: FlowNames) -> [Assignment] {
    guard let field else { return [] }
    return (field.object?["set"]?.object?.entries ?? []).compactMap { entry in
      Assignment.Value(entry.value.content).map {
        Assignment(
          name: entry.name, namePlace: entry.namePlace, variable: names.variable(entry.name), value: $0,
          valuePlace: entry.value.place)
      }
    }
  }

  // MARK: Outcomes

  private mutating func readListings(
    _ field: FieldValue?, of number: NodeID, type: NodeType, outcomes: OutcomeList, names: FlowNames
  ) -> [Listing] {
    guard let field, !field.isInvalid else { return [] }
    let on = field.place.element
    let index = OutcomeIndex(outcomes)
    var listings: [Listing] = []
    listings.reserveCapacity(document.count(of: on))
    // Most files list outcomes in the order of the language reference: the next one is tried first.
    var next = 0
    for member in document.members(of: on) where !isRepeated(member.key) {
      let outcome = index.outcome(named: member.key, in: document, tryingFirst: next)
      if let outcome { next = outcome + 1 }
      // What is wrong with the key drops what is wrong with its target.
      let isUnknown = outcome == nil && !document.isText(member.key, "otherwise") && !outcomes.isUncertain
      if isUnknown {
        let names = outcomes.outcomes.map(\.name)
        let key = node(member.key)
        let nearest = suggester.suggestion(for: key.string ?? "", among: names + ["otherwise"])
        let isFree = nearest.map { document.value(named: $0, of: on) == nil } ?? false
        report(.unknownOutcome(key, of: type, names: names, nearest: nearest, isFree: isFree))
      }
      let isString = document.kind(of: member.value) == .string
      let written = isString ? document.text(of: member.value) : "@"
      let target =
        isUnknown
        ? WrittenTarget(written) : readTarget(written, isString: isString, of: member, names: names)
      listings.append(
        Listing(
          key: outcome.map { outcomes.outcomes[$0].name } ?? document.text(of: member.key),
          keyPlace: place(of: member.key), outcome: outcome.map { ($0, outcomes.outcomes[$0].class) },
          written: written, targetPlace: place(of: member.value),
          target: names.target(target, near: number)))
    }
    return listings
  }

  /// The targets that every flow has.
  private static let endTargets = ["@end", "@resume"] + FlowResult.builtIn.map { "@end:\($0.name)" }

  private mutating func readTarget(
    _ text: String, isString: Bool, of member: JSONDocument.ElementMember, names: FlowNames
  ) -> WrittenTarget? {
    guard isString else {
      reportWrongType(member.value, wanted: "a string", subject: "the target of \(node(member.key).quoted)")
      return nil
    }
    if let range = document.plainText(of: member.value), !document.source[range].contains(UInt8(ascii: "@")) {
      return .node(NodeName(text))
    }
    if let target = WrittenTarget(text) { return target }
    let id = String(text.drop { $0 == "@" })
    let nearest =
      names.node(NodeName(id)) != nil
      ? id : suggester.suggestion(for: text, among: Self.endTargets)
    report(
      .invalidValue(
        "\(text.quoted) is no target\(suggesting(nearest))", at: place(of: member.value),
        help: "A target is a node's id, `@end`, `@end:` with a result's name, or `@resume`.",
        fix: nearest.map { Fix(writing: $0, over: node(member.value)) }))
    return nil
  }

  // MARK: Suppressions

  private static let ruleCodes = KnownTexts(RuleCode.allCases.map(\.rawValue))

  /// The rule that a key names; reports a key that names none.
  /// - Parameter codes: The rules whose names may have been meant.
  mutating func readRule(
    _ key: JSONNode, of object: Int, among codes: [RuleCode] = RuleCode.allCases
  ) -> RuleCode? {
    if let known = document.index(of: key.element, in: Self.ruleCodes) { return RuleCode.allCases[known] }
    let nearest = suggester.suggestion(for: key.string ?? "", among: codes.map(\.rawValue))
    report(
      .invalidValue(
        "there is no rule \(key.quoted)\(suggesting(nearest))", at: key.place,
        help: "`refrain explain` lists the rules.",
        fix: nearest.flatMap { nearest in
          document.value(named: nearest, of: object) == nil ? Fix(writing: nearest, over: key) : nil
        }))
    return nil
  }

  /// Reads `lintIgnore`: rule codes to reasons.
  package mutating func readSuppressions(_ element: Int) -> [Suppression] {
    node(element).members.filter { !isRepeated($0.key.element) }.compactMap { member in
      guard let code = readRule(member.key, of: element) else { return nil }
      if code.judgesTheFile {
        report(
          .invalidValue(
            "\(code) cannot be suppressed", at: member.key.place,
            help: "A file with such an error cannot be read as it is meant. Mend it and remove this line."))
        return nil
      }
      guard let reason = member.value.string else {
        reportWrongType(member.value.element, wanted: "a string", subject: "the reason for \(code)")
        return nil
      }
      if reason.isEmpty {
        report(
          .invalidValue(
            "the suppression of \(code) gives no reason", at: member.key.place,
            help: "Say why the rule does not apply here, for those who read the flow after you."))
        return nil
      }
      return Suppression(
        code: code, reason: reason, place: member.key.place, reasonPlace: member.value.place)
    }
  }
}

/// Finds outcomes by the keys of `on`. A Branch may have thousands, so a look-up is constant in their number.
private struct OutcomeIndex {
  /// Up to this many outcomes one is found sooner by comparing them all.
  private static let comparedOutcomes = 20

  private let names: KnownTexts
  private let indices: [ExactText: Int]?

  init(_ list: OutcomeList) {
    names = list.names
    indices =
      list.outcomes.count <= Self.comparedOutcomes
      ? nil
      : Dictionary(
        list.outcomes.enumerated().map { (ExactText($1.name), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter first: The index of the outcome that is compared first, where they are few.
  func outcome(named key: Int, in document: JSONDocument, tryingFirst first: Int) -> Int? {
    guard let indices else { return document.index(of: key, in: names, tryingFirst: first) }
    return indices[ExactText(document.text(of: key))]
  }
}
