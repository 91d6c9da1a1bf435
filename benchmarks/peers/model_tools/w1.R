# W1 in R, whole columns of draws: Rscript w1.R DRAWS prints one line of JSON.
count <- as.integer(commandArgs(TRUE)[1]); years <- 15
s <- list(
  output = c(8, 22, 7, 18, 6, 39), capital = c(18, 60, 14, 36, 12, 110), labour = c(.18, .17, .08, .20, .03, .34),
  adoption = c(.05, .12, .06, .18, .55, .15), elasticity = c(.35, .42, .30, .33, .40, .36), gain = c(.6, 1, .7, 1.1, 1.4, .9),
  weight = c(.8, 1, 1.2, 1.1, .9, 1), drift = c(.004, .002, -.002, .001, .010, 0), invested = c(.14, .24, .16, .18, .26, .20),
  exposure = c(-.02, .10, -.04, -.03, -.01, -.02), public = c(.15, .20, .20, .15, .15, .15), base = c(0, 0, 0, 0, 1, 0),
  slope = c(.05, .10, .04, .12, 0, .10), reach = c(.3, .5, .2, .4, .6, .5))
ensemble <- function() {
  n <- count
  p <- .012 * exp(.30 * rnorm(n)); q <- .28 * exp(.20 * rnorm(n)); b <- .60 + .15 * rnorm(n); ceiling <- .70 + .30 * rbeta(n, 4, 2)
  om <- .20 + .05 * rnorm(n); g <- .010 + .004 * rnorm(n); da <- .02 * rnorm(n); de <- .03 + .06 * rbeta(n, 3, 3)
  ka <- .10 * exp(.25 * rnorm(n)); cr <- pmax(0, .5 + .2 * rnorm(n)); eta <- .04 * exp(.25 * rnorm(n)); th <- .5 + .5 * rbeta(n, 4, 2)
  of <- function(x) matrix(x, n, 6, byrow = TRUE)
  A <- of(s$adoption); K <- of(s$capital); sh <- of(s$labour); Y <- of(s$output); tfp <- matrix(0, n, 6)
  P <- Y / (sh * 100); total <- rowSums(Y); aggregate <- total / 100; z <- o <- numeric(n); kg <- rep(80, n)
  result <- array(0, c(n, years, 4))
  for (t in 1:years) {
    labour <- 100 * 1.008^t; spending <- 5 * 1.03^(t - 1) + if (t >= 3 && t <= 8) 1.5 else 0
    z <- .5 * z + .010 * rnorm(n); v <- exp(.08 * rnorm(n) - .0032); o <- .6 * o + .10 * rnorm(n)
    kg <- .95 * kg + th * spending; lkg <- log(kg / 80)
    before <- A
    A <- pmin(ceiling, A + (p + q * exp(outer(b, s$reach * (1 - exp(-t / 5)))) * A / ceiling) * (ceiling - A)); dim(A) <- c(n, 6)
    tfp <- tfp + g + of(s$drift) + om * of(s$gain) * (A - before)
    K <- (1 - de) * K + of(s$invested) * v * Y + outer(cr * th, s$public * spending)
    pull <- sh * (P / aggregate)^eta; sh <- pull / rowSums(pull); L <- sh * labour
    alpha <- of(s$elasticity) + da
    Y <- of(s$output) * exp(tfp + alpha * log(K / of(s$capital)) + (1 - alpha) * log(L / of(s$labour * 100)) +
      outer(ka * lkg, s$weight) + z + outer(o, s$exposure))
    P <- Y / L; D <- (of(s$base) + of(s$slope) * A) * Y
    last <- total; total <- rowSums(Y); aggregate <- total / labour
    result[, t, ] <- c(total, 100 * (total / last - 1), 100 * rowSums(D) / total, rowSums(sh * A))
  }
  quantiles <- apply(result, c(2, 3), quantile, c(.05, .10, .25, .5, .75, .90, .95), type = 7)
  met <- list(result[, years, 1] >= 195, result[, years, 3] >= 19)
  c(mean(met[[1]]), mean(met[[2]]), mean(met[[1]] & met[[2]] & result[, years, 4] >= .85))
}
set.seed(1)
seconds <- sapply(1:3, function(i) { t <- system.time(found <<- ensemble()); t[["user.self"]] + t[["sys.self"]] })
stopifnot(abs(found - c(.460, .592, .255)) < 5 * sqrt(.25 / count) + .001)
cat(sprintf('{"workload": "W1", "tool": "R", "version": "%s.%s", "draws": %d, "threads": 1, "cpu_seconds": %.4f, "microseconds_per_draw": %.3f, "largest_difference": null, "note": "whole columns, quantiles included"}\n',
  R.version$major, R.version$minor, count, median(seconds), 1e6 * median(seconds) / count))
