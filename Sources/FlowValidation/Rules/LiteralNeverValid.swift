import Diagnostics
import FlowModel

/// RF405: what is written down can be used.
struct LiteralNeverValid: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    var findings: [Finding] = []
    for listed in context.lists.conversations {
      judge(listed.written, of: listed.node, in: context, &findings)
    }
    for listed in context.lists.services { judge(listed.written, of: listed.node, &findings) }
    let senders = context.lists.senders
    // By indices: nothing is copied, for every sender is asked.
    for index in senders.indices
    where senders[index].text.isEmptyTemplate || senders[index].destination.isEmptyTemplate {
      judge(senders[index], in: context, &findings)
    }
    for listed in context.lists.delays { judge(listed.written, of: listed.node, &findings) }
    for listed in context.lists.requests { judge(listed.written, of: listed.node, in: graph, &findings) }
    return findings
  }

  private func report(
    _ problem: String, of field: String, in node: FlowNode, at place: SourcePlace, _ help: String,
    _ findings: inout [Finding]
  ) {
    findings.append(
      Finding(
        .literalNeverValid, "the `\(field)` of \(node.id.quoted) \(problem)", at: place,
        help: "It is the same in every session, and can never be used. \(help)"))
  }

  // MARK: Conversations

  private typealias InputName = WrittenConversation.InputName

  private func judge(
    _ conversation: WrittenConversation, of node: FlowNode, in context: RuleContext,
    _ findings: inout [Finding]
  ) {
    guard let method = conversation.method else { return }
    conversation.forEachLiteralInput { name, text, place in
      // What is wrong with the key RF304 says.
      let input = InputName(rawValue: name)
      guard input != .key, input != .conversationID else { return }
      let problem: (problem: String, help: String)? =
        text.isEmpty
        ? (problem: "is empty", help: "The conversation needs it.")
        : input.flatMap { self.problem(with: text, as: $0, method: method) }
      guard let (problem, help) = problem, !context.speaks(.phoneNumberFormat, at: place) else { return }
      report(problem, of: name, in: node, at: place, help, &findings)
    }
  }

  private func problem(
    with text: String, as input: InputName, method: Channel
  ) -> (problem: String, help: String)? {
    switch input {
    case .isRichTextSupported where text != "true" && text != "false":
      ("is \(text.quoted)", "Write `true` or `false`.")
    case .lastModifiedDate where Timestamp(rfc3339: text) == nil && !text.isInteger:
      ("is no time: \(text.quoted)", "Write a time such as `2026-01-15T09:30:00Z`, or an integer.")
    case .phoneNumber where method == .sms && !text.isDigits:
      ("has other characters than digits: \(text.quoted)", "Write the national number's digits alone.")
    case .countryCode where method == .sms && !(text.isDigits && text.utf8.count <= 3):
      ("is no country code: \(text.quoted)", "Write its one to three digits, without `+`.")
    default: nil
    }
  }

  // MARK: Questions to ECE

  private func judge(_ question: WrittenQuestion, of node: FlowNode, _ findings: inout [Finding]) {
    for (name, value) in question.inputs where value.template.isEmpty {
      report("is empty", of: name, in: node, at: value.place, "ECE would not be asked.", &findings)
    }
  }

  // MARK: Messages

  private func judge(_ sender: NodeLists.Sender, in context: RuleContext, _ findings: inout [Finding]) {
    if let text = sender.text, text.template.isEmpty {
      report("is empty", of: "message", in: sender.node, at: text.place, "Nothing would be sent.", &findings)
    }
    guard let destination = sender.destination, destination.template.isEmpty,
      !context.speaks(.phoneNumberFormat, at: destination.place)
    else { return }
    report(
      "is empty", of: "destination", in: sender.node, at: destination.place, "Nothing would be sent.",
      &findings)
  }

  // MARK: Delays

  private func judge(_ delay: WrittenDelay, of node: FlowNode, _ findings: inout [Finding]) {
    if let seconds = delay.seconds, let text = seconds.template.literal {
      let number = NumberInText(text)
      if number.map({ $0.double > Limits.seconds }) ?? true {
        report(
          number == nil ? "is no number: \(text.quoted)" : "is too much", of: "seconds", in: node,
          at: seconds.place, "Write a number of seconds up to 1e9.", &findings)
      }
    }
    if let until = delay.until, let text = until.template.literal,
      Timestamp(rfc3339: text) == nil, Timestamp(dayMonthYear: text) == nil
    {
      report(
        "is no time: \(text.quoted)", of: "until", in: node, at: until.place,
        "Write a time such as `2026-12-31T23:59:59Z` or `31-12-2026 23:59:59`.", &findings)
    }
  }

  // MARK: Requests

  private func judge(
    _ request: WrittenRequest, of node: FlowNode, in graph: FlowGraph, _ findings: inout [Finding]
  ) {
    if let url = request.url {
      if let text = url.template.literal, !text.isWebAddress {
        report(
          "is no address: \(text.quoted)", of: "url", in: node, at: url.place,
          "Write one that begins with `https://` and a host.", &findings)
      } else if let first = url.template.parts.first, case .reference(let reference) = first,
        graph.origin(of: reference)?.isWrittenByPeople == true
      {
        let reference = graph.references[reference.index]
        findings.append(
          Finding(
            .literalNeverValid,
            "the `url` of \(node.id.quoted) begins with what somebody writes, `$(\(reference.text))`",
            at: url.place,
            help: """
              Its text is encoded, so that nobody who writes can choose the service, and so it is never the beginning \
              of an address. Write the address, and put the reference into its path or query.
              """))
      }
    }
    for header in request.headers {
      guard let text = header.value.template.literal, !HTTPHeader.isValue(text) else { continue }
      findings.append(
        Finding(
          .literalNeverValid,
          "the header \(header.name.quoted) of \(node.id.quoted) has a value that none can have",
          at: header.value.place,
          help: "It may hold printable ASCII characters alone. No request would be made."))
    }
  }

  let dependsOnEnvironment = true

  let code = RuleCode.literalNeverValid

  var page: RulePage {
    RulePage(.literalNeverValid, markdown: PackageResources.RF405_md)
  }
}

extension PlacedTemplate? {
  /// Whether there is one with nothing in it.
  fileprivate var isEmptyTemplate: Bool { self?.template.isEmpty ?? false }
}

extension Template {
  /// Whether there is nothing in it.
  fileprivate var isEmpty: Bool { literal?.isEmpty ?? false }
}

extension String {
  fileprivate var isInteger: Bool {
    let digits = utf8.first == UInt8(ascii: "-") ? utf8.dropFirst() : utf8[...]
    return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  fileprivate var isDigits: Bool {
    !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Whether this is an address that can be asked, as it is.
  fileprivate var isWebAddress: Bool {
    var address = WebAddress()
    address.append(literal: self)
    return address.text != nil
  }
}
