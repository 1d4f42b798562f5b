import JSONSyntax

extension JSONWriter {
  /// Writes an object, whose members `body` writes.
  mutating func object(_ body: (inout JSONWriter) -> Void) {
    beginObject()
    body(&self)
    endObject()
  }

  /// Writes a member that is an array, whose elements `body` writes.
  mutating func array(_ key: String, _ body: (inout JSONWriter) -> Void) {
    self.key(key)
    beginArray()
    body(&self)
    endArray()
  }

  /// Writes a member that is an array of objects, whose members `body` writes.
  mutating func objects<Element>(
    _ key: String, _ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void
  ) {
    list(key, elements) { writer, element in
      writer.object { body(&$0, element) }
    }
  }
}
