package io.tollgate.bench.load;

/** How a figure grows with what it depends on: as which power of it. */
final class PowerLaw {

  /** Growth below this is none: a tenfold size costs less than a quarter more. */
  static final double FLAT = 0.1;

  /** What measurement adds to an exponent of one. */
  private static final double LINEAR = 1.05;

  private PowerLaw() {}

  /**
   * The exponent of the power law through the points: the slope of the least squares line through
   * their logarithms. 0 is flat, 1 is linear.
   *
   * @param x above 0, at least two different ones
   * @param y above 0, as many
   */
  static double exponent(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      meanX += Math.log(x[i]) / x.length;
      meanY += Math.log(y[i]) / x.length;
    }
    double together = 0;
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      double distance = Math.log(x[i]) - meanX;
      together += distance * (Math.log(y[i]) - meanY);
      square += distance * distance;
    }
    return together / square;
  }

  /** What an exponent means. */
  static String verdict(double exponent) {
    if (exponent <= FLAT) {
      return "flat";
    }
    return exponent <= LINEAR ? "no worse than linear" : "worse than linear";
  }
}
