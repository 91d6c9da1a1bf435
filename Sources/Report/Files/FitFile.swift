public import Scenarios
public import Sim

extension FitDocument {
  /// The fit file's text: the same bytes for the same fit.
  ///
  /// It reads back as the same document; what a run does not need of the calibration stands beside
  /// it for people.
  public func text(_ calibration: Calibration, _ model: ModelDocument) -> String {
    var lines = [
      "# Posterior draws, written by grdp fit; docs/design/0004-fit-file.md says what they are.",
      "schema: grdp-fit/1", "model: \(self.model)", "region: \(region)",
      "fingerprints:  # SHA-256 of what the fit rests on",
    ]
    for part in FitPart.allCases {
      lines.append("  \(part.rawValue): \"\(fingerprints.digests[part] ?? "")\"")
    }
    lines += [
      "seed: \(seed)", "draws: \(draws)",
      "effective_size: \(CSVText.number(effectiveSize))",
    ]
    if let paretoK { lines.append("pareto_k: \(CSVText.number(paretoK))") }
    if isForced { lines.append("forced: true  # kept although its diagnostics are bad") }
    lines.append("observables:  # prior and posterior: 5 % quantile, median, 95 % quantile")
    for (observation, shift) in zip(model.observations, calibration.observables) {
      lines.append("  \"\(observation.id)\": {\(Self.text(shift))}")
    }
    lines.append("parameters:  # prior and posterior: mean, standard deviation")
    for (name, shift) in zip(model.model.parameterLabels, calibration.parameters.joined()) {
      let (prior, posterior) = (shift.prior, shift.posterior)
      lines.append(
        "  \"\(name)\": {prior: \(Self.list([prior.mean, prior.sd])), "
          + "posterior: \(Self.list([posterior.mean, posterior.sd])), "
          + "median: \(CSVText.number(posterior.median))}")
    }
    lines.append("retained: |  # steps to the next retained draw, from -1; xN: it counts N times")
    return (lines + retainedLines).joined(separator: "\n") + "\n"
  }

  private static func text(_ shift: Calibration.Shift) -> String {
    let bands = [shift.prior, shift.posterior].map { list([$0.p05, $0.median, $0.p95]) }
    return "prior: \(bands[0]), posterior: \(bands[1])"
  }

  private static func list(_ numbers: [Double]) -> String {
    "[\(numbers.map(CSVText.number).joined(separator: ", "))]"
  }

  /// Steps from one retained draw to the next, as many as fit a line.
  private var retainedLines: [String] {
    var lines: [String] = []
    var line = " "
    var last = -1
    for (draw, count) in zip(retained.draws, retained.counts) {
      let step = "\(Int(draw) - last)" + (count > 1 ? "x\(count)" : "")
      last = Int(draw)
      if line.utf8.count + step.utf8.count > 118 {
        lines.append(line)
        line = " "
      }
      line += " " + step
    }
    return lines + [line]
  }
}
