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
  /// Writes a plain value with all that is within it.
  ///
  /// Recursive: as deep as the value is nested, which the parser's limit bounds for what comes from a text.
  public mutating func value(_ value: JSON) {
    switch value {
    case .null: null()
    case .boolean(let value): boolean(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array(let elements): array(elements)
    case .object(let object): self.object(object)
    }
  }

  private mutating func array(_ elements: [JSON]) {
    beginArray()
    for element in elements { value(element) }
    endArray()
  }

  private mutating func object(_ object: JSONObject) {
    beginObject()
    for member in object {
      key(member.key)
      value(member.value)
    }
    endObject()
  }

  // MARK: Members

  /// Writes a member: a key and a plain value.
  public mutating func member(_ key: String, _ value: JSON) {
    if case .string(let text) = value { return member(key, text) }
    self.key(key)
    self.value(value)
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
