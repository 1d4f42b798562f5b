import Diagnostics
import FlowModel

/// RF306: Start Conversation wants the country code apart, Send SMS wants it in the number.
struct PhoneNumberFormat: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    return context.lists.conversations.compactMap { phoneNumber(of: graph[$0], in: graph) }
      + context.lists.senders.compactMap { destination(of: graph[$0]) }
  }

  private func phoneNumber(of node: FlowNode, in graph: FlowGraph) -> Finding? {
    guard node.conversationMethod == .sms, let value = node.conversationInput("phoneNumber"),
      let template = value.template
    else { return nil }
    if case .lone(let reference) = template, graph.isSenderNumber(reference) {
      let written = graph.references[reference.index].text
      return Finding(
        .phoneNumberFormat,
        "the `phoneNumber` of \(node.id.quoted) is the sender's number with its country code",
        at: value.place,
        help: """
          Start Conversation wants the number without the country code, which has its own input. Write \
          `$(\(written) | nationalNumber)`, and `$(\(written) | countryCode)` as `countryCode`.
          """, fix: splitting(written, into: value, of: node))
    }
    guard let number = template.literal else { return nil }
    let countryCode = node.conversationInput("countryCode")?.template?.literal ?? ""
    let help = """
      Start Conversation wants the number without the country code, which has its own input: with both in one the \
      customer is not found. Write the national number alone.
      """
    if number.utf8.first == UInt8(ascii: "+") {
      return Finding(
        .phoneNumberFormat, "the `phoneNumber` of \(node.id.quoted) begins with `+`", at: value.place,
        help: help)
    }
    guard !countryCode.isEmpty, number.utf8.starts(with: countryCode.utf8) else { return nil }
    return Finding(
      .phoneNumberFormat,
      "the `phoneNumber` of \(node.id.quoted) begins with its `countryCode` \(countryCode.quoted)",
      at: value.place, help: help)
  }

  /// Writes both parts of a number, where the other input is there.
  private func splitting(_ reference: String, into phoneNumber: FieldValue, of node: FlowNode) -> Fix? {
    guard let countryCode = node.conversationInput("countryCode") else { return nil }
    let edits = [
      SourceEdit.string("$(\(reference) | nationalNumber)", at: phoneNumber.place.range),
      SourceEdit.string("$(\(reference) | countryCode)", at: countryCode.place.range),
    ]
    return Fix(
      "Take the number apart with `nationalNumber` and `countryCode`", isSafe: true,
      edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  private func destination(of node: FlowNode) -> Finding? {
    guard node.type == .sendSMS, let value = node.fields["destination"],
      let number = value.template?.literal, !number.isE164
    else { return nil }
    let destinationType = node.fields["destinationType"]
    guard destinationType == nil || destinationType?.text == "msisdn" else { return nil }
    return Finding(
      .phoneNumberFormat, "the `destination` \(number.quoted) of \(node.id.quoted) is no E.164 number",
      at: value.place,
      help: """
        Send SMS wants `+`, the country code and the number, such as `+14155550123`: the gateway rejects others or \
        sends to somebody else.
        """)
  }

  let dependsOnEnvironment = true

  let code = RuleCode.phoneNumberFormat

  var page: RulePage {
    RulePage(.phoneNumberFormat, markdown: PackageResources.RF306_md)
  }
}

extension FlowGraph {
  /// Whether a reference is to the number of who wrote.
  fileprivate func isSenderNumber(_ reference: ReferenceID) -> Bool {
    guard case .output(let output, let node, _) = references[reference.index].subject else { return false }
    return self[node].outputs[output.index].name == "sms.senderNumber"
  }
}
