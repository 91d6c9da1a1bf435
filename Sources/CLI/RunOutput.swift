import Report
import Scenarios
import Sim

/// What a run prints and writes, filled group by group.
struct RunOutput {
  private let run: LoadedRun
  private let results: ResultOptions
  private let details: Bool
  private let language: Language
  private var objects: [JSONText] = []
  private var files: RunFiles
  private var sweep: SweepPage
  private var isFirstPage = true

  init(_ run: LoadedRun, _ results: ResultOptions, details: Bool, in language: Language) {
    self.run = run
    self.results = results
    self.details = details
    self.language = language
    files = RunFiles(run.scenarios, run.warnings, draws: run.draws, seed: run.seed)
    sweep = SweepPage(run.scenarios.map(\.document.id), in: language)
  }

  /// Adds what a group gave, and prints its page once that is complete.
  mutating func add(
    _ number: Int, _ summary: EnsembleSummary, _ judgements: JudgementLines.Finding,
    central: Simulation, _ path: Columns
  ) throws {
    let group = run.groups[number]
    let targets = group.targets.outcomes(summary)
    let page = RunPage(group.scenarios, summary, in: language)
    if results.json {
      objects += RunJSON(group.scenarios, summary, targets, levels: ScenarioGroup.levels)
        .objects(draws: run.draws, seed: run.seed)
    } else if group.isSweep {
      sweep.append(page, draws: run.draws, seed: run.seed, targets: targets)
    } else {
      try StandardOutput.write(
        (isFirstPage ? [] : [""])
          + page.lines(
            draws: run.draws, seed: run.seed, targets: targets, judgements: judgements,
            details: details
          ) { output in
            central.outputs.firstIndex(of: output).map { path[$0, 0] }
          })
    }
    if results.out != nil { files.add(group, summary, targets, central: central, path) }
    let isLastOfSweep = run.groups.dropFirst(number + 1).first.map { !$0.isSweep } ?? true
    if !sweep.isEmpty, isLastOfSweep {
      try StandardOutput.write((isFirstPage ? [] : [""]) + sweep.lines(details: details))
      sweep = SweepPage(run.scenarios.map(\.document.id), in: language)
    }
    isFirstPage = isFirstPage && !sweep.isEmpty
  }

  /// Prints and writes what is there only when every group is; `forced` as in ``OutputFolder``.
  func finish(forced: Bool) throws {
    if results.json { try StandardOutput.write([JSONText.list(objects).text]) }
    try results.folder?.write(files.contents(), forced: forced)
  }
}
