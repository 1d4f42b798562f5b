import Diagnostics
public import FlowInterpreter
import FlowLoading
public import FlowModel
import JSONSyntax

/// What a flow's program is made of: its file, and the values of its environment.
public struct FlowSource: Sendable {
  /// The file's bytes.
  public let file: [UInt8]
  /// What the environment puts in for `$(env.NAME)`, by the names; nil where none is chosen.
  public let values: [(name: String, value: ProjectEnvironment.Value)]?
  /// Whether errors of the conversation (3xx) stand on purpose.
  public let isForced: Bool

  /// Creates a source.
  public init(
    file: [UInt8], values: [(name: String, value: ProjectEnvironment.Value)]? = nil, isForced: Bool = false
  ) {
    self.file = file
    self.values = values
    self.isForced = isForced
  }

  /// The program; nil where this version of Refrain cannot run the file.
  public func program() -> FlowProgram? {
    let place = SourcePlace(0..<0, element: 0)
    let environment = values.map { values in
      ProjectEnvironment(
        name: "", namePlace: place,
        entries: values.map {
          ProjectEnvironment.Entry(name: $0.name, namePlace: place, value: $0.value, valuePlace: place)
        }, live: nil)
    }
    // It was judged when it was put in force: no rule that came later may stop its sessions.
    return FlowLoader.load(file, in: environment).graph
      .flatMap { ValidatedFlow(validated: $0, isForced: isForced) }.map(FlowProgram.init)
  }
}

extension FlowSource {
  /// The source as a store keeps it.
  var content: [UInt8] {
    var members: JSONObject = [
      "file": .string(String(decoding: file, as: UTF8.self)), "forced": .boolean(isForced),
    ]
    if let values {
      members["values"] = .object(JSONObject(values.map { JSONField(key: $0.name, value: $0.value.json) }))
    }
    return JSON.object(members).storedContent
  }

  /// Reads what a store keeps; nil where it is none.
  init?(content: [UInt8]) {
    guard let json = JSON(storedContent: content), let file = json["file"]?.string,
      let isForced = json["forced"]?.boolean
    else { return nil }
    var values: [(name: String, value: ProjectEnvironment.Value)]?
    if let members = json["values"]?.object {
      let read = members.compactMap { member in
        ProjectEnvironment.Value(json: member.value).map { (name: member.key, value: $0) }
      }
      guard read.count == members.count else { return nil }
      values = read
    }
    self.init(file: Array(file.utf8), values: values, isForced: isForced)
  }
}

extension ProjectEnvironment.Value {
  fileprivate var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .number(number)
    case .boolean(let boolean): .boolean(boolean)
    }
  }

  fileprivate init?(json: JSON) {
    if let text = json.string {
      self = .text(text)
    } else if let number = json.number {
      self = .number(number)
    } else if let boolean = json.boolean {
      self = .boolean(boolean)
    } else {
      return nil
    }
  }
}

extension JSON {
  /// Reads what the driver has written into a store; nil where it is no JSON. It may be nested more deeply than what
  /// came in, which it holds.
  init?(storedContent content: [UInt8]) {
    guard let document = try? JSONDocument(parsing: content, depthLimit: 2 * JSONDocument.depthLimit) else {
      return nil
    }
    self = document.root.value
  }

  /// The value as a store keeps it.
  var storedContent: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.takeBytes()
  }
}
