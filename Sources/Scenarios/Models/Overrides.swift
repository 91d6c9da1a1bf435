import Sim

/// Which elements a key such as `core`, `ICTM` or `"gso, core"` speaks for.
struct Selection {
  /// What a key says about one dimension.
  enum Choice: Equatable {
    case everything
    case elements([Int])
    case element(Int)
  }
  /// One choice per dimension.
  var choices: [Choice]
  /// The key, for messages.
  var key: Located

  /// Named dimensions first, then named elements: the higher rank wins.
  var rank: (named: Int, elements: Int) {
    choices.reduce((0, 0)) { rank, choice in
      switch choice {
      case .everything: rank
      case .elements: (rank.0 + 1, rank.1)
      case .element: (rank.0 + 1, rank.1 + 1)
      }
    }
  }

  /// Dimensions that the key leaves open.
  var open: [Int] { choices.indices.filter { choices[$0] == .everything } }

  /// Whether it speaks for the element at these positions.
  func covers(_ positions: [Int]) -> Bool {
    zip(choices, positions).allSatisfy { choice, position in
      switch choice {
      case .everything: true
      case .elements(let elements): elements.contains(position)
      case .element(let element): element == position
      }
    }
  }
}

extension ModelSource {
  /// The selection that a key means over some sets; mistakes are reported.
  func selection(_ key: Located, over: [Int], findings: Findings) -> Selection? {
    var choices = [Selection.Choice](repeating: .everything, count: over.count)
    guard let text = key.text, text != "default" else {
      return Selection(choices: choices, key: key)
    }
    let words = text.split(separator: ",").map { $0.drop { $0 == " " } }
    for (position, word) in words.enumerated() {
      let name = String(word.reversed().drop { $0 == " " }.reversed())
      let (set, choice): (Int, Selection.Choice)
      switch names.meaning(of: name) {
      case .element(let of, let element): (set, choice) = (of, .element(element))
      case .subset(let subset):
        let domain = subsets[subset].domain
        (set, choice) = (setEntries[domain.set].base, .elements(domain.elements))
      default:
        reportOverrideKey(name, key, over: over, findings)
        return nil
      }
      let matching = over.indices.filter {
        setEntries[over[$0]].base == set && choices[$0] == .everything
      }
      let dimension: Int
      if words.count == over.count, matching.contains(position) {
        dimension = position
      } else if matching.count == 1 {
        dimension = matching[0]
      } else if matching.isEmpty {
        findings.report(
          .overrideOfOtherSet(name, expected: over.map { sets[$0].name }), at: key)
        return nil
      } else {
        findings.report(
          .ambiguousElement(name, sets: matching.map { sets[over[$0]].name }), at: key)
        return nil
      }
      choices[dimension] = choice
    }
    return Selection(choices: choices, key: key)
  }

  private func reportOverrideKey(
    _ name: String, _ key: Located, over: [Int], _ findings: Findings
  ) {
    let bases = over.map { setEntries[$0].base }
    let known = names.names { meaning in
      switch meaning {
      case .element(let set, _): bases.contains(set)
      case .subset(let subset): bases.contains(setEntries[subsets[subset].domain.set].base)
      default: false
      }
    }
    if !name.allSatisfy({ Lexer.isName(String($0)) || $0.isNumber }) {
      findings.report(.piecesOfExpression(key.text ?? name), at: key)
    } else {
      findings.report(
        .unknownElement(
          name, suggestion: nearestName(to: name, among: known + ["default"]),
          sets: over.map { sets[$0].name }), at: key)
    }
  }

  /// For every element over some sets, which selection decides; nil where none does.
  ///
  /// Two selections of the same rank that both decide an element are reported.
  func deciding(_ selections: [Selection], over: [Int], findings: Findings) -> [Int?] {
    var reported: Set<SIMD2<Int>> = []
    return (0..<elementCount(over: over)).map { element in
      let positions = elementPositions(element, over: over)
      var best: Int?
      var rival: Int?
      for (index, selection) in selections.enumerated() where selection.covers(positions) {
        guard let current = best else {
          best = index
          continue
        }
        if selection.rank > selections[current].rank {
          (best, rival) = (index, nil)
        } else if selection.rank == selections[current].rank {
          rival = index
        }
      }
      if let best, let rival, reported.insert(SIMD2(best, rival)).inserted {
        findings.report(
          .overlappingOverrides(
            selections[best].key.text ?? "", selections[rival].key.text ?? "",
            element: elementNames(element, over: over).joined(separator: ", ")),
          at: selections[rival].key, notes: [Place(selections[best].key).note(.firstHere)])
      }
      return best
    }
  }

  /// The positions of a flat element in each of its sets.
  func elementPositions(_ element: Int, over: [Int]) -> [Int] {
    var rest = element
    var positions: [Int] = []
    for set in over.reversed() {
      positions.append(rest % sets[set].elements.count)
      rest /= sets[set].elements.count
    }
    return positions.reversed()
  }
}

extension ModelSource {
  /// Spreads a list, a map of overrides or one value over the elements of some sets.
  ///
  /// A list follows the order of the first set; keys of a map may leave sets open, and then their
  /// values are lists or maps over those. `leaf` reads one value and is called once per value that
  /// is written. One value for several elements is taken where `broadcasts`, and under a key.
  /// Elements without a value are reported and nil.
  func spread<Value>(
    _ node: Located, over: [Int], broadcasts: Bool = false, findings: Findings,
    leaf: (Located) -> Value?
  ) -> [Value?] {
    let count = elementCount(over: over)
    guard let first = over.first else { return [leaf(node)] }
    switch node.content {
    case .scalar:
      if !broadcasts {
        findings.report(
          .expectedValuesOverSet(sets[first].name, count: sets[first].elements.count), at: node)
        return Array(repeating: nil, count: count)
      }
      let value = leaf(node)
      return Array(repeating: value, count: count)
    case .list(let items):
      guard items.count == sets[first].elements.count else {
        findings.report(
          .wrongLength(
            found: items.count, expected: sets[first].elements.count, set: sets[first].name),
          at: node)
        return Array(repeating: nil, count: count)
      }
      return items.flatMap {
        spread(
          $0, over: Array(over.dropFirst()), broadcasts: false, findings: findings, leaf: leaf)
      }
    case .map(let entries):
      return spread(entries, of: node, over: over, findings: findings, leaf: leaf)
    }
  }

  private func spread<Value>(
    _ entries: [Located.Entry], of node: Located, over: [Int], findings: Findings,
    leaf: (Located) -> Value?
  ) -> [Value?] {
    var selections: [Selection] = []
    var values: [[Value?]] = []
    var isComplete = true
    for entry in entries {
      guard let selection = selection(entry.key, over: over, findings: findings) else {
        isComplete = false
        continue
      }
      let open = selection.open.map { over[$0] }
      selections.append(selection)
      values.append(
        spread(entry.value, over: open, broadcasts: true, findings: findings, leaf: leaf))
    }
    let deciding = deciding(selections, over: over, findings: findings)
    if isComplete, let gap = deciding.firstIndex(of: nil) {
      findings.report(
        .noValueForElement(elementNames(gap, over: over).joined(separator: ", ")), at: node)
    }
    return deciding.enumerated().map { element, index in
      guard let index else { return nil }
      let positions = elementPositions(element, over: over)
      let inner = selections[index].open.reduce(0) { flat, dimension in
        flat * sets[over[dimension]].elements.count + positions[dimension]
      }
      return values[index][inner]
    }
  }
}
