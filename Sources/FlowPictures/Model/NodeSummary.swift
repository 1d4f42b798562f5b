import FlowModel
import JSONSyntax

/// What a node does, in one line: the text that it sends, whom it asks, how long it waits.
struct NodeSummary {
  /// The line; it may be long.
  let text: String

  init(of node: FlowNode, in graph: FlowGraph) {
    let words = Words(fields: node.fields, graph: graph)
    text =
      switch node.type {
      case nil: ""
      case .start: words.start
      case .startConversation: words.conversation
      case .sendSMS, .sendMessenger: words.message
      case .delay: words.delay
      case .receive: words.receive
      case .httpRequest: "\(words.text("method")) \(words.text("url"))"
      case .branch: words.branch
      }
  }
}

private struct Words {
  let fields: FieldValues
  let graph: FlowGraph

  var start: String {
    let trigger = fields["trigger"]?.object
    let channel = channelName(trigger?["channel"]?.text)
    if let event = trigger?["event"]?.text { return "on the webhook “\(event)”" }
    let number = trigger?["number"]?.text.map { " to \($0)" } ?? ""
    guard case .words(let words) = Keywords(trigger?["keyword"]) else { return "on \(channel)\(number)" }
    return "on \(channel) \(words.map { "“\($0)”" }.joined(separator: ", "))\(number)"
  }

  var conversation: String {
    let entryPoint = text(fields["input"]?.object?["entryPointId"])
    let place = entryPoint.isEmpty ? "" : ", entry point \(entryPoint)"
    return "\(channelName(fields["method"]?.text)) chat\(place)"
  }

  var message: String {
    let message = text("message")
    return message.isEmpty ? "" : "“\(message)”"
  }

  var delay: String {
    if fields["until"] != nil { return "waits until \(text("until"))" }
    return "waits \(duration("seconds"))"
  }

  var receive: String {
    let channels = (fields["channels"]?.object?.entries ?? []).map { channelName($0.name) }
    return "waits \(duration("timeoutSeconds")) for \(channels.joined(separator: " or "))"
  }

  var branch: String {
    let branches = fields["branches"]?.list ?? []
    var subjects: [String] = []
    for branch in branches {
      for name in ["all", "any"] {
        for condition in branch.object?[name]?.list ?? [] {
          let subject = text(condition.object?["value"])
          if !subject.isEmpty, !subjects.contains(subject), subjects.count < 3 { subjects.append(subject) }
        }
      }
    }
    return subjects.isEmpty ? "" : "by " + subjects.joined(separator: ", ")
  }

  func text(_ field: String) -> String { text(fields[field]) }

  /// A value as it stands in the file.
  private func text(_ value: FieldValue?) -> String {
    switch value?.content {
    case .text(let text): text
    case .number(let number): number.text
    case .boolean(let boolean): boolean ? "true" : "false"
    case .template(let template): template.text(in: graph)
    case nil, .invalid, .null, .object, .list, .unjudged: ""
    }
  }

  private func duration(_ field: String) -> String {
    guard let seconds = fields[field]?.number else { return "\(text(field)) s" }
    let units: [(Double, String)] = [(86_400, "d"), (3600, "h"), (60, "min")]
    for (unit, name) in units where seconds >= unit && seconds.truncatingRemainder(dividingBy: unit) == 0 {
      return "\(numberText(seconds / unit)) \(name)"
    }
    return "\(numberText(seconds)) s"
  }

  private func channelName(_ name: String?) -> String {
    switch name.flatMap(Channel.init) {
    case .sms: "SMS"
    case .messenger: "Messenger"
    case nil: name ?? "a channel"
    }
  }

  private func numberText(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}

extension Template {
  /// The template as it stands in the file, but for `$$(`.
  func text(in graph: FlowGraph) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .reference(let reference): "$(\(graph.references[reference.index].written))"
      }
    }.joined()
  }
}
