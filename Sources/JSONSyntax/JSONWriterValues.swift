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
  /// What is still to be written of an array or object.
  private enum Remainder {
    case elements(ArraySlice<JSON>)
    case fields(Slice<JSONObject>)
  }

  /// Writes a plain value with all that is within it, without recursion.
  public mutating func value(_ value: JSON) {
    var pending: [Remainder] = []
    begin(value, &pending)
    while let remainder = pending.popLast() {
      switch remainder {
      case .elements(let elements):
        guard let first = elements.first else {
          endArray()
          continue
        }
        pending.append(.elements(elements.dropFirst()))
        begin(first, &pending)
      case .fields(let fields):
        guard let first = fields.first else {
          endObject()
          continue
        }
        pending.append(.fields(fields.dropFirst()))
        key(first.key)
        begin(first.value, &pending)
      }
    }
  }

  /// Writes a scalar, or the opening bracket of an array or object.
  private mutating func begin(_ value: JSON, _ pending: inout [Remainder]) {
    switch value {
    case .null: null()
    case .boolean(let value): boolean(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array(let elements):
      beginArray()
      pending.append(.elements(elements[...]))
    case .object(let object):
      beginObject()
      pending.append(.fields(object[...]))
    }
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
}
