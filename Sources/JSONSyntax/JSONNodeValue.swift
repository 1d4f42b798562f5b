extension JSONNode {
  /// The plain value of this node and all that is within it; where a key is doubled the first counts.
  ///
  /// The first levels are made by calls within calls. What lies deeper is made in one walk over the elements, without recursion: a
  /// text may be nested deeper than a thread's stack bears.
  public var value: JSON { document.value(of: element, within: 0) }

  fileprivate var deepValue: JSON {
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
    switch stored.kind {
    case .array, .object: nil
    default: value
    }
  }
}

extension JSONDocument {
  /// How many levels of a value are made by calls within calls.
  private static let nestedCalls = 16

  fileprivate func value(of element: Int, within calls: Int) -> JSON {
    let stored = elements[element]
    switch stored.kind {
    case .null: return .null
    case .true: return .boolean(true)
    case .false: return .boolean(false)
    case .number: return .number(number(of: element))
    case .plainString, .escapedString, .plainKey, .escapedKey: return .string(text(of: element))
    case .array, .object:
      guard calls < Self.nestedCalls else { return JSONNode(document: self, element: element).deepValue }
    }
    guard stored.kind == .array else {
      var fields: [JSONField] = []
      fields.reserveCapacity(Int(stored.count))
      for member in members(of: element) where duplicate(at: member.key) == nil {
        fields.append(
          JSONField(key: text(of: member.key), value: value(of: member.value, within: calls + 1)))
      }
      return .object(JSONObject(distinct: fields))
    }
    var values: [JSON] = []
    values.reserveCapacity(Int(stored.count))
    var index = element + 1
    while index < Int(stored.subtreeEnd) {
      values.append(value(of: index, within: calls + 1))
      index = Int(elements[index].subtreeEnd)
    }
    return .array(values)
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
