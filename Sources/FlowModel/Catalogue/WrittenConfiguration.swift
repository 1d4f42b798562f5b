public import Diagnostics

/// What a node's fields say, typed, each value with its place: what the rules judge and what is drawn or explored.
///
/// What is missing or has an error is nil; what may run is a `NodeConfiguration`, which lacks nothing. The payloads stand in
/// the files of their types, beside the fields. They look a field up when it is asked for, in time linear in the fields.
public enum WrittenConfiguration: Sendable {
  /// What begins a session.
  case trigger(WrittenTrigger)
  /// What is sent to a customer.
  case message(WrittenMessage)
  /// What a conversation is requested with.
  case conversation(WrittenConversation)
  /// What ECE is asked, where the answer is awaited and nothing more.
  case question(WrittenQuestion)
  /// How long is waited.
  case delay(WrittenDelay)
  /// What is waited for from a customer.
  case receive(WrittenReceive)
  /// What a web service is asked.
  case request(WrittenRequest)
  /// Between what is chosen.
  case branches(WrittenBranches)
}

/// A template with its place.
public struct PlacedTemplate: Sendable {
  /// The template.
  public let template: Template
  /// Where it stands, its quotes included.
  public let place: SourcePlace

  init(_ template: Template, at place: SourcePlace) {
    self.template = template
    self.place = place
  }

  init?(_ value: FieldValue?) {
    guard let value, let template = value.template else { return nil }
    self.init(template, at: value.place)
  }
}

extension FieldValues {
  /// A field that is a template.
  func template(_ name: String) -> PlacedTemplate? { PlacedTemplate(self[name]) }

  /// A field that is a template, or a text, which is one without references.
  func textOrTemplate(_ name: String) -> PlacedTemplate? {
    guard let value = self[name] else { return nil }
    return value.text.map { PlacedTemplate(.literal($0), at: value.place) } ?? PlacedTemplate(value)
  }
}

extension FlowNode {
  /// What begins a session here; nil for another node.
  public var trigger: WrittenTrigger? {
    if case .trigger(let trigger)? = written { trigger } else { nil }
  }

  /// What the node sends to a customer; nil for one that sends nothing.
  public var message: WrittenMessage? {
    if case .message(let message)? = written { message } else { nil }
  }

  /// What the node requests a conversation with; nil for another node.
  public var conversation: WrittenConversation? {
    if case .conversation(let conversation)? = written { conversation } else { nil }
  }

  /// What the node asks ECE; nil for one that does not ask and await the answer alone.
  public var question: WrittenQuestion? {
    if case .question(let question)? = written { question } else { nil }
  }

  /// How long the node waits, where it waits for nothing else; nil for another node.
  public var delay: WrittenDelay? { if case .delay(let delay)? = written { delay } else { nil } }

  /// What the node waits for from a customer; nil for another node.
  public var receive: WrittenReceive? { if case .receive(let receive)? = written { receive } else { nil } }

  /// What the node asks a web service; nil for another node.
  public var request: WrittenRequest? { if case .request(let request)? = written { request } else { nil } }

  /// Between what the node chooses; nil for one that does not choose by values.
  public var branches: WrittenBranches? {
    if case .branches(let branches)? = written { branches } else { nil }
  }

  /// The name of the authorization by which the node asks ECE; nil for one that does not ask.
  public var authorization: PlacedTemplate? { fields.textOrTemplate("authorization") }

  /// What the node is for, in its author's words.
  public var explanation: String? { fields["description"]?.text }

  /// How the node is built in the platform's canvas; nil where its type has an error.
  public var canvas: CanvasNode? { type?.description.canvas(fields) }

  /// All templates of the node: those of its fields, and of what is set when it is entered and left.
  public var templates: [PlacedTemplate] {
    values.compactMap { PlacedTemplate($0.value) }
      + (onEnter + onLeave).compactMap { assignment in
        assignment.template.map { PlacedTemplate($0, at: assignment.valuePlace) }
      }
  }

  /// The description and the values of the type's fields and of what is within them, objects and arrays aside, in file
  /// order; each with the way to it: `input.phoneNumber`, `branches[0].name`.
  public var values: [(path: String, value: FieldValue)] { fields.values(after: "") }
}

extension FieldValues {
  /// The nesting is that of the file, which has a limit.
  fileprivate func values(after path: String) -> [(path: String, value: FieldValue)] {
    entries.flatMap { $0.value.values("\(path)\($0.name)") }
  }
}

extension FieldValue {
  fileprivate func values(_ path: String) -> [(path: String, value: FieldValue)] {
    switch content {
    case .object(let object): object.values(after: "\(path).")
    case .list(let list): list.enumerated().flatMap { $1.values("\(path)[\($0)]") }
    case .invalid, .null, .boolean, .number, .text, .template, .unjudged: [(path, self)]
    }
  }
}
