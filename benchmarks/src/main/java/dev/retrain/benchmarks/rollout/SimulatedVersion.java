package dev.retrain.benchmarks.rollout;

/**
 * Describes the behaviour of a simulated version.
 *
 * @param errorRate share of requests that fail
 * @param accuracy share of labelled requests answered correctly
 * @param latencyFactor on a log-normal latency with median 40 ms and sigma 0.5
 * @param buyers factor on the share of requests that earn something
 */
record SimulatedVersion(double errorRate, double accuracy, double latencyFactor, double buyers) {
  static final SimulatedVersion CHAMPION = new SimulatedVersion(0.01, 0.85, 1, 1);

  SimulatedVersion withErrorRate(double rate) {
    return new SimulatedVersion(rate, accuracy, latencyFactor, buyers);
  }

  SimulatedVersion withAccuracy(double share) {
    return new SimulatedVersion(errorRate, share, latencyFactor, buyers);
  }

  SimulatedVersion withLatency(double factor) {
    return new SimulatedVersion(errorRate, accuracy, factor, buyers);
  }

  SimulatedVersion withBuyers(double factor) {
    return new SimulatedVersion(errorRate, accuracy, latencyFactor, factor);
  }
}
