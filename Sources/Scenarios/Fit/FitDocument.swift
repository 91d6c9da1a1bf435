public import Sim

/// A fit file: the posterior of a model's parameters in a region, as draw numbers of the prior.
public struct FitDocument: Sendable {
  /// The file it was read from, or is to be written to.
  public var file: String
  /// The identifier of the model.
  public var model: String
  /// The identifier of the region.
  public var region: String
  /// What it was made of.
  public var fingerprints: Fingerprints
  /// The seed of the prior draws.
  public var seed: UInt64
  /// The number of prior draws.
  public var draws: Int
  /// How many independent draws the posterior is worth.
  public var effectiveSize: Double
  /// The shape of the largest weights; nil when it could not be told.
  public var paretoK: Double?
  /// Whether it was kept although its diagnostics are bad.
  public var isForced: Bool
  /// The posterior median of every parameter with its element, such as `innovation[SME]`.
  public var medians: [String: Double]
  /// The prior draws that were retained.
  public var retained: RetainedDraws

  /// Creates a fit.
  public init(
    file: String, model: String, region: String, fingerprints: Fingerprints, seed: UInt64,
    draws: Int, effectiveSize: Double, paretoK: Double?, isForced: Bool,
    medians: [String: Double], retained: RetainedDraws
  ) {
    self.file = file
    self.model = model
    self.region = region
    self.fingerprints = fingerprints
    self.seed = seed
    self.draws = draws
    self.effectiveSize = effectiveSize
    self.paretoK = paretoK
    self.isForced = isForced
    self.medians = medians
    self.retained = retained
  }

  /// What a calibration found, for runs to use.
  public init(_ calibration: Calibration, of loaded: LoadedRegion, file: String) {
    let labels = loaded.model.model.parameterLabels
    let medians = calibration.parameters.joined().map(\.posterior.median)
    self.init(
      file: file, model: loaded.model.id, region: loaded.region.id,
      fingerprints: Fingerprints(of: loaded.model), seed: calibration.seed,
      draws: calibration.draws, effectiveSize: calibration.effectiveSize,
      paretoK: calibration.paretoK, isForced: !calibration.faults.isEmpty,
      medians: Dictionary(zip(labels, medians)) { first, _ in first },
      retained: calibration.retained)
  }

  /// Whether a file holds a fit of a region, sound or not, and so may be replaced by a new one.
  public static func mayReplace(_ path: String, region: String) -> Bool {
    guard SourceFile.exists(path) else { return true }
    guard let file = try? SourceFile(reading: path) else { return false }
    let lines = file.text.split(separator: "\n", maxSplits: 12)
    return lines.contains("schema: grdp-fit/1") && lines.contains("region: \(region)")
  }

  /// Which prior draw each draw of a run uses.
  public var posterior: PosteriorIndex {
    PosteriorIndex(
      entries: retained.draws, weights: retained.counts.map(Double.init), seed: seed,
      effectiveSize: min(effectiveSize, retained.effectiveSize))
  }

  /// Where the central path takes its numbers from: parameters at their posterior medians, or the
  /// medians of laws that a scenario has put in their place, shocks at rest.
  ///
  /// - Precondition: the fit is of this model, so that no parameter is missing.
  public func center(of model: Model) -> DrawSource {
    .fixed(
      parameters: model.parameters.map { parameter in
        parameter.priors.indices.map { element in
          parameter.replaced.contains(element)
            ? .nan
            : medians[model.elementLabel(parameter.name, element, over: parameter.over)] ?? .nan
        }
      })
  }
}

extension Model {
  /// The name of every parameter with its element, in order: `depreciation`, `innovation[SME]`.
  public var parameterLabels: [String] {
    parameters.flatMap { parameter in
      parameter.priors.indices.map { elementLabel(parameter.name, $0, over: parameter.over) }
    }
  }
}
