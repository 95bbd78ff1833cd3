package dev.retrain.runtime.sequential.simulation;

/**
 * How a simulated version behaves.
 *
 * @param errorRate share of requests that fail
 * @param accuracy share of labelled requests answered right
 * @param latencyFactor on a log-normal latency with median 40 ms and sigma 0.5
 * @param buyers factor on the share of requests that earn something
 */
record Version(double errorRate, double accuracy, double latencyFactor, double buyers) {
  static final Version CHAMPION = new Version(0.01, 0.85, 1, 1);

  Version withErrorRate(double rate) {
    return new Version(rate, accuracy, latencyFactor, buyers);
  }

  Version withAccuracy(double share) {
    return new Version(errorRate, share, latencyFactor, buyers);
  }

  Version withLatency(double factor) {
    return new Version(errorRate, accuracy, factor, buyers);
  }

  Version withBuyers(double factor) {
    return new Version(errorRate, accuracy, latencyFactor, factor);
  }
}
