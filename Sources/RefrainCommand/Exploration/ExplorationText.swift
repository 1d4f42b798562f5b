import RefrainKit

/// What an exploration has shown, for people.
struct ExplorationText {
  private let exploration: Exploration
  private let flow: String
  private let files: [String?]
  private let style: TerminalStyle

  /// - Parameter files: The files to which the findings' scenarios were written; nil for one that was not.
  init(_ exploration: Exploration, flow: String, files: [String?], style: TerminalStyle) {
    self.exploration = exploration
    self.flow = flow
    self.files = files
    self.style = style
  }

  /// The same for a page of a site, but for what scenarios reach.
  func page(besides coverage: FlowCoverage?) -> SiteExploration {
    let findings = exploration.findings.filter { !(coverage?.reaches($0.kind) ?? false) }
    return SiteExploration(
      findings: findings.map { finding in
        SiteExploration.Finding(
          severity: finding.kind.severity, message: finding.kind.message,
          order: finding.inputs.isEmpty ? nil : words(of: finding.inputs))
      },
      conclusions: (leftOut.map { [$0] } ?? [])
        + (findings.count < exploration.findings.count
          ? ["scenarios reach what exploring has not seen; there it is not told"] : [])
        + [proof, tried])
  }

  /// The report's lines.
  var lines: [String] {
    (leftOut.map { [$0, ""] } ?? []) + zip(exploration.findings, files).flatMap { lines(of: $0, file: $1) }
      + (exploration.findings.isEmpty ? [] : [""])
      + TextLayout.wrapped(proof) + TextLayout.wrapped(tried) + [summary]
  }

  private func lines(of finding: ExplorationFinding, file: String?) -> [String] {
    let severity = finding.kind.severity
    var lines = [
      style.severity("\(severity.rawValue):", severity)
        + " \(finding.kind.message.printable) \(style.faint("[\(finding.kind.name.rawValue)]"))"
    ]
    guard !finding.inputs.isEmpty else { return lines }
    lines += TextLayout.wrapped(words(of: finding.inputs).printable, indent: 2)
    if let file {
      lines.append("  \(style.faint("saved as \(file.printable)"))")
    } else if finding.actions == nil {
      lines.append(
        "  \(style.faint("(no scenario file can show it: a step chooses one answer of the gateway)"))")
    }
    return lines
  }

  /// The inputs in order; what comes several times in a row is counted.
  private func words(of inputs: [ExplorationInput]) -> String {
    var runs: [(words: String, count: Int)] = []
    for words in inputs.map(\.words) {
      if runs.last?.words == words { runs[runs.count - 1].count += 1 } else { runs.append((words, 1)) }
    }
    return runs.map { $0.count > 1 ? "\($0.words) × \($0.count)" : $0.words }.joined(separator: " → ")
  }

  /// What was not tried, in one line; nil where there is nothing.
  private var leftOut: String? {
    guard !exploration.isExhausted else { return nil }
    return "not everything was tried; left out: \(exploration.leftOut.joined(separator: "; "))".printable
  }

  private var tried: String { "tried: " + exploration.values.words.joined(separator: "; ") }

  private var proof: String {
    let counts =
      "\(flow.printable): \(exploration.states.counted("state")), \(exploration.inputs.counted("input")) tried"
    let inputs = exploration.depth.counted("input")
    let held =
      exploration.values.events.isEmpty
      ? "" : ", at most \(exploration.bounds.heldEvents) of them held at once"
    switch (exploration.ending, exploration.isExhausted) {
    case (.exhausted, true):
      return
        "\(counts): every order of events, of whatever length, for these values\(held); none needs more than \(inputs)"
    case (.exhausted, false):
      return
        "\(counts), in orders of whatever length, but not with all values; what was not seen may happen all the same"
    case (.depth, _), (.states, _), (.texts, _), (.work, _):
      return
        "\(counts), in orders of up to \(inputs); whether every session can end was not judged, and what was not seen may "
        + "happen all the same"
    }
  }

  private var summary: String {
    Severity.allCases.map { severity in
      let count = exploration.findings.count { $0.kind.severity == severity }
      return severity == .info ? "\(count) for information" : count.counted(severity.rawValue)
    }.joined(separator: ", ")
  }
}

extension FlowCoverage {
  /// Whether scenarios reach what exploring has not seen.
  fileprivate func reaches(_ kind: ExplorationFinding.Kind) -> Bool {
    switch kind {
    case .nodeNeverEntered(let node), .nodeNotSeen(let node):
      hasEntered(node)
    case .outcomeNeverTaken(let node, let outcome), .outcomeNotSeen(let node, let outcome):
      hasTaken(outcome, of: node)
    default: false
    }
  }
}

extension ExploredValues {
  /// What was tried, in words.
  fileprivate var words: [String] {
    func list(_ texts: [String?]) -> String {
      texts.map { $0.map { JSON.string($0).compact } ?? "none" }.joined(separator: ", ").printable
    }
    var words =
      hasDates
      ? ["sessions that begin at \(([start] + laterStarts).map(\.rfc3339).joined(separator: ", "))"] : []
    if !customerTexts.isEmpty { words.append("customers' texts \(list(customerTexts))") }
    words += payloadWords
    if !keywords.isEmpty { words.append("keywords \(list(keywords))") }
    if customers.count > 1 { words.append("customers \(list(customers.map(\.text)))") }
    if customerNames.count > 1 { words.append("customers' names \(list(customerNames))") }
    if !eventContents.isEmpty { words.append("events' contents \(list(eventContents))") }
    if eventSenders.count > 1 { words.append("their senders \(list(eventSenders))") }
    if !refusals.isEmpty {
      let codes = refusalDetails.map { $0.code.isNull ? "none" : $0.code.compact }
      words.append(
        "refusals \(refusals.map(String.init).joined(separator: ", ")), codes \(codes.joined(separator: ", "))"
          .printable)
    }
    if availableSlots.count > 2 {
      words.append("free slots \(availableSlots.map(String.init).joined(separator: ", "))")
    }
    if entryPointDates.count > 1 {
      words.append("entry points' dates \(entryPointDates.joined(separator: ", "))".printable)
    }
    if attachmentPolicies.count > 1 {
      words.append("attachment policies \(attachmentPolicies.joined(separator: ", "))".printable)
    }
    if !httpStatuses.isEmpty {
      words.append("web services' statuses \(httpStatuses.map(String.init).joined(separator: ", "))")
    }
    if httpBodies.count > 1 {
      let bodies = httpBodies.map { $0.isNull ? "none" : $0.compact.shortened }
      words.append("their bodies \(bodies.joined(separator: ", "))".printable)
    }
    return words
  }

  /// What the webhook's payloads have, member by member.
  private var payloadWords: [String] {
    let members = payloads.flatMap { $0.object.map(Array.init) ?? [] }
    let names = Set(members.map(\.key)).sorted()
    return names.map { name in
      let values = Set(members.filter { $0.key == name }.map(\.value.compact.shortened)).sorted()
      return "payloads' \(name) \(values.joined(separator: ", "))".printable
    }
  }
}

extension AnswerDetails {
  /// What an answer tells that makes a difference, with a space before it.
  fileprivate var words: String {
    if let isAvailable { return isAvailable ? " available" : " not available" }
    if let availableSlots { return " \(availableSlots) free" }
    return lastModifiedDate.map { " \($0.shortened)" } ?? ""
  }
}

extension ExplorationInput {
  /// The input in a few words, those of a scenario's steps.
  fileprivate var words: String {
    switch self {
    case .message(let message):
      "\(message.channel.rawValue) \(JSON.string(message.text.shortened).compact)"
    case .webhook(let webhook): "webhook \(webhook.event) \(webhook.payload.compact.shortened)"
    case .begins(let time): "time passes until \(time.rfc3339)"
    case .conversationStarted: "respond 200"
    case .serviceSucceeded(let details): "respond 200" + details.words
    case .conversationRefused(let status, let details), .serviceRefused(let status, let details):
      "respond \(status)" + (details.code.isNull ? "" : " \(details.code.compact.shortened)")
    case .conversationFailed(let failure), .serviceFailed(let failure): "respond \(failure.rawValue)"
    case .event(let event):
      "event \(event.kind.name)" + (event.sender == "user" ? "" : " of \(event.sender ?? "nobody")")
        + (event.content.map { " \(JSON.string($0.shortened).compact)" } ?? "")
    case .gateway(let behavior): "gateway \(behavior.rawValue)"
    case .deliveryReport(let report): "deliveryReport \(report.isDelivered ? "delivered" : "failed")"
    case .http(.response(let response)):
      "http \(response.status)" + (response.body.isNull ? "" : " \(response.body.compact.shortened)")
    case .http(.failed(let failure)): "http \(failure.rawValue)"
    case .timer: "timer"
    }
  }
}
