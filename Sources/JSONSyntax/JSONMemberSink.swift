/// What takes an object's members in their order: a writer within an object, or the object that is made of them.
///
/// What some want as text and others as a value says its members once, to either.
package protocol JSONMemberSink {
  /// Takes a member: a key that no other has, and a string.
  mutating func member(_ key: String, _ value: String)
  /// Takes a member: a key that no other has, and an integer.
  mutating func member(_ key: String, _ value: Int)
  /// Takes a member: a key that no other has, and a boolean.
  mutating func member(_ key: String, _ value: Bool)
  /// Takes a member: a key that no other has, and a plain value.
  mutating func member(_ key: String, _ value: JSON)
  /// Takes a member whose value is an object.
  /// - Parameter members: Gives that object's members.
  mutating func object(_ key: String, _ members: (inout Self) -> Void)
}

extension JSONWriter: JSONMemberSink {
  @inlinable package mutating func object(_ key: String, _ members: (inout JSONWriter) -> Void) {
    self.key(key)
    beginObject()
    members(&self)
    endObject()
  }
}

extension JSONObject: JSONMemberSink {
  package mutating func member(_ key: String, _ value: String) { member(key, .string(value)) }

  package mutating func member(_ key: String, _ value: Int) { member(key, .number(value)) }

  package mutating func member(_ key: String, _ value: Bool) { member(key, .boolean(value)) }

  package mutating func member(_ key: String, _ value: JSON) { self[key] = value }

  package mutating func object(_ key: String, _ members: (inout JSONObject) -> Void) {
    var object = JSONObject()
    members(&object)
    member(key, .object(object))
  }
}

extension JSONMemberSink {
  /// Takes a member whose value is a string, where there is one.
  @inlinable package mutating func member(_ key: String, ifPresent value: String?) {
    if let value { member(key, value) }
  }

  /// Takes a member, unless its value is null.
  @inlinable package mutating func member(_ key: String, unlessNull value: JSON) {
    if !value.isNull { member(key, value) }
  }
}
