import FlowModel
import JSONSyntax

// The ids of events that a session remembers, as a snapshot holds them: most of what it holds, where they are written out.
//
// Whoever gives ids usually counts. A text is an id; a number is the next id, which is the one before with the number
// at its end so much greater; `[step, count]` is so many such ids. `["m-98",1,5,[1,3]]` are `m-98`, `m-99`, `m-104`,
// `m-105`, `m-106` and `m-107`.

extension JSONWriter {
  /// Writes a member that holds the ids of events.
  mutating func member(_ name: String, _ identifiers: RecentIdentifiers) {
    guard !identifiers.isEmpty else { return }
    key(name)
    beginArray()
    var latest: NumberedIdentifier?
    var run = Run()
    for identifier in identifiers.inOrder {
      if run.count > 0, latest?.advance(by: run.step) == true, latest?.isText(identifier.text) == true {
        run.count += 1
        continue
      }
      value(run)
      // Where the run ends here, the latest number is one step too great.
      let next = NumberedIdentifier(identifier.text)
      if let latest, let step = next?.step(from: latest, minus: run.step) {
        run = Run(step: step, count: 1)
      } else {
        run = Run()
        string(identifier.text)
      }
      latest = next
    }
    value(run)
    endArray()
  }

  private mutating func value(_ run: Run) {
    switch run.count {
    case 0: break
    case 1: number(run.step)
    default:
      beginArray()
      number(run.step)
      number(run.count)
      endArray()
    }
  }
}

extension RecentIdentifiers {
  /// Reads what a snapshot holds.
  init(_ list: [JSON], limit: Int) throws(SnapshotError) {
    self.init(limit: limit)
    var latest: NumberedIdentifier?
    var count = 0
    for element in list {
      let run = try Run(element)
      count += run?.count ?? 1
      guard count <= limit else { throw .unreadable("it remembers more than \(limit) events") }
      guard let run else {
        let text = element.string ?? ""
        guard insert(EventID(text)) else { throw .unreadable("it remembers an event twice") }
        latest = NumberedIdentifier(text)
        continue
      }
      reserveRoom(for: run.count)
      for _ in 0..<run.count {
        guard latest?.advance(by: run.step) == true, let text = latest?.text, insert(EventID(text)) else {
          throw .unreadable("it remembers an event by a number that its id does not have")
        }
      }
    }
  }
}

/// Ids that follow one another, each with a number so much greater than the one before.
private struct Run {
  var step = 0
  var count = 0
}

extension Run {
  /// Reads an element; nil where it is an id.
  fileprivate init?(_ element: JSON) throws(SnapshotError) {
    switch element {
    case .string: return nil
    case .number:
      if let step = element.naturalNumber {
        self.init(step: step, count: 1)
        return
      }
    case .array(let numbers):
      if numbers.count == 2, let step = numbers[0].naturalNumber, let count = numbers[1].naturalNumber {
        self.init(step: step, count: count)
        return
      }
    case .null, .boolean, .object: break
    }
    throw .unreadable("an id that it remembers is none")
  }
}

/// An id that ends with a number.
private struct NumberedIdentifier {
  /// A long id is written out: a few bytes of a snapshot must not become a megabyte of memory.
  private static let longest = 64
  /// What a number is less than: it has fifteen digits at most.
  private static let numberLimit = 1_000_000_000_000_000

  private var bytes: [UInt8]
  /// How many bytes stand before the number.
  private let prefixCount: Int
  private var number: Int

  /// Nil where the id is too long, or ends with no number.
  init?(_ text: String) {
    guard text.utf8.count <= Self.longest else { return nil }
    bytes = Array(text.utf8)
    var number = 0
    var unit = 1
    var prefixCount = bytes.count
    // The number has no zeros before it: they are the prefix's, and so are digits before the last fifteen.
    for index in bytes.indices.reversed() {
      guard unit < Self.numberLimit, let digit = Self.digit(bytes[index]) else { break }
      if digit > 0 || unit == 1 {
        number += digit * unit
        prefixCount = index
      }
      unit *= 10
    }
    guard prefixCount < bytes.count else { return nil }
    self.prefixCount = prefixCount
    self.number = number
  }

  /// The id.
  var text: String {
    String(unsafeUninitializedCapacity: bytes.count) { $0.initialize(fromContentsOf: bytes) }
  }

  /// Whether this is the id, byte for byte.
  func isText(_ text: String) -> Bool {
    text.utf8.count == bytes.count && bytes.withUnsafeBytes { $0.holds(text, at: 0) }
  }

  /// By how much the number is greater than the one that another id had before its last step; nil where it is not, or
  /// where the ids differ in what stands before it.
  func step(from other: NumberedIdentifier, minus last: Int) -> Int? {
    let step = number - (other.number - last)
    guard step > 0, prefixCount == other.prefixCount,
      bytes[..<prefixCount].elementsEqual(other.bytes[..<prefixCount])
    else { return nil }
    return step
  }

  /// Makes the number greater.
  /// - Returns: Whether an id may have such a number.
  mutating func advance(by step: Int) -> Bool {
    number += step
    guard step > 0, number < Self.numberLimit else { return false }
    // In place, as one adds on paper.
    var carry = step
    var index = bytes.count
    while carry > 0 {
      if index == prefixCount {
        bytes.insert(UInt8(ascii: "0"), at: prefixCount)
      } else {
        index -= 1
      }
      let sum = carry + (Self.digit(bytes[index]) ?? 0)
      bytes[index] = UInt8(ascii: "0") + UInt8(sum % 10)
      carry = sum / 10
    }
    return bytes.count <= Self.longest
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }
}
