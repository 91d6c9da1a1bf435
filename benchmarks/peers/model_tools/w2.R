# W2 in R: Rscript w2.R prints one line of JSON for each way.
primes <- c(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73)
value <- function(n, k) { m <- seq_len(n) * sqrt(primes[k]); sqrt(12) * (m - floor(m) - .5) }
regression <- function(n, p) {
  x <- cbind(1, sapply(seq_len(p - 1), function(k) value(n, k))); list(x = x, y = drop(x %*% seq_len(p)) + value(n, p))
}
tell <- function(workload, tool, count, f) {
  t <- system.time(f())
  cat(sprintf('{"workload": "%s", "tool": "R %s", "version": "%s.%s", "draws": %d, "threads": 1, "cpu_seconds": %.4f, "microseconds_per_draw": %.4f}\n',
    workload, tool, R.version$major, R.version$minor, count, t[["user.self"]] + t[["sys.self"]], 1e6 * (t[["user.self"]] + t[["sys.self"]]) / count))
}
set.seed(1)
d <- regression(63, 8)
tell("W2a", ".lm.fit", 10000, function() for (i in 1:10000) { k <- sample.int(63, replace = TRUE); .lm.fit(d$x[k, ], d$y[k])$coefficients })
tell("W2a", "lm.fit", 5000, function() for (i in 1:5000) { k <- sample.int(63, replace = TRUE); lm.fit(d$x[k, ], d$y[k])$coefficients })
big <- regression(1e6, 20)
tell("W2b", ".lm.fit", 1000000L, function() stopifnot(abs(.lm.fit(big$x, big$y)$coefficients[20] - 20.0000603687658) < 1e-10))
t <- 0:14
series <- t(matrix(.9 / (1 + exp(-.45 * (t - 7))) + .02 * value(500 * 15, 1), nrow = 15))
tell("W2c", "nls", 500, function() for (i in 1:500) { y <- series[i, ]; coef(nls(y ~ K / (1 + exp(-r * (t - m))), start = list(K = 1, r = .3, m = 8))) })
