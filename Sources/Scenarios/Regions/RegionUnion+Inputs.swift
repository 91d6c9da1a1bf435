import Sim

// What goes into a union: data, levers and assumptions, parameters and shocks.
extension RegionUnion {
  // MARK: Data

  /// The numbers of the whole where there are any, then those of each part.
  func bindNumbers(_ document: inout ModelDocument) {
    for number in source.constants.indices {
      let rows = parts.map { $0.document.model.constants[number].values }
      document.model.constants[number].values = whole(rows, of: source.constants[number])
    }
    for number in source.series.indices {
      let rows = parts.map { $0.document.model.series[number].values }
      document.model.series[number].values = rows[0].indices.map { element in
        whole(rows.map { $0[element] }, of: source.series[number])
      }
    }
    for part in parts {
      for (number, entry) in source.constants.map(\.declaration.entry).enumerated() {
        var constant = part.document.model.constants[number]
        constant.name = name(entry.name, of: part)
        document.model.constants.append(constant)
        document.constants.append(self.entry(entry, of: part))
      }
      for (number, entry) in source.series.map(\.declaration.entry).enumerated() {
        var series = part.document.model.series[number]
        series.name = name(entry.name, of: part)
        document.model.series.append(series)
        document.series.append(self.entry(entry, of: part))
      }
    }
  }

  /// Sums where the model says so, what is the same for all parts, and else NaN.
  func whole(_ rows: [[Double]], of slot: ModelSource.Slot) -> [Double] {
    rows[0].indices.map { column in
      let values = rows.map { $0[column] }
      if slot.isSummed { return values.dropFirst().reduce(values[0], +) }
      return values.allSatisfy { $0 == values[0] } ? values[0] : .nan
    }
  }

  // MARK: Levers and assumptions

  func bindInputs(_ document: inout ModelDocument) {
    for (number, input) in source.inputs.enumerated() {
      let values = parts.map { $0.document.model.inputs[number].defaultValue }
      let entries = parts.map { $0.document.inputs[number] }
      if input.isSummed {
        document.model.inputs[number].defaultValue = sum(values)
        document.inputs[number].possible =
          sum(entries.map(\.possible.lowerBound))...sum(entries.map(\.possible.upperBound))
        let plausible = entries.compactMap(\.plausible)
        document.inputs[number].plausible =
          plausible.count < entries.count
          ? nil : sum(plausible.map(\.lowerBound))...sum(plausible.map(\.upperBound))
      } else if values.contains(where: { $0 != values[0] }), values.allSatisfy(\.isFinite) {
        let place = region.parts.flatMap(\.levers).last {
          $0.key.text == input.declaration.entry.name
        }
        findings.report(
          .inputOfPartsDiffers(input.declaration.entry.name, values),
          at: place?.key ?? region.root)
      }
    }
  }

  func sum(_ values: [Double]) -> Double { values.dropFirst().reduce(values[0], +) }

  /// What a part reads of a lever or assumption: of an amount its own part of the whole, in
  /// proportion to the defaults; of anything else the same as all.
  func input(_ reference: Reference, _ number: Int, of part: Part) -> Expression {
    guard let own = part.amounts[number] else { return .read(reference) }
    if case .inputDefault = reference.target { return .number(own) }
    let all = sum(parts.map { $0.amounts[number] ?? 0 })
    if all == 0 {
      return .binary(.divide, .read(reference), .number(Double(parts.count)))
    }
    return .binary(
      .divide, .binary(.multiply, .read(reference), .number(own)), .number(all))
  }

  // MARK: Parameters and shocks

  func bindLaws(_ document: inout ModelDocument) {
    for part in parts {
      let model = part.document.model
      for (number, position) in part.parameters.enumerated() {
        if position < source.parameters.count {
          guard part.position == 0 else { continue }
          document.model.parameters[number].priors = model.parameters[number].priors.map {
            mapped($0, to: part)
          }
        } else {
          var parameter = model.parameters[number]
          parameter.name = name(parameter.name, of: part)
          parameter.priors = parameter.priors.map { mapped($0, to: part) }
          document.model.parameters.append(parameter)
          document.parameters.append(
            entry(source.parameters[number].declaration.entry, of: part, isDrawn: true))
          document.parameterLaws.append(part.document.parameterLaws[number])
        }
      }
      for (number, position) in part.shocks.enumerated() {
        if position < source.shocks.count {
          guard part.position == 0 else { continue }
          document.model.shocks[number].laws = model.shocks[number].laws.map {
            mapped($0, to: part)
          }
        } else {
          var shock = model.shocks[number]
          shock.name = name(shock.name, of: part)
          shock.laws = shock.laws.map { mapped($0, to: part) }
          document.model.shocks.append(shock)
          document.shocks.append(
            entry(source.shocks[number].declaration.entry, of: part, isDrawn: true))
          document.shockLaws.append(part.document.shockLaws[number])
        }
      }
    }
    bindCorrelations(&document)
  }

  /// What is correlated in a part is so in the whole.
  private func bindCorrelations(_ document: inout ModelDocument) {
    var origins: [SourceLocation] = []
    var correlations: [Correlation] = []
    var known: Set<[Correlation.Variate]> = []
    for part in parts {
      for (correlation, origin) in zip(
        part.document.model.correlations, part.document.correlationOrigins)
      {
        let mapped = mapped(correlation, to: part)
        guard known.insert([mapped.first, mapped.second]).inserted else { continue }
        correlations.append(mapped)
        origins.append(origin)
      }
    }
    if !ModelBinder.isPossible(correlations) {
      findings.report(.correlationsImpossible, at: region.local.last ?? region.root)
    }
    document.model.correlations = correlations
    document.correlationOrigins = origins
    guard document.model.fittedCorrelations != nil else { return }
    known = []
    document.model.fittedCorrelations = parts.flatMap { part in
      (part.document.model.fittedCorrelations ?? []).map { mapped($0, to: part) }
    }.filter { known.insert([$0.first, $0.second]).inserted }
  }

  func mapped(_ correlation: Correlation, to part: Part) -> Correlation {
    func variate(_ variate: Correlation.Variate) -> Correlation.Variate {
      switch variate.target {
      case .parameter(let number):
        .init(.parameter(part.parameters[number]), element: variate.element)
      case .shock(let number): .init(.shock(part.shocks[number]), element: variate.element)
      default: variate
      }
    }
    return Correlation(
      variate(correlation.first), variate(correlation.second), rho: correlation.rho)
  }
}
