/// A member of a plain JSON object.
public struct JSONField: Sendable, Hashable {
  /// The key.
  public let key: String
  /// The value.
  public var value: JSON

  /// A member with that key and value.
  public init(key: String, value: JSON) {
    self.key = key
    self.value = value
  }

  /// Whether both have the same key, byte for byte, and equal values.
  public static func == (left: JSONField, right: JSONField) -> Bool {
    left.key.hasSameUTF8(as: right.key) && left.value == right.value
  }

  /// Feeds the key's bytes and the value to `hasher`.
  public func hash(into hasher: inout Hasher) {
    key.hashUTF8(into: &hasher)
    value.hash(into: &hasher)
  }
}

/// The members of a plain JSON object, in order; no two have the same key, byte for byte.
///
/// Made for the few members that objects of messages have: a lookup is linear in their number.
public struct JSONObject: Sendable {
  private var fields: [JSONField]

  /// An object without members.
  public init() { fields = [] }

  /// An object of `fields`, in their order; where a key is doubled the first counts. Linear in their number.
  public init(_ fields: some Sequence<JSONField>) {
    let fields = Array(fields)
    guard fields.count > Self.fewFields else {
      self.fields = []
      self.fields.reserveCapacity(fields.count)
      for field in fields where self[field.key] == nil { self.fields.append(field) }
      return
    }
    var seen: Set<[UInt8]> = []
    self.fields = fields.filter { seen.insert(Array($0.key.utf8)).inserted }
  }

  /// How many fields are looked through for a key rather than put into a set.
  private static let fewFields = 12

  /// An object of fields that are known to have different keys.
  init(distinct fields: [JSONField]) { self.fields = fields }

  init(literal elements: [(String, JSON)]) {
    fields = elements.map { JSONField(key: $0, value: $1) }
    for (index, field) in fields.enumerated() {
      let isNew = !fields[..<index].contains { $0.key.hasSameUTF8(as: field.key) }
      precondition(isNew, "An object literal has each key once.")
    }
  }

  /// The value of the member with that key, compared byte for byte; nil where there is none.
  ///
  /// Setting a value keeps the place of a member that is there, and appends one that is not; setting
  /// nil removes it (and `.null` is a value).
  public subscript(key: String) -> JSON? {
    get { fields.first { $0.key.hasSameUTF8(as: key) }?.value }
    set {
      let index = fields.firstIndex { $0.key.hasSameUTF8(as: key) }
      switch (index, newValue) {
      case (let index?, let value?): fields[index].value = value
      case (let index?, nil): fields.remove(at: index)
      case (nil, let value?): fields.append(JSONField(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: RandomAccessCollection {
  /// The first member's index, 0.
  public var startIndex: Int { fields.startIndex }

  /// The index after the last member's.
  public var endIndex: Int { fields.endIndex }

  /// The member at `index`.
  public subscript(index: Int) -> JSONField { fields[index] }
}

extension JSONObject: Hashable {
  /// Whether both have equal members in the same order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool { JSON.object(left) == .object(right) }

  /// Feeds the members to `hasher`.
  public func hash(into hasher: inout Hasher) { JSON.object(self).hash(into: &hasher) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object whose members are in the literal's order; no key may be there twice.
  public init(dictionaryLiteral elements: (String, JSON)...) { self.init(literal: elements) }
}
