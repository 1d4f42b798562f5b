/// A generator of numbers that are the same for the same seed, on every platform and for ever: SplitMix64.
///
/// The standard library says nothing of how its `random(in:using:)` uses a generator, so what is drawn here is drawn by
/// this type's own methods. It is made for simulations, not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  private var state: UInt64

  /// Creates a generator. Any seed is as good as any other.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A generator whose numbers have nothing to do with those that this one goes on to give.
  public mutating func split() -> SeededGenerator { SeededGenerator(seed: next()) }

  /// A whole number between two, both included.
  public mutating func integer(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    // The high half of a product of 128 bits: even enough for ranges that are far below 2^64.
    return range.lowerBound
      &+ Int64(bitPattern: width == .max ? next() : next().multipliedFullWidth(by: width + 1).high)
  }

  /// An index of a collection of `count` elements, of which there is one at least.
  public mutating func index(below count: Int) -> Int { Int(integer(in: 0...Int64(count - 1))) }

  /// One of the elements; nil where there is none.
  public mutating func element<Elements: RandomAccessCollection>(of elements: Elements) -> Elements.Element? {
    guard !elements.isEmpty else { return nil }
    return elements[elements.index(elements.startIndex, offsetBy: index(below: elements.count))]
  }

  /// Whether something happens that happens with a probability between 0 and 1.
  public mutating func chance(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }
}
