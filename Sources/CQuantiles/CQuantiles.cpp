#include "CQuantiles.h"

#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <limits>

namespace {

using namespace boost::math::policies;

// Errors give NaN (or a limit) instead of an exception, and a double stays a double.
using Policy = policy<
    domain_error<ignore_error>, pole_error<ignore_error>, overflow_error<ignore_error>,
    underflow_error<ignore_error>, denorm_error<ignore_error>, evaluation_error<ignore_error>,
    rounding_error<ignore_error>, indeterminate_result_error<ignore_error>, promote_double<false>,
    promote_float<false>>;

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

bool positive(double x) { return x > 0 && x <= std::numeric_limits<double>::max(); }

bool probability(double p) { return p >= 0 && p <= 1; }

// Boost inverts beta(1/2, b) through Student's t, which loses small quantiles altogether (1.74: no
// digit is right below p = 1e-10 for b = 2, or 1e-8 for b = 3). The number next to 1/2 goes the
// general way and moves even those quantiles by less than 2e-14 of themselves.
double besideOneHalf(double shape) { return shape == 0.5 ? 0x1.0000000000001p-1 : shape; }

// Boost allocates nothing here and its errors are switched off, but no exception may leave C++.
template <typename Function>
double guarded(Function function) noexcept {
  try {
    return function();
  } catch (...) {
    return undefined;
  }
}

}  // namespace

double grdp_beta_quantile(double a, double b, double p, bool upper, double *complement) {
  if (complement) *complement = undefined;
  if (!positive(a) || !positive(b) || !probability(p)) return undefined;
  if (a != b) {
    a = besideOneHalf(a);
    b = besideOneHalf(b);
  }
  return guarded([=] {
    double rest = undefined;
    double x = upper ? boost::math::ibetac_inv(a, b, p, &rest, Policy())
                     : boost::math::ibeta_inv(a, b, p, &rest, Policy());
    if (complement) *complement = rest;
    return x;
  });
}

double grdp_beta_cdf(double a, double b, double x, bool upper) {
  if (!positive(a) || !positive(b) || !probability(x)) return undefined;
  return guarded([=] {
    return upper ? boost::math::ibetac(a, b, x, Policy()) : boost::math::ibeta(a, b, x, Policy());
  });
}

double grdp_beta_density(double a, double b, double x) {
  if (!positive(a) || !positive(b) || !probability(x)) return undefined;
  return guarded([=] { return boost::math::ibeta_derivative(a, b, x, Policy()); });
}

double grdp_gamma_quantile(double shape, double p, bool upper) {
  if (!positive(shape) || !probability(p)) return undefined;
  return guarded([=] {
    return upper ? boost::math::gamma_q_inv(shape, p, Policy())
                 : boost::math::gamma_p_inv(shape, p, Policy());
  });
}

double grdp_gamma_cdf(double shape, double x, bool upper) {
  if (!positive(shape) || !(x >= 0)) return undefined;
  return guarded([=] {
    return upper ? boost::math::gamma_q(shape, x, Policy())
                 : boost::math::gamma_p(shape, x, Policy());
  });
}

double grdp_gamma_density(double shape, double x) {
  if (!positive(shape) || !(x >= 0)) return undefined;
  return guarded([=] { return boost::math::gamma_p_derivative(shape, x, Policy()); });
}

double grdp_student_quantile(double df, double p, bool upper) {
  if (!positive(df) || !probability(p)) return undefined;
  return guarded([=] {
    boost::math::students_t_distribution<double, Policy> law(df);
    return upper ? quantile(complement(law, p)) : quantile(law, p);
  });
}

double grdp_student_cdf(double df, double x, bool upper) {
  if (!positive(df) || x != x) return undefined;
  return guarded([=] {
    boost::math::students_t_distribution<double, Policy> law(df);
    return upper ? cdf(complement(law, x)) : cdf(law, x);
  });
}

double grdp_fisher_cdf(double df1, double df2, double x, bool upper) {
  if (!positive(df1) || !positive(df2) || !(x >= 0)) return undefined;
  return guarded([=] {
    boost::math::fisher_f_distribution<double, Policy> law(df1, df2);
    return upper ? cdf(complement(law, x)) : cdf(law, x);
  });
}

double grdp_log_gamma(double x) {
  if (!positive(x)) return undefined;
  return guarded([=] { return boost::math::lgamma(x, Policy()); });
}
