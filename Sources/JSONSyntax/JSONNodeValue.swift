extension JSONNode {
  /// The plain value of this node and all that is within it; where a key is doubled the first counts.
  ///
  /// Recursive: as deep as the value is nested, which the parser's limit bounds.
  public var value: JSON { document.value(of: element) }

  /// The texts of an array of strings, in order; nil for anything else.
  package var strings: [String]? {
    guard kind == .array else { return nil }
    var texts: [String] = []
    texts.reserveCapacity(count)
    for index in subtree.dropFirst() {
      guard document.kind(of: index) == .string else { return nil }
      texts.append(document.text(of: index))
    }
    return texts
  }

  /// The plain members of an object but for those with one name; where a key is doubled the first counts.
  package func members(besides name: String) -> JSONObject {
    var fields: [JSONField] = []
    fields.reserveCapacity(count)
    for member in members where document.duplicate(at: member.key.element) == nil {
      if member.key.stringEquals(name) { continue }
      fields.append(JSONField(key: member.name, value: member.value.value))
    }
    return JSONObject(distinct: fields)
  }
}

extension JSONDocument {
  fileprivate func value(of element: Int) -> JSON {
    switch elements[element].kind {
    case .null: return .null
    case .true: return .boolean(true)
    case .false: return .boolean(false)
    case .number: return .number(number(of: element))
    case .plainString, .escapedString, .plainKey, .escapedKey: return .string(text(of: element))
    case .array: return .array(elementValues(of: element))
    case .object: return .object(JSONObject(distinct: memberValues(of: element)))
    }
  }

  private func elementValues(of array: Int) -> [JSON] {
    var values: [JSON] = []
    values.reserveCapacity(count(of: array))
    var index = array + 1
    while index < end(of: array) {
      values.append(value(of: index))
      index = end(of: index)
    }
    return values
  }

  private func memberValues(of object: Int) -> [JSONField] {
    var fields: [JSONField] = []
    fields.reserveCapacity(count(of: object))
    var key = object + 1
    while key < end(of: object) {
      if duplicate(at: key) == nil {
        fields.append(JSONField(key: text(of: key), value: value(of: key + 1)))
      }
      key = end(of: key + 1)
    }
    return fields
  }

  /// The index of the element that follows one and all that is within it.
  private func end(of element: Int) -> Int { Int(elements[element].subtreeEnd) }
}
