import Scenarios
import Sim
import Testing

/// Every single-character mutation of the shipped model is caught, and the model itself passes the
/// same guards.
@Suite struct MutationTests {
  /// What can catch a mistake in a model, in the order in which they get the chance.
  enum Guard: String {
    /// The checker refuses the text.
    case `static`
    /// An identity does not hold, or a number is not finite.
    case identity
    /// A path differs from the reference by more than 1e-9.
    case numeric
  }

  /// A change of one character.
  struct Mutation: CustomTestStringConvertible {
    var id, old, new: String
    var guardName: String
    var testDescription: String { "\(id): \(old) -> \(new)" }

    static func all() throws -> [Mutation] {
      let file = try CSVFile(reading: Checkout.fixture("mutations.csv"))
      #expect(file.header == ["id", "equation", "old", "new", "caught_by"])
      return file.rows.map { Mutation(id: $0[0], old: $0[2], new: $0[3], guardName: $0[4]) }
    }
  }

  @Test func thereAreManyAndEachChangesOneCharacter() throws {
    let mutations = try Mutation.all()
    #expect(mutations.count >= 20)
    #expect(Set(mutations.map(\.id)).count == mutations.count)
    for mutation in mutations {
      let common = zip(mutation.old, mutation.new).prefix { $0 == $1 }.count
      let (old, new) = (mutation.old.dropFirst(common), mutation.new.dropFirst(common))
      let same = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
      #expect(max(old.count, new.count) - same == 1, "\(mutation.id)")
    }
  }

  @Test func theModelItselfPasses() async throws {
    #expect(try await firstGuard(against: TemporaryProject()) == nil)
  }

  @Test(arguments: try Mutation.all())
  func isCaught(mutation: Mutation) async throws {
    let project = try TemporaryProject()
    try project.replace(mutation.old, with: mutation.new, in: TemporaryProject.model)
    #expect(try await firstGuard(against: project)?.rawValue == mutation.guardName)
  }

  /// The guard that refuses the model of a project; nil if it passes all of them.
  private func firstGuard(against project: TemporaryProject) async throws -> Guard? {
    let recorded = try RecordedPaths.reference.get()
    for id in Self.scenariosByCorners {
      let loaded: LoadedScenario
      do {
        let path = project.path("Tests/Fixtures/reference/scenarios/\(id).yaml")
        loaded = try #require(try Workspace.load(scenarios: [path]).scenarios.first)
      } catch let error as Diagnostics {
        let errors = error.all.filter { $0.severity == .error }
        #expect(Set(errors.map(\.location.file)) == [project.path(TemporaryProject.model)])
        return .static
      }
      #expect(loaded.model.file == project.path(TemporaryProject.model))
      let given = try DrawsFile(
        parameters: Checkout.fixture("reference/parameters.csv"),
        shocks: Checkout.fixture("reference/shocks.csv"), for: loaded.model)
      do {
        let agreement = try await recorded.agreement(of: loaded, on: given)
        if !agreement.misplaced.isEmpty || agreement.worst.difference > 1e-9 { return .numeric }
      } catch is SimulationError {
        return .identity
      }
    }
    return nil
  }

  /// The scenarios of `Fixtures/reference`, those that reach most corners first.
  private static let scenariosByCorners = [
    "rush", "neglect_underfunded", "cut_and_claimed", "dismantled", "regress", "unfunded",
    "starved", "claimed", "defaults",
  ]
}
