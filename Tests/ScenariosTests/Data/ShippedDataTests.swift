import Foundation
import Scenarios
import Sim
import Testing

/// The tables and the regions that come with the program.
struct ShippedDataTests {
  /// Read once.
  static let folder: Result<DataFolder, any Error> = Result {
    try DataFolder(reading: ShippedFileTests.root.appending(path: "data").path)
  }

  private func facts() throws -> [Fact] { try ShippedDataTests.folder.get().facts }

  /// The figures of the old city for an indicator, by year.
  private func series(
    _ indicator: String, _ basis: String = "", definition: String = "", source: String? = nil
  ) throws -> [Int: Double] {
    let rows = try facts().filter {
      $0.region == "Hai Phong" && $0.boundary == "old" && $0.indicator == indicator
        && $0.priceBasis == basis && $0.period.isEmpty && $0.definition == definition
        && (source.map { [$0] } ?? [$0.source]).contains($0.source)
    }
    return Dictionary(rows.map { ($0.year, $0.value) }) { first, _ in first }
  }

  private func needs(_ id: String) throws -> RegionNeeds {
    let all = try RegionNeeds.all(in: try ShippedDataTests.folder.get())
    return try #require(all.first { $0.region.id == id })
  }

  /// The numbers of a slot of the region that is defended, by year.
  private func slot(_ name: String) throws -> [Int: Double] {
    let slot = try needs("hai_phong_old").slots.first { $0.name == name }
    return Dictionary(
      uniqueKeysWithValues: try #require(slot).values.map { ($0.year ?? 0, $0.value) })
  }

  // MARK: Rows

  @Test func everyRowHasItsTags() throws {
    let folder = try ShippedDataTests.folder.get()
    #expect(folder.facts.count > 1300)
    for fact in folder.facts {
      #expect(folder.sources.sources[fact.source] != nil, "\(fact.location)")
      #expect(!fact.vintage.isEmpty && !fact.confidence.isEmpty, "\(fact.location)")
      // What nobody published says so, and is called a judgement.
      #expect((fact.status == .assumed) == (fact.confidence == "judgement"), "\(fact.location)")
      #expect(fact.status != .assumed || !fact.source.isEmpty && fact.source == "compiled")
    }
  }

  @Test func everyDigitalShareSaysHowItIsCounted() throws {
    let shares = try facts().filter { $0.indicator.hasPrefix("digital_share") }
    #expect(shares.count > 80)
    #expect(shares.allSatisfy { !$0.definition.isEmpty && (0...100).contains($0.value) })
    #expect(Set(shares.map(\.definition)).isSuperset(of: ["gso", "mic", "caict", "imda", "bea"]))
  }

  @Test(arguments: [
    "Hai Phong", "Hai Duong", "Viet Nam", "China", "Singapore", "Malaysia", "United States",
    "Hau Giang", "Ho Chi Minh City", "Ha Noi", "Da Nang", "Quang Ninh", "Can Tho", "Bac Ninh",
  ])
  func regionsAreThere(region: String) throws {
    let folder = try ShippedDataTests.folder.get()
    #expect(folder.regions.contains(region))
    #expect(folder.facts.contains { $0.region == region && $0.status == .observed })
  }

  @Test(arguments: [
    ("Hai Phong", 2030, 35.0), ("Hai Phong", 2030, 40), ("Hai Phong", 2025, 25),
    ("Hau Giang", 2030, 30), ("Ho Chi Minh City", 2030, 40), ("Ha Noi", 2030, 40),
    ("Da Nang", 2030, 35), ("Quang Ninh", 2030, 30), ("Can Tho", 2030, 30), ("Bac Ninh", 2030, 45),
    ("Viet Nam", 2030, 30),
  ])
  func targetsParse(region: String, year: Int, level: Double) throws {
    let targets = try ShippedDataTests.folder.get().targets
    #expect(
      targets.contains {
        $0.region == region && $0.year == year && $0.value == level
          && $0.indicator.hasPrefix("digital_share") && $0.definition == "unstated"
      })
  }

  /// Both figures stay, each with its tag; the mean of them is nowhere.
  @Test func contradictionsStandSideBySide() throws {
    let folder = try ShippedDataTests.folder.get()
    let found = Contradiction.all(among: folder.facts)
    func values(_ region: String, _ indicator: String, _ basis: String) -> [[Double]] {
      found.filter {
        $0.facts[0].region == region && $0.facts[0].indicator == indicator
          && $0.facts[0].priceBasis == basis && $0.facts[0].period.isEmpty
      }.map { $0.facts.map(\.value) }
    }
    #expect(values("Viet Nam", "digital_share", "current") == [[13.17, 18.3]])
    #expect(values("Hai Phong", "grdp", "constant_2010") == [[288_492, 294_950.1]])
    #expect(values("United States", "digital_share", "current") == [[9.6, 9.3]])
  }

  // MARK: The region that is defended

  @Test func everyNumberOfTheRegionStandsInTheTable() throws {
    let needs = try needs("hai_phong_old")
    #expect(needs.slots.count == 24)
    for slot in needs.slots {
      #expect(!slot.values.isEmpty, "\(slot.name)")
      for value in slot.values {
        #expect(value.fact != nil, "\(slot.name) \(value.year ?? 0) \(value.element ?? "")")
      }
    }
  }

  @Test func realGrowthIsThePublishedOne() throws {
    let real = try slot("grdp_real_observed")
    let growth = try series("grdp_growth", "constant")
    #expect(real[2020] == 190_768.8)
    for year in [2017, 2019, 2020, 2021, 2022, 2023, 2024] {
      let (now, before) = (try #require(real[year]), try #require(real[year - 1]))
      let published = try #require(
        year == 2017
          ? try series("grdp_growth", "constant", source: "gocnhin_2022")[2017] : growth[year])
      #expect(abs((now / before - 1) * 100 - published) < 0.005, "\(year)")
    }
    let mean = pow(try #require(real[2020]) / (try #require(real[2015])), 0.2)
    #expect(abs((mean - 1) * 100 - 14.02) < 0.005)
  }

  @Test func nominalIsThePublishedOne() throws {
    let (real, deflator) = (try slot("grdp_real_observed"), try slot("deflator_observed"))
    let panel = try series("grdp", "current", source: "ueh_panel")
    var published = panel.filter { (2016...2022).contains($0.key) }
    published[2015] = 126_776.9
    published[2024] = 445_995
    #expect(published.count == 9)
    for (year, value) in published {
      let nominal = try #require(real[year]) * (try #require(deflator[year]))
      #expect(abs(nominal - value) < 0.2, "\(year)")
    }
  }

  @Test func employmentIsTheLabourForceInWork() throws {
    let employment = try slot("employment_observed")
    let force = try series("labour_force", definition: "lfs_2021")
    let idle = try series("unemployment_rate")
    for year in [2021, 2022] {
      let inWork = try #require(force[year]) * (1 - (try #require(idle[year])) / 100)
      #expect(abs(inWork - (try #require(employment[year]))) < 0.06)
    }
    // Two published figures that were not used agree with the result.
    let nominal = 362_268 / (try #require(employment[2022]))
    #expect(abs(nominal / 356.8 - 1) < 0.002)
    let real = try slot("grdp_real_observed")
    let first = try #require(real[2015]) / (try #require(employment[2015]))
    let last = try #require(real[2020]) / (try #require(employment[2020]))
    #expect(abs((pow(last / first, 0.2) - 1) * 100 - 15.1) < 0.4)
  }

  /// The reference keeps its own numbers: what of them is published or assumed here is the same.
  @Test func theReferenceIsAnotherVintage() throws {
    let (mine, reference) = (try needs("hai_phong_old"), try needs("hai_phong_old_reference"))
    #expect(mine.region.vintage == "facts" && reference.region.vintage == "reference")
    #expect(reference.slots.filter { slot in slot.values.contains { $0.fact == nil } }.count == 8)
  }

  // MARK: Drafts

  /// A region drafted like old Hai Phong.
  private func draft(_ region: String, vintage: String?) throws -> RegionDraft {
    let folder = try ShippedDataTests.folder.get()
    let shipped = try needs("hai_phong_old")
    let facts = folder.facts(of: region, [shipped])
    let like = try Workspace.load(region: shipped.region.file).region
    return try RegionDrafter(
      facts, boundary: "old", vintage: vintage, like: like, needs: shipped, folder
    ).draft(of: facts, boundary: "old")
  }

  /// A region file drafted from the tables has the numbers of the one that ships, to the last bit.
  @Test func theRegionCanBeDraftedFromTheTables() throws {
    let draft = try draft("Hai Phong", vintage: "facts")
    #expect(draft.timeline.first == 2015 && draft.timeline.last == 2024 && draft.size == 1)
    for (mine, drafted) in zip(try needs("hai_phong_old").slots, draft.slots) {
      #expect(drafted.assumptions.isEmpty, "\(mine.name)")
      let own = mine.values.map { [$0.value, Double($0.year ?? 0)] }
      let found = drafted.choices.map { [$0.value, Double($0.year ?? 0)] }
      #expect(own == found, "\(mine.name)")
    }
  }

  @Test func aDraftDoesNotMixDefinitions() throws {
    let draft = try draft("Hai Phong", vintage: nil)
    let employment = try #require(draft.slots.first { $0.slot.name == "employment_observed" })
    #expect(Set(employment.choices.map(\.fact.definition)) == ["lfs_2021"])
    // Without a vintage, what was published goes first, and the other figure is named.
    let real = try #require(draft.slots.first { $0.slot.name == "grdp_real_observed" })
    #expect(real.choices.last?.value == 288_492)
    #expect(real.choices.last?.others.map(\.value) == [294_950.1])
  }

  /// What is missing is assumed, and every assumed number says why.
  @Test func aDraftAssumesWhatIsMissing() throws {
    let draft = try draft("Hau Giang", vintage: nil)
    #expect(draft.id == "hau_giang_old" && draft.slots.count == 27)
    #expect(draft.slots.allSatisfy { $0.choices.isEmpty && !$0.assumptions.isEmpty })
    func slot(_ name: String) throws -> RegionDraft.Slot {
      try #require(draft.slots.first { $0.slot.name == name })
    }
    let shares = try slot("sector_share_first").assumptions
    #expect(shares.count == 9 && shares.allSatisfy { $0.reason == .same })
    // GRDP of 2022 at current prices over the deflator of old Hai Phong, to four digits.
    let nominal = try #require(
      try facts().first {
        $0.region == "Hau Giang" && $0.indicator == "grdp" && $0.priceBasis == "current"
          && $0.year == 2022 && $0.source == "ueh_panel"
      })
    let panel = try #require(
      try facts().first {
        $0.region == "Hai Phong" && $0.indicator == "grdp" && $0.priceBasis == "current"
          && $0.year == 2022 && $0.source == "ueh_panel"
      })
    let real = try #require(try slot("grdp_real_observed").assumptions.first { $0.year == 2022 })
    let expected = 240_798.3 * nominal.value / panel.value
    #expect(abs(real.value / expected - 1) < 0.02)
    guard case .proportion = real.reason else {
      Issue.record("not in proportion")
      return
    }
    // Amounts follow the size of the region in the last year.
    let count = try #require(try slot("sme_count").assumptions.first)
    #expect(count.reason == .size && abs(count.value / (35_890 * draft.size) - 1) < 1e-3)
    #expect(draft.size > 0.1 && draft.size < 0.2)
    #expect(draft.amounts.map(\.name) == ["training", "sme_support"])
  }

  /// A figure that is out by a factor is a slip: the labour force of Ho Chi Minh City in 2022 is a fifth of
  /// that of 2021.
  @Test func aSlipInATableIsLeftOut() throws {
    let draft = try draft("Ho Chi Minh City", vintage: nil)
    let employment = try #require(draft.slots.first { $0.slot.name == "employment_observed" })
    let values = employment.assumptions.map(\.value)
    #expect(values.count == 10 && values.allSatisfy { (3900...4700).contains($0) })
    #expect(draft.observations.map(\.id) == ["digital_share_mic_2022", "digital_share_mic_2023"])
    #expect(draft.targets.map(\.value) == [0.15, 0.22, 0.25, 0.4])
  }
}
