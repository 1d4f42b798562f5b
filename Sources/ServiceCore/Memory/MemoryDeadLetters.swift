extension MemoryTransaction: DeadLetterStorage {
  public mutating func insert(_ letter: DeadLetter) -> Int {
    var letter = letter
    letter.number = facts.nextNumber()
    deadLetters.put(letter)
    return letter.number
  }

  public mutating func deadLetter(_ number: Int) -> DeadLetter? { deadLetters[number] }

  public mutating func deadLetters(after number: Int, limit: Int) -> [DeadLetter] {
    Array(deadLetters.from(number + 1).prefix(limit))
  }

  public mutating func deadLetterCount() -> Int { deadLetters.count }

  public mutating func removeDeadLetter(_ number: Int) { deadLetters.remove(number) }
}
