import Diagnostics
import FlowModel

/// RF306: Start Conversation wants the country code apart, Send SMS wants it in the number.
struct PhoneNumberFormat: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let senders = context.lists.senders
    // By indices: nothing is copied, for every sender is asked.
    return context.lists.conversations.compactMap { phoneNumber(in: $0.written, of: $0.node, in: graph) }
      + senders.indices.filter { senders[$0].destination?.template.literal?.isE164 == false }
      .compactMap { destination(of: senders[$0]) }
  }

  private func phoneNumber(
    in conversation: WrittenConversation, of node: FlowNode, in graph: FlowGraph
  ) -> Finding? {
    guard let value = conversation[.phoneNumber], conversation.method == .sms else { return nil }
    if case .lone(let reference) = value.template, graph.origin(of: reference) == .customer(.phoneNumber) {
      let written = graph.references[reference.index].text
      return Finding(
        .phoneNumberFormat,
        "the `phoneNumber` of \(node.id.quoted) is the sender's number with its country code",
        at: value.place,
        help: """
          Start Conversation wants the number without the country code, which has its own input. Write \
          `$(\(written) | nationalNumber)`, and `$(\(written) | countryCode)` as `countryCode`.
          """, fix: splitting(written, into: value, of: conversation))
    }
    guard let number = value.template.literal else { return nil }
    let countryCode = conversation[.countryCode]?.template.literal ?? ""
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
  private func splitting(
    _ reference: String, into phoneNumber: PlacedTemplate, of conversation: WrittenConversation
  ) -> Fix? {
    guard let countryCode = conversation[.countryCode] else { return nil }
    let edits = [
      SourceEdit.string("$(\(reference) | nationalNumber)", at: phoneNumber.place.range),
      SourceEdit.string("$(\(reference) | countryCode)", at: countryCode.place.range),
    ]
    return Fix(
      "Take the number apart with `nationalNumber` and `countryCode`", isSafe: true,
      edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  private func destination(of sender: NodeLists.Sender) -> Finding? {
    guard sender.written.isSMS, let value = sender.destination, let number = value.template.literal,
      !number.isE164, sender.written.isToPhoneNumber
    else { return nil }
    return Finding(
      .phoneNumberFormat,
      "the `destination` \(number.quoted) of \(sender.node.id.quoted) is no E.164 number",
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
