import Scenarios

extension Problem {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    // Files and YAML
    case .fileMissing: "no such file"
    case .referencedFileMissing(let path): "there is no file '\(path)'"
    case .isDirectory: "this is a folder; name a file"
    case .fileUnreadable(let reason): "cannot be read: \(reason)"
    case .fileTooLarge(let limit): "larger than \(limit >> 20) MiB: this is no model text"
    case .notUTF8(let byte, let value):
      "not UTF-8: byte \(byte) is 0x\(hexadecimal(value)); save the file as UTF-8"
    case .forbiddenCharacter(let value):
      "the control character \(codePoint(value)) may not stand in a YAML file"
    case .absolutePath(let path):
      "'\(path)' is an absolute path, which holds on this machine only; write it relative to this file"
    case .outsideProject(let path, hasModels: true):
      "'\(path)' is outside the project, the folder that holds 'models'; copy the file into the project and name the copy"
    case .outsideProject(let path, hasModels: false):
      "'\(path)' is outside the folder of this file; copy the file into it, or put both into a project: a folder that holds 'models'"
    case .emptyFile: "the file is empty"
    case .yamlSyntax(let fault): fault.inEnglish
    case .tooManyNodes(let limit):
      "with its aliases filled in, the file has more than \(limit) values; use fewer aliases"
    case .aliasAsKey: "an alias cannot be a key; write the name out"
    case .mergeKey: "merge keys (<<) are not allowed; write the entries out"
    case .duplicateKey(let key): "the key '\(key)' occurs twice"
    case .keyNotText: "a key must be plain text"
    case .wrongSchema(let found, let expected):
      "expected schema '\(expected)', found \(found.inEnglish)"
    case .unknownSchema(let found):
      "unknown schema \(found.inEnglish); it is grdp-model/1, grdp-region/1, grdp-scenario/1 or grdp-stress/1"

    // Shape of values
    case .unknownKey(let key, let suggestion, let known):
      "unknown key '\(key)'"
        + (suggestion.map(didYouMean) ?? "; known here: \(known.joined(separator: ", "))")
    case .missingKey(let key): "the key '\(key)' is missing"
    case .piecesOfExpression(let piece):
      "'\(piece)' looks like a piece of an expression: inside {…} or […] an expression with a comma must be quoted"
    case .expectedMap(let found): "expected 'key: value' entries, found \(found.inEnglish)"
    case .expectedList(let found): "expected a list, found \(found.inEnglish)"
    case .expectedText(let found): "expected text, found \(found.inEnglish)"
    case .expectedNumber(let found):
      "expected a number, found \(found.inEnglish)"
        + (found.hasDecimalComma ? "; write a decimal point" : "")
    case .expectedInteger(let minimum, let maximum, let found):
      "expected a whole number\(range(minimum, maximum)), found \(found.inEnglish)"
    case .expectedExpression(.list):
      "expected an expression, found a list; quote an expression that begins with '['"
    case .expectedExpression(let found): "expected an expression, found \(found.inEnglish)"
    case .expectedOneOf(let choices, let found):
      "expected \(choices.joined(separator: " | ")), found \(found.inEnglish)"
    case .expectedBounds: "expected two numbers, the lower first: [low, high]"
    case .expectedYear(let found): "expected a year, found \(found.inEnglish)"
    case .expectedYears(let found):
      "expected years such as 2026..2030, first+1..last or horizon\(found.map { ", found '\($0)'" } ?? "")"
    case .yearsReversed(let years): "'\(years)' ends before it begins"
    case .oneYearOnly: "expected one year, found several"

    // Expressions
    case .expressionTooLong(let limit):
      "an expression of more than \(limit) characters; split it into several equations"
    case .nestedTooDeeply(let limit): "nested more than \(limit) levels deep; split the expression"
    case .notANumber(let text): "'\(text)' is neither a number nor a name"
    case .unexpectedCharacter(let character, let meant):
      "'\(character)' means nothing here" + (meant.map { "; write '\($0)'" } ?? "")
    case .expectedToken(let token, let found):
      "expected '\(token)'" + (found.map { ", found '\($0)'" } ?? "")
    case .unclosedParenthesis(_, let found):
      "expected ')' or ','" + (found.map { ", found '\($0)'" } ?? "")
    case .expectedOperand(let found):
      found.map { "expected a number, a name or '(', found '\($0)'" }
        ?? "the expression ends too early: expected a number, a name or '('"
    case .expectedOperator(let found): "expected an operator, found '\(found)'"
    case .expectedSubscript(let found):
      "expected an element, a lag or a year" + (found.map { ", found '\($0)'" } ?? "")
    case .expectedWholeNumber(let found):
      "expected a whole number" + (found.map { ", found '\($0)'" } ?? "")
    case .expectedSetName(let found):
      "expected the name of a set or subset" + (found.map { ", found '\($0)'" } ?? "")
    case .chainedComparison:
      "comparisons do not chain: write 'a < b and b < c'"
    case .notNeedsParentheses: "put 'not' and what it denies in parentheses here"
    case .decimalComma: "a number is written with a decimal point, not a comma"
    case .bracketAfterExpression:
      "a lag or element belongs to a name; put the brackets inside, as in sum(x[-1] over sector)"
    case .oneBracketOnly: "one pair of brackets: elements first, time last, as in x[a, -1]"
    case .onlyDefaultAfterDot: "after '.' only 'default' may stand, as in lever.default"
    case .timeIsLast: "the time comes last: x[element, -1]"
    case .yearInBracket:
      "'year' cannot stand in brackets: leave them out for this year, or write a lag such as [-1]"
    case .overOnlyInReductions:
      "'over' belongs inside sum, mean, min or max, with one expression before it"
    case .reductionWithoutOver(let name): "say over which set: \(name)(… over set)"
    case .functionWithoutArguments(let name): "'\(name)' is a function: \(name)(…)"
    case .unknownFunction(let name, let suggestion):
      "unknown function '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .notAFunction(let name):
      "'\(name)' is not a function; write '*' to multiply, or [ ] for an element or lag"
    case .wrongArgumentCount(let name, let expected, let found):
      "\(name) takes \(count(expected, "argument")), found \(found)"
    case .extremumOfOne(let name):
      "\(name) takes two or more arguments, or a set: \(name)(… over set)"
    case .noNamedArguments(let name): "arguments of \(name) have no names"
    case .expectedCondition:
      "expected a condition: a comparison, or comparisons joined by and, or, not"

    // Names
    case .notAName(let name):
      "'\(name)' is no name: use letters without diacritics, digits and _, beginning with a letter"
    case .reservedName(let name): "'\(name)' is a word of the language; choose another name"
    case .nameTaken(let name, let kind): "'\(name)' is already the name of \(kind.inEnglish)"
    case .unknownName(let name, let suggestion):
      "unknown name '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .notAValue(let name, let kind):
      "'\(name)' is \(kind.inEnglish) and has no value"
        + (kind == .element ? "; an element stands in brackets: x[\(name)]" : "")
    case .notASet(let name, let suggestion):
      "'\(name)' is not a set" + (suggestion.map(didYouMean) ?? "")
    case .setTwice(let name):
      "the set '\(name)' stands here twice; declare a second index with same_as"
    case .unknownParameter(let name, let suggestion):
      "the model has no parameter '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .unknownShock(let name, let suggestion):
      "the model has no shock '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .unknownInput(let name, let suggestion):
      "the model has no lever or assumption '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .unknownVariable(let name, let suggestion):
      "the model has no variable '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .unknownSymbol(let symbol, let suggestion):
      "no variable has the symbol '\(symbol)'" + (suggestion.map(didYouMean) ?? "")
    case .expectedNameWithElement(let found):
      "expected a name, or a name with its element such as output[ICTM], found '\(found)'"
    case .symbolTaken(let symbol, let owner):
      "the symbol '\(symbol)' already belongs to '\(owner)'"
    case .symbolOfSeveralElements(let symbol, let sets):
      "'\(symbol)' would be the symbol of several elements; write for example '\(symbol)_\(placeholders(sets))'"
    case .unknownPlaceholder(let name, let sets):
      "{\(name)} is not a set this is over"
        + (sets.isEmpty ? "" : "; it is over \(sets.joined(separator: ", "))")
    case .columnTwice(let symbol): "the column '\(symbol)' is named twice"
    case .partOverSets(let name, let sets):
      "'\(name)' is over \(sets.joined(separator: ", ")); a page has room for one number of each part"
    case .ratioNeedsTwo(let found):
      "'ratio' needs two variables, numerator and denominator; found \(found)"
    case .releaseOverOtherSets(let release, let figure):
      "'\(release)' is not over the same sets as '\(figure)'"
    case .reportNameTaken(let name):
      "the report name '\(name)' is used twice"
    case .reportNameOfSeveralElements(let name, let sets):
      "'\(name)' would be the report name of several elements; write for example '\(name)|\(placeholders(sets))'"

    // Sets and subscripts
    case .emptySet(let name): "'\(name)' has no elements"
    case .tooManyElements(let limit): "over these sets there are more than \(limit) elements"
    case .elementTwice: "an element stands here twice"
    case .keyWithSameAs(let key):
      "'\(key)' cannot be given: same_as takes the elements of another set as they are"
    case .unknownElement(let name, let suggestion, let sets):
      "'\(name)' is not an element" + (sets.isEmpty ? "" : " of \(sets.joined(separator: " or "))")
        + (suggestion.map(didYouMean) ?? "")
    case .ambiguousElement(let name, let sets):
      "'\(name)' could belong to \(sets.joined(separator: " or ")); name an element for each set, in order"
    case .notASubscript(let name, let kind):
      "'\(name)' is \(kind.inEnglish); in brackets stand an element, a set or a time"
    case .subscriptOfOtherSet(let name, let of, let sets):
      sets.isEmpty
        ? "'\(of)' is not over a set, so '\(name)' has no place here"
        : "'\(of)' is over \(sets.joined(separator: ", "))\(sets.count > 1 ? ", in this order" : ""); '\(name)' does not belong here"
    case .tooManySubscripts(let name, let sets):
      sets.isEmpty
        ? "'\(name)' is not over a set and takes no element"
        : "'\(name)' is over \(sets.joined(separator: ", ")) and takes \(count(sets.count, "element"))"
    case .elementMissing(let name, let set, let readings):
      "'\(name)' is over \(set), but nothing says at which element: write \(readings.joined(separator: " or "))"
        + (readings.count > 1 ? ", or put the equation over \(set)" : "")
    case .elementPerSet(let name, let sets):
      "'\(name)' is over \(sets.joined(separator: ", ")): name one element for each, or none"
    case .setNotBound(let name):
      "no equation or sum runs over '\(name)' here, so it has no current element"
    case .overrideOfOtherSet(let name, let expected):
      "'\(name)' belongs to a set this is not over; it is over \(expected.joined(separator: ", "))"
    case .overlappingOverrides(let first, let second, let element):
      "'\(first)' and '\(second)' both decide \(element) and neither is more specific"
    case .overridesOfScalar: "this is not over a set, so there is nothing to give by element"
    case .noValueForElement(let element):
      "nothing is given for \(element); add it, or 'default'"
    case .wrongLength(let found, let expected, let set):
      "\(count(found, "value")) for the \(expected) elements of \(set)"
    case .expectedValuesOverSet(let set, let expected):
      "expected \(count(expected, "value")), one for each element of \(set): a list in its order or a map"

    // Time
    case .yearHasNoSubscript(let name): "'\(name)' is a year and takes nothing after it"
    case .noTime(let name): "'\(name)' is the same in every year; leave the time out"
    case .lagOfZero: "a lag of 0 is this year; leave the brackets out"
    case .leadInDynamics:
      "only reporting equations and identities may look ahead; an equation may read earlier years, such as [-1]"
    case .notAYear(let number):
      "\(number) is not a four-digit year; a lag is negative ([-1]), other periods are first+N"
    case .defaultOfNonInput(let name):
      "'\(name)' is no lever or assumption, so it has no default"

    // Units
    case .notAUnitName(let name):
      "'\(name)' is no unit name: one word of letters, digits and _; thousand, million, bn are built in and stand before a unit"
    case .unitTaken(let name): "the unit '\(name)' is built in or already declared"
    case .emptyUnit: "expected a unit; a plain number has the unit 1"
    case .unknownUnit(let name, let suggestion):
      "unknown unit '\(name)'" + (suggestion.map(didYouMean) ?? "; declare it under 'units'")
    case .notAUnitFactor(let text): "'\(text)' is no factor of a unit"
    case .unexpectedInUnit(let found):
      found.map { "'\($0)' has no place in a unit" } ?? "the unit ends too early"
    case .unitTooLarge: "the powers of this unit are out of range"
    case .unitMismatch(let join, let left, let right, let factor):
      join.mismatchInEnglish(left, right)
        + (factor.map { "; to convert the second, multiply it by \($0)" } ?? "")
    case .unitOfEquation(let name, let declared, let found, let factor):
      "'\(name)' is declared \(declared == "1" ? "as a plain number" : "in \(declared)"), but this is \(inUnit(found))"
        + (factor.map { "; to convert, multiply by \($0)" } ?? "")
    case .functionNeedsPlainNumber(let name, let unit):
      "\(name) needs a plain number here, but this is in \(unit); divide by a unit of it, such as 1{\(unit)}"
    case .exponentWithUnit(let unit): "an exponent must be a plain number, but this is in \(unit)"
    case .powerOfUnit(let unit):
      "only a plain number can be raised to a power that is not a literal, but this is in \(unit)"

    // Equations and identities
    case .noForm(let name, let keys):
      "'\(name)' has no form: give at least one of \(keys.joined(separator: ", "))"
    case .formNeverUsed(let key): "'\(key)' is never used: more specific forms cover all its years"
    case .equalNeedsTwoSides(let found):
      "'equal' takes two expressions, found \(found); quote an expression that contains a comma"
    case .identityNeedsOneClaim: "an identity has either 'equal' or 'holds'"
    case .cycle(let chain, let when):
      "these equations need each other in the same year (\(when.inEnglish)): \(chain.joined(separator: " → "))"
    case .undefinedRead(let name, let reader, let when):
      "'\(name)' has no form for \(when.inEnglish), but '\(reader)' reads it there"
    case .readOutsideRun(let read, let year, let first, let last):
      "'\(read)' means \(year), but the years run from \(first) to \(last)"
    case .historyReads(let name, let kind, let reader):
      "'\(reader)' reads \(kind.inEnglish), '\(name)', in history; there only data, parameters and '.default' exist"
    case .dynamicsReadReporting(let name, let reader):
      "'\(name)' is a reporting equation; '\(reader)' is not and may not read it"
    case .dynamicsReadFuture(let read, let when):
      "'\(read)' lies in the future of \(when.inEnglish); only reporting equations may look ahead"
    case .seriesMissing(let name, let reader, let when):
      "the series '\(name)' has no value for \(when.inEnglish), but '\(reader)' reads it there"
    case .shockMissing(let name, let reader, let when):
      "the shock '\(name)' is not drawn in \(when.inEnglish), but '\(reader)' reads it there"

    // Laws
    case .lawWithoutDraw:
      "a law needs a distribution, such as normal(mean: 0, sd: 1); a known number belongs under 'tables'"
    case .drawOutsideLaw(let name):
      "\(name)(…) is a distribution: it may stand in a prior or a shock's law only"
    case .nestedDraw(let name):
      "\(name)(…) cannot be an argument of a distribution; arguments are numbers and tables"
    case .notAllowedInLaw(let name):
      "a law is known before the run: it may read tables and scalar data, not '\(name)'"
    case .argumentsOfLaw(let name, let forms):
      "the arguments are \(signatures(name, forms, or: "or"))"
    case .unknownArgument(let label, let name, let suggestion, let forms):
      "\(name) has no argument '\(label)'"
        + (suggestion.map(didYouMean) ?? ": \(signatures(name, forms, or: "or"))")
    case .argumentTwice(let label): "the argument '\(label)' is given twice"
    case .truncatedNeedsDistribution:
      "truncated takes a distribution first: truncated(normal(mean: 0, sd: 1), low: 0)"
    case .impossibleArgument(let name, let value, .positive):
      "'\(name)' must be positive, but is \(shown(value))"
    case .impossibleArgument(let name, let value, .probability):
      "'\(name)' is a probability between 0 and 1, but is \(shown(value))"
    case .impossibleArgument(let name, let value, .properFraction):
      "'\(name)' must lie between 0 and 1, but is \(shown(value))"
    case .impossibleOrder(let low, let lowValue, let high, let highValue):
      "'\(low)' (\(shown(lowValue))) must lie below '\(high)' (\(shown(highValue)))"
    case .emptyTruncation(let low, let high):
      low == -.infinity
        ? "the law has no values below \(shown(high))"
        : high == .infinity
          ? "the law has no values above \(shown(low))"
          : "the law has no values between \(shown(low)) and \(shown(high))"
    case .correlationNeedsTwo(let found): "a correlation is between two things, found \(found)"
    case .correlationOutOfRange(let rho):
      "a correlation lies between -1 and 1, both excluded, but is \(shown(rho))"
    case .correlationOfDifferentKinds:
      "only two parameters or two shocks can be correlated, not one of each"
    case .correlationWithItself: "both are the same"
    case .correlationTwice: "this correlation is already given"
    case .correlationOfCompound(let name):
      "'\(name)' has a law of several parts; only a law that is a single distribution can be correlated"
    case .correlationNeedsElement(let name): "'\(name)' is over a set; name the element: \(name)[…]"
    case .notAVariate(let name, let suggestion):
      "'\(name)' is no parameter and no shock" + (suggestion.map(didYouMean) ?? "")
    case .correlationsImpossible:
      "these correlations cannot all hold together: no joint distribution has them"
    case .correlationOfFitted(let name):
      "'\(name)' comes from the fit to history, which says what it is correlated with; give it a law here, too, or run with --prior"
    case .lawUnderOtherKey(let name, let isShock):
      "'\(name)' is \(isShock ? "a shock: put it under 'shocks'" : "a parameter: put it under 'parameters'")"

    // Data and years
    case .onlyForSeries(let key): "'\(key)' is for series only; add 'series: true'"
    case .yearsMissing(let names):
      "the years \(names.joined(separator: ", ")) are missing: give them under 'years' of a region or 'clock' of the model"
    case .yearsOutOfOrder(let early, let earlyYear, let late, let lateYear):
      "'\(late)' (\(lateYear)) lies before '\(early)' (\(earlyYear))"
    case .tooManyPeriods(let limit): "a run of more than \(limit) periods"
    case .yearsOutsideRun(let years, let run):
      "\(yearsShown(years)) lies outside the run, \(yearsShown(run))"
    case .valueForNoSlot(let name, let suggestion):
      "the model has no data slot '\(name)'" + (suggestion.map(didYouMean) ?? "")
    case .slotWithoutValue(let name, let unit): "no value for '\(name)' (in \(unit))"
    case .observationNotUsed(let name, let year, let years):
      "'\(name)' is observed in \(yearsShown(years)); the value for \(year) is not used"
    case .observationsMissing(let name, let years):
      "'\(name)' has no value for \(list(years)); add it, or give the slot 'missing: NUMBER'"

    // Regions and scenarios
    case .modelNeedsRegion: "the model needs data: name a 'region' file"
    case .modelNeedsScenario:
      "this model needs the data of a region: name a scenario file that brings both together"
    case .tooFewParts: "a union has at least two parts"
    case .partIsUnion(let id): "'\(id)' is itself a union; name its parts here instead"
    case .partTwice(let id): "the part '\(id)' is named twice: it would be counted twice"
    case .partOfOtherYears(let id, let other):
      "'\(id)' and '\(other)' have different years; the parts of a union share all four"
    case .keyOfParts(let key): "'\(key)' belongs in the files of the parts, not in the union"
    case .keyOfUnions(let key): "'\(key)' is for a region with 'parts' only"
    case .inputOfPartsDiffers(let name, let values):
      "'\(name)' has the defaults \(values.map { shown($0) }.joined(separator: ", ")) in the parts; give them one default, "
        + "or say 'union: sum' of it in the model if it is an amount"
    case .undefinedInUnion(let name):
      "'\(name)' has no value for several regions together; say in the model what it is: 'union: sum', 'union: same' or an expression"
    case .changeInUnion(let name):
      "'\(name)' cannot be fixed or adjusted for several regions together, because each has its own; do it in a scenario of one of them"
    case .regionOfOtherModel(let other, let model):
      "this region was made for the model '\(other)', not '\(model)'"
    case .targetTwice(let id): "the target '\(id)' is given twice"
    case .targetNeedsYears: "a target has 'year', or 'years' such as 2026..2030"
    case .observationTwice(let id): "the observation '\(id)' is given twice"
    case .yearNotObserved(let year, let first, let last):
      "\(year) was not observed: history is \(yearsShown(first...last))"
    case .observationReads(let name, let kind):
      "this needs \(kind.inEnglish), '\(name)'; an observation may need history and parameters only"
    case .observationReadsProjection(let name, let year, let last):
      "this needs '\(name)' in \(year); an observation may need history only, which ends in \(last)"
    case .observationReadsNothing(let name, let year): "'\(name)' has no value in \(year)"
    case .targetOfOtherBoundary(let id, let boundary, let region):
      "the target '\(id)' is stated for the boundary '\(boundary)', but the data are for '\(region)'; leave the target out, or name a region file of that boundary"
    case .targetMixesDefinitions(let id, let definitions):
      "the target '\(id)' mixes the definitions \(definitions.joined(separator: ", ")); state it under one"
    case .targetAfterHorizon(let id, let years, let horizon):
      "the target '\(id)' (\(yearsShown(years))) lies after the last year of this scenario, \(horizon), and is left out"
    case .unitOfNumber(let name, let declared, let found):
      "'\(name)' is \(inUnit(declared)), but this number is in \(found); convert it, nothing is converted silently"
    case .extendsItself(let paths):
      "a scenario cannot extend itself: \(paths.joined(separator: " → "))"
    case .scenarioNamedTwice: "this scenario is named twice; name it once"
    case .scenarioTaken(let id, let file):
      "the scenario of \(file) is called '\(id)' too; give one of them another id"
    case .reservedScenario(let id): "'\(id)' is where observed data stand; choose another id"
    case .otherModel(let id, let first):
      "this is a scenario of the model '\(id)', the first one of '\(first)'; replay each model by itself"
    case .unlike(let likeness, let own, let first):
      "this scenario has the \(likeness.inEnglish) '\(own)', the base '\(first)': "
        + "only like can be compared with like"
    case .targetUnlike(let id):
      "the target '\(id)' is not the one of the base: its probabilities cannot be compared; give it another id"
    case .stressNeedsScenario:
      "stresses change a scenario: name a scenario and not a model"
    case .noStresses:
      "the model names no file of stresses: add 'stress: FILE', or use --file"
    case .definitionMissing: "'definition' is missing: every share is stated under one"
    case .noDefinitions(let model):
      "the model '\(model)' has no set 'definition', so it knows one way of counting only"
    case .otherBoundary(let boundary, let region):
      "the data of the region are for the boundary '\(region)', not '\(boundary)'; name a region file of that boundary, or leave the key out"
    case .inputUnderOtherKey(let name, let isLever):
      "'\(name)' is \(isLever ? "a lever: put it under 'levers'" : "an assumption: put it under 'assumptions'")"
    case .emptyPath: "a path needs at least one year"
    case .pathWithoutHead(let name, let years, let first):
      "this path of '\(name)' has no head: \(yearsShown(years)) keep\(years.count == 1 ? "s" : "") the default, and \(first) jumps to the number here; "
        + "give \(years.lowerBound) too for a gradual change, or say 'interpolate: step' if the jump is meant"
    case .beforePolicyStart(let year, let start):
      "\(year) is before policy_start (\(start)), until when everything keeps its default; choose \(start) or later"
    case .afterHorizon(let year, let horizon):
      "\(year) is after the last year, \(horizon); leave it out, or set a later 'horizon'"
    case .outsidePossible(let name, let value, let year, let range):
      "'\(name)' cannot be \(shown(value))\(year.map { " (in \($0))" } ?? ""): possible is \(rangeShown(range, "to"))"
    case .outsidePlausible(let name, let value, let year, let range):
      "'\(name)' is \(shown(value))\(year.map { " in \($0)" } ?? ""): plausible is \(rangeShown(range, "to"))"
    case .plausibleBeyondPossible(let name):
      "the plausible bounds of '\(name)' reach beyond the possible ones"
    case .expectedSweep(let found):
      "expected values to try, [1, 2, 3] or {from: 1, to: 3, steps: 3}, found \(found.inEnglish)"
    case .sweepTooLarge(let combinations, let limit):
      "\(combinations == Int.max ? "too many" : "\(combinations)") combinations; a sweep may have at most \(limit): try fewer values"
    case .sweepValueTwice(let value): "the value \(shown(value)) stands here twice"
    case .cannotBeSwept(let name, let suggestion):
      "the model has no lever, assumption or parameter '\(name)'"
        + (suggestion.map(didYouMean) ?? "")
    case .overrideNeedsYears: "say for which years: {2026: VALUE, 2027..2030: VALUE}"
    case .fixedWhereUndefined(let name, let year):
      "'\(name)' does not exist in \(year): it has no form for that year"
    case .badSetting: "expected name=value or name.YEAR=value"
    case .badTarget:
      "expected 'quantity comparator level in year', such as 'digital_share[gso] >= 40% in 2030' or '… in 2026..2030'"
    case .unknownTarget(let text, let suggestion, let known):
      "there is no target '\(text)'"
        + (suggestion.map(didYouMean)
          ?? (known.isEmpty ? "" : "; known here: \(known.joined(separator: ", "))"))
        + "; or write 'quantity comparator level in year'"
    case .ambiguousQuantity(let text, let names):
      "'\(text)' may be several variables: \(names.joined(separator: ", ")); write one of these"
    case .targetLeftOut(let id, let horizon):
      "target '\(id)' lies beyond \(horizon), the last year of the scenario; raise its 'horizon' or ask for an earlier year"
    case .targetBeforePolicy(let id, let year, let start):
      "no lever can reach target '\(id)' in \(year): levers differ from their defaults from \(start) on"
    case .contradictoryTargets(let first, let second):
      "targets '\(first)' and '\(second)' contradict each other: no value satisfies both"
    case .inputHeld(let name):
      "'\(name)' cannot be moved: its bounds are equal; choose --bounds possible or leave it out"
    case .nothingToMove:
      "there is nothing to move: the model has no lever with room between its bounds"
    case .costMissing:
      "the model does not say what a package costs; name a variable with --cost, or write 'seek: {cost: VARIABLE}' in the model"
    case .costUndefined(let name, let year):
      "the cost '\(name)' is not defined in \(year)"
    case .oneScenarioOnly(let found):
      "this command takes one scenario, and a sweep counts as many; found \(found)"
    case .constantOutput(let name):
      "'\(name)' is the same in every draw: there is no variance to explain"
    case .badGroup: "expected kinds, or groups such as 'money=training,sme_support;people=training'"
    case .unknownFactor(let name, let suggestion):
      "'\(name)' is not among what is varied, or stands in another group"
        + (suggestion.map(didYouMean) ?? "") + "; see --over"
    case .tooManyFactors(let count, let limit):
      "\(count) numbers to vary are more than \(limit); vary less with --over, or use --method morris"

    // Fits
    case .fitMissing(let path, let region):
      "there is no fit '\(path)'; make it with 'grdp fit \(region)', or run from the priors with --prior"
    case .fitStale(let changed, let region):
      "the fit is out of date: \(changed.map(\.inEnglish).joined(separator: ", ")) changed since; "
        + "make it anew with 'grdp fit \(region)', or run from the priors with --prior"
    case .fitOfOther(let model, let region):
      "this fit is of the model '\(model)' and the region '\(region)'"
    case .fitNeedsModelPath(let id):
      "'\(id)' is no path: a fit needs the model's file here, such as ../../models/\(id).yaml"
    case .nothingToFit: "there is nothing to fit to: the region has no 'observables'"
    case .notADigest: "expected a SHA-256 digest of 64 hexadecimal digits"
    case .fitWithoutParameter(let name):
      "the parameter '\(name)' is missing; make the fit anew with 'grdp fit'"
    case .fitEntry(let entry):
      "'\(entry)' is no retained draw: steps are 'N' or 'NxCOUNT', both positive, below the number of draws"

    // Behaviour checks
    case .checkFailed(let failure): failure.inEnglish
    case .checkUndefined(let name, let year):
      "'\(name)' has no value in \(year); look at it in another year"
    case .inputCannotMove(let name):
      "the bounds of '\(name)' leave no room, so it cannot be raised"

    // CSV
    case .csvHeaderMissing: "the file has no header line"
    case .csvColumnTwice(let name): "the column '\(name)' occurs twice"
    case .csvFieldCount(let found, let expected):
      "\(count(found, "field")), but the header has \(expected); a text with the separator in it must be in quotes"
    case .csvUnclosedQuote: "a quoted field that begins here is not closed"
    case .csvStrayQuote: "a quote inside a field: double it, and quote the field"
    case .csvNotANumber(let text, let column): "'\(text)' in column '\(column)' is not a number"
    case .drawsEmpty: "the file has no draws"
    case .drawsColumnMissing(let name): "the column '\(name)' is missing"
    case .drawsColumnUnknown(let name, let suggestion):
      "the model has no symbol '\(name)' for this column" + (suggestion.map(didYouMean) ?? "")
    case .drawsRowTwice(let draw, let year):
      year.map { "draw \(draw) has a second row for \($0)" } ?? "draw \(draw) has a second row"
    case .drawsRowMissing(let draw, let year): "draw \(draw) has no row for \(year)"
    case .sheet(let problem): problem.inEnglish
    case .regression(let problem): problem.inEnglish
    case .series(let problem): problem.inEnglish
    case .partial(let problem): problem.inEnglish
    case .nonlinear(let problem): problem.inEnglish
    }
  }
}

extension Remark {
  /// The sentence in English.
  var inEnglish: String {
    switch self {
    case .firstHere: "the first is here"
    case .slotHere: "this has no value yet"
    case .declaredHere: "it is declared here"
    case .beginsHere: "it begins here"
    case .correlatedHere: "it is correlated here"
    case .lagBreaksCycle(let read): "lag one of them, for example \(read)"
    }
  }
}

extension YAMLFault {
  /// The sentence in English.
  fileprivate var inEnglish: String {
    switch self {
    case .tab: "a tab; YAML is indented with spaces"
    case .bracketInBraces: "inside {…} or […] an expression with brackets must be quoted"
    case .mappingNotAllowedHere: "a second ': ' in this line; quote the text that contains it"
    case .missingColon: "expected ':' after this key"
    case .characterCannotBeginToken: "a value cannot begin with this character; quote it"
    case .unterminatedQuote: "the quote that begins here or before is not closed"
    case .unknownEscape: "unknown escape in double quotes; use single quotes for plain text"
    case .listNotAllowedHere: "a list item '- ' cannot stand here; check the indentation"
    case .missingListEnd: "expected ',' or ']'"
    case .missingMapEnd: "expected ',' or '}'"
    case .wrongIndentation: "this does not fit the lines before it; check the indentation"
    case .missingValue: "expected a value here"
    case .undefinedAlias: "the alias has no anchor before it; quote a text that begins with '*'"
    case .severalDocuments: "a file holds one document; remove '---'"
    case .badAnchor: "expected the name of an anchor; quote a text that begins with '&' or '*'"
    case .tooDeep(let limit): "more than \(limit) lists and maps inside each other"
    case .other(let message): "not valid YAML: \(message)"
    }
  }
}

extension Appearance {
  /// What was found, in English.
  fileprivate var inEnglish: String {
    switch self {
    case .nothing: "nothing"
    case .text(let text): "'\(shortened(text))'"
    case .quoted(let text): "the quoted text '\(shortened(text))'"
    case .list: "a list"
    case .map: "a map"
    }
  }
}

extension FitPart {
  fileprivate var inEnglish: String {
    switch self {
    case .equations: "equations of history"
    case .priors: "priors"
    case .data: "data"
    case .observables: "observables"
    }
  }
}

extension Likeness {
  fileprivate var inEnglish: String {
    switch self {
    case .model: "model"
    case .region: "region"
    case .definition: "definition"
    case .boundary: "boundary"
    case .horizon: "last year"
    }
  }
}

extension NameKind {
  /// The kind with its article.
  fileprivate var inEnglish: String {
    switch self {
    case .set: "a set"
    case .subset: "a subset"
    case .element: "an element"
    case .table: "a table or data slot"
    case .series: "a series"
    case .input: "a lever or assumption"
    case .parameter: "a parameter"
    case .shock: "a shock"
    case .variable: "a variable"
    case .unit: "a unit"
    }
  }
}

extension WhichYear {
  /// The year and its kind.
  fileprivate var inEnglish: String {
    let words =
      switch kind {
      case .first: "the first year"
      case .history: "history"
      case .last: "the last observed year"
      case .projection: "the projection"
      }
    return year.map { "\($0), \(words)" } ?? words
  }
}

extension Join {
  fileprivate func mismatchInEnglish(_ left: String, _ right: String) -> String {
    switch self {
    case .sign(let sign): "'\(sign)' joins \(unitInEnglish(left)) and \(unitInEnglish(right))"
    case .function(let name):
      "the arguments of \(name) differ in unit: one is \(inUnit(left)), another \(inUnit(right))"
    case .identity: "the sides differ in unit: one is \(inUnit(left)), the other \(inUnit(right))"
    }
  }
}

private func unitInEnglish(_ unit: String) -> String { unit == "1" ? "a plain number" : unit }

private func inUnit(_ unit: String) -> String { unit == "1" ? "a plain number" : "in \(unit)" }

private func didYouMean(_ name: String) -> String { "; did you mean '\(name)'?" }

private func count(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}

/// The range a whole number must be in, after its name.
private func range(_ minimum: Int?, _ maximum: Int?) -> String {
  switch (minimum, maximum) {
  case (let low?, let high?): " between \(low) and \(high)"
  case (let low?, nil): " of at least \(low)"
  case (nil, let high?): " of at most \(high)"
  case (nil, nil): ""
  }
}
