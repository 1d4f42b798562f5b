extension JSON {
  /// The value as JSON text without white space.
  public var compact: String { text(.compact) }

  /// The value as JSON text laid out for people, without a line break at its end.
  public var pretty: String { text(.pretty) }

  private func text(_ layout: JSONWriter.Layout) -> String {
    var writer = JSONWriter(layout)
    writer.value(self)
    return writer.text
  }
}

extension JSONWriter {
  /// An array or object of which something is still to be written: from which element or member on.
  private enum Remainder {
    case elements([JSON], from: Int)
    case members(JSONObject, from: Int)
  }

  /// How many levels of a value are written by calls within calls, which take less work than a list of what is left to write. What
  /// lies deeper is written without recursion: a value may be nested as deep as a text, on a thread with a small stack.
  private static let nestedCalls = 16

  /// Writes a plain value with all that is within it.
  public mutating func value(_ value: JSON) { self.value(value, within: 0) }

  private mutating func value(_ value: JSON, within calls: Int) {
    switch value {
    case .null: null()
    case .boolean(let value): boolean(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array where calls == Self.nestedCalls, .object where calls == Self.nestedCalls: deepValue(value)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element, within: calls + 1) }
      endArray()
    case .object(let object):
      beginObject()
      for member in object {
        key(member.key)
        self.value(member.value, within: calls + 1)
      }
      endObject()
    }
  }

  private mutating func deepValue(_ value: JSON) {
    var pending: [Remainder] = []
    begin(value, &pending)
    while let remainder = pending.popLast() {
      switch remainder {
      case .elements(let elements, let start): writeElements(of: elements, from: start, &pending)
      case .members(let object, let start): writeMembers(of: object, from: start, &pending)
      }
    }
  }

  /// Writes a scalar, or the opening bracket of an array or object.
  private mutating func begin(_ value: JSON, _ pending: inout [Remainder]) {
    switch value {
    case .null, .boolean, .number, .string: self.value(value, within: 0)
    case .array(let elements):
      beginArray()
      pending.append(.elements(elements, from: 0))
    case .object(let object):
      beginObject()
      pending.append(.members(object, from: 0))
    }
  }

  /// Writes elements to the end of their array, or to one that has something within it.
  private mutating func writeElements(of elements: [JSON], from start: Int, _ pending: inout [Remainder]) {
    for index in start..<elements.count {
      if elements[index].isScalar {
        begin(elements[index], &pending)
      } else {
        pending.append(.elements(elements, from: index + 1))
        return begin(elements[index], &pending)
      }
    }
    endArray()
  }

  /// Writes members to the end of their object, or to one that has something within it.
  private mutating func writeMembers(of object: JSONObject, from start: Int, _ pending: inout [Remainder]) {
    for index in start..<object.endIndex {
      let member = object[index]
      key(member.key)
      if member.value.isScalar {
        begin(member.value, &pending)
      } else {
        pending.append(.members(object, from: index + 1))
        return begin(member.value, &pending)
      }
    }
    endObject()
  }

  // MARK: Members

  /// Writes a member: a key and a plain value.
  public mutating func member(_ key: String, _ value: JSON) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member: a key and a string.
  public mutating func member(_ key: String, _ value: String) {
    self.key(key)
    string(value)
  }

  /// Writes a member: a key and an integer.
  public mutating func member(_ key: String, _ value: Int) {
    self.key(key)
    number(value)
  }

  /// Writes a member: a key and a finite number.
  public mutating func member(_ key: String, _ value: Double) {
    self.key(key)
    number(value)
  }

  /// Writes a member: a key and a boolean.
  public mutating func member(_ key: String, _ value: Bool) {
    self.key(key)
    boolean(value)
  }

  /// Writes a member whose value is an array, each of whose elements a function writes.
  @inlinable package mutating func list<Elements: Sequence>(
    _ name: String, _ elements: Elements, write: (inout JSONWriter, Elements.Element) -> Void
  ) {
    key(name)
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }
}

extension JSON {
  /// Whether nothing is within it.
  fileprivate var isScalar: Bool {
    switch self {
    case .null, .boolean, .number, .string: true
    case .array, .object: false
    }
  }
}
