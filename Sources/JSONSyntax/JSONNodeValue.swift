extension JSONNode {
  /// The plain value of this node and all that is within it; where a key is doubled the first counts.
  ///
  /// Made in one walk over the elements, without recursion.
  public var value: JSON {
    if let scalar = scalarValue { return scalar }
    var open = [OpenContainer(stored)]
    var index = element + 1
    while true {
      if index == open[open.count - 1].end {
        let closed = open.removeLast().value
        if open.isEmpty { return closed }
        open[open.count - 1].append(closed)
        continue
      }
      let node = JSONNode(document: document, element: index)
      let stored = node.stored
      if stored.isKey, document.duplicate(at: index) != nil {
        index = Int(document.elements[index + 1].subtreeEnd)
        continue
      }
      index += 1
      if stored.isKey {
        open[open.count - 1].key = node.text
      } else if let scalar = node.scalarValue {
        open[open.count - 1].append(scalar)
      } else {
        open.append(OpenContainer(stored))
      }
    }
  }

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

  /// The value of anything but an array or object.
  private var scalarValue: JSON? {
    let stored = stored
    switch stored.kind {
    case .null: return .null
    case .true: return .boolean(true)
    case .false: return .boolean(false)
    case .number: return .number(document.number(of: element))
    case .plainString, .escapedString, .plainKey, .escapedKey: return .string(text)
    case .array, .object: return nil
    }
  }
}

/// An array or object whose elements or members are being gathered.
private struct OpenContainer {
  /// The index of the element after the container's last.
  let end: Int
  /// The key of the member whose value comes next.
  var key = ""
  private let isObject: Bool
  private var elements: [JSON] = []
  private var fields: [JSONField] = []

  init(_ stored: JSONElement) {
    end = Int(stored.subtreeEnd)
    isObject = stored.kind == .object
    if isObject {
      fields.reserveCapacity(Int(stored.count))
    } else {
      elements.reserveCapacity(Int(stored.count))
    }
  }

  mutating func append(_ value: JSON) {
    if isObject {
      fields.append(JSONField(key: key, value: value))
    } else {
      elements.append(value)
    }
  }

  var value: JSON { isObject ? .object(JSONObject(distinct: fields)) : .array(elements) }
}
