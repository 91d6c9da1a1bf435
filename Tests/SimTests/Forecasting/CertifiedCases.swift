import Foundation

/// Cases with certified results: those of this folder, and those beside the project that do not ship.
enum CertifiedCases {
  private static let here = URL(filePath: #filePath).deletingLastPathComponent()

  /// The cases of one kind in `algebra_certified.json`.
  static func algebra(_ kind: String) throws -> [JSON] {
    let file = try JSON(here.appending(path: "algebra_certified.json"))
    return file["cases"].list.filter { $0["kind"].text == kind }
  }

  /// The folder of cases that are measured but not shipped.
  static let shared = here.appending(path: "../../../../shared/cases").standardized

  /// One of the files of that folder.
  static func sharedFile(_ name: String) throws -> JSON {
    try JSON(shared.appending(path: name))
  }

  /// Whether a file of that folder is there.
  static func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: shared.appending(path: name).path)
  }
}

/// A value of a JSON file, for tests.
struct JSON {
  private let value: Any?

  init(_ url: URL) throws { value = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) }

  private init(value: Any?) { self.value = value }

  subscript(key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }
  subscript(index: Int) -> JSON { list[index] }

  var list: [JSON] { (value as? [Any] ?? []).map(JSON.init(value:)) }
  var text: String { value as? String ?? "" }
  /// The number, also where it is written as text.
  var number: Double { (value as? NSNumber)?.doubleValue ?? Double(text) ?? .nan }
  var numbers: [Double] { list.map(\.number) }
  var rows: [[Double]] { list.map(\.numbers) }
}
