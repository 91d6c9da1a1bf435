import Foundation
import Sim
import Testing

/// A table of `Tests/Fixtures/Regression` and what is certified about it.
struct RegressionCase {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/Regression").standardized

  let header: [String]
  let cells: [[String]]
  let certified: [String: [Double]]

  init(_ name: String) throws {
    func lines(_ file: String) throws -> [[String]] {
      try String(contentsOf: RegressionCase.folder.appending(path: file), encoding: .utf8)
        .split(separator: "\n").map {
          $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
    let table = try lines("\(name).csv")
    header = table[0]
    cells = Array(table.dropFirst())
    var certified: [String: [Double]] = [:]
    for row in try lines("certified.csv") where row[0] == name {
      certified[row[1], default: []].append(try #require(Double(row[3])))
    }
    self.certified = certified
  }

  /// A column of numbers.
  func column(_ name: String) throws -> [Double] {
    let position = try #require(header.firstIndex(of: name))
    return try cells.map { row in
      let text = row[position]
      return try #require(Double(text.hasSuffix(".") ? text + "0" : text))
    }
  }

  /// A column of words, as numbers from 0 in order of appearance.
  func groups(_ name: String) throws -> [Int] {
    let position = try #require(header.firstIndex(of: name))
    var numbers: [String: Int] = [:]
    return cells.map { row in
      let next = numbers.count
      if let known = numbers[row[position]] { return known }
      numbers[row[position]] = next
      return next
    }
  }

  func certified(_ quantity: String) throws -> [Double] { try #require(certified[quantity]) }

  /// The fewest digits in which numbers agree with what is certified; of a certified 0 the absolute
  /// error counts.
  func digits(_ values: [Double], _ quantity: String) throws -> Double {
    let expected = try certified(quantity)
    try #require(values.count == expected.count)
    return zip(values, expected).map { agreement($0, $1) }.min() ?? 15
  }
}

/// The number of decimal digits in which a value agrees with a known one, at most 15.
func agreement(_ value: Double, _ known: Double) -> Double {
  let error = (value - known).magnitude / (known == 0 ? 1 : known.magnitude)
  guard error.isFinite else { return 0 }
  return error == 0 ? 15 : min(15, max(0, -log10(error)))
}
