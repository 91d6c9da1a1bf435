/// Where the files of the project are, found from the place of this one.
enum Checkout {
  /// The folder of the package.
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(4).joined(separator: "/")

  /// A file of the project.
  static func path(_ relative: String) -> String { "\(root)/\(relative)" }

  /// A fixture.
  static func fixture(_ relative: String) -> String { path("Tests/Fixtures/\(relative)") }

  /// A file of the folder `shared` beside the package, which is no part of the project; tests that
  /// need it are skipped where it is absent.
  static func shared(_ relative: String) -> String { "\(root)/../shared/\(relative)" }
}
