// Distribution functions without a closed form, from Boost.Math, in double precision throughout.
//
// `upper` chooses the tail that `p` counts, so that both tails keep their relative accuracy. An
// argument out of range, or an evaluation that fails, gives NaN; nothing is thrown.

#ifndef GRDP_CQUANTILES_H
#define GRDP_CQUANTILES_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// The x at which the beta(a, b) distribution has the tail probability `p`; 1 - x, accurate where x
/// is near 1, goes to `complement` unless that is null.
double grdp_beta_quantile(double a, double b, double p, bool upper, double *_Nullable complement);

/// The probability below x, or above it, of the beta(a, b) distribution.
double grdp_beta_cdf(double a, double b, double x, bool upper);

/// The density of the beta(a, b) distribution at x.
double grdp_beta_density(double a, double b, double x);

/// The x at which the gamma distribution of this shape and of scale 1 has the tail probability `p`.
double grdp_gamma_quantile(double shape, double p, bool upper);

/// The probability below x, or above it, of the gamma distribution of scale 1.
double grdp_gamma_cdf(double shape, double x, bool upper);

/// The density of the gamma distribution of scale 1 at x.
double grdp_gamma_density(double shape, double x);

/// The x at which Student's t distribution with `df` degrees of freedom has the tail probability `p`.
double grdp_student_quantile(double df, double p, bool upper);

/// The probability below x, or above it, of Student's t distribution.
double grdp_student_cdf(double df, double x, bool upper);

/// The probability below x, or above it, of the F distribution.
double grdp_fisher_cdf(double df1, double df2, double x, bool upper);

/// The logarithm of the gamma function of a positive number.
double grdp_log_gamma(double x);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
