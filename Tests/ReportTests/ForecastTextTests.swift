import Report
import Testing

struct ForecastTextTests {
  private func row(
    _ scenario: String, _ variable: String, _ year: Int, _ statistic: String, _ value: Double = 1
  ) -> Forecast.Row {
    .init(
      scenario: scenario, variable: variable, unit: "1", year: year, statistic: statistic,
      value: value)
  }

  @Test func rowsAreSortedByScenarioVariableYearAndStatistic() {
    let forecast = Forecast(
      model: "m", region: "R",
      rows: [
        row("b", "Y", 2030, "mean"), row("a", "Y|X", 2030, "mean"), row("a", "Y", 2031, "central"),
        row("a", "Y", 2030, "p05"), row("a", "Y", 2030, "mean"), row("a", "Y", 999, "mean"),
      ])
    let other = Forecast(model: "a", region: "R", rows: [row("z", "Y", 2030, "mean")])
    #expect(
      Forecast.csv([forecast, other]) == """
        model,scenario,region,variable,unit,year,value,statistic
        a,z,R,Y,dimensionless,2030,1,mean
        m,a,R,Y,dimensionless,999,1,mean
        m,a,R,Y,dimensionless,2030,1,mean
        m,a,R,Y,dimensionless,2030,1,p05
        m,a,R,Y,dimensionless,2031,1,central
        m,a,R,Y|X,dimensionless,2030,1,mean
        m,b,R,Y,dimensionless,2030,1,mean

        """)
  }

  /// Two groups of scenarios over one region bring the same observations.
  @Test func theSameObservationIsWrittenOnce() {
    let history = Forecast(
      model: "m", region: "R", rows: [row("Historical", "Y", 2020, "observed", 0.5)])
    #expect(Forecast.csv([history, history]).split(separator: "\n").count == 2)
  }

  @Test(arguments: [
    (0.05, "p05"), (0.1, "p10"), (0.5, "median"), (0.95, "p95"), (0.975, "p97.5"), (0.025, "p02.5"),
    (0.01, "p01"), (0.99, "p99"),
  ])
  func quantilesAreNamedByTheirPercentage(level: Double, name: String) {
    #expect(Forecast.statistic(level: level) == name)
  }
}
