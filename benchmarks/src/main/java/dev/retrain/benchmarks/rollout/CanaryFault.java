package dev.retrain.benchmarks.rollout;

/** The faulty canaries of the table. */
enum CanaryFault {
  ERRORS("error rate 2 % for 1 %", SimulatedRule.ERRORS, JudgedFigure.ERRORS, 1),
  ACCURACY(
      "accuracy 0.80 for 0.85, all labelled", SimulatedRule.ACCURACY, JudgedFigure.ACCURACY, 1),
  HALF_LABELS(
      "accuracy 0.80 for 0.85, half labelled", SimulatedRule.ACCURACY, JudgedFigure.ACCURACY, 0.5),
  FEW_LABELS(
      "accuracy 0.80 for 0.85, a fifth labelled",
      SimulatedRule.ACCURACY,
      JudgedFigure.ACCURACY,
      0.2),
  BEYOND_MARGIN(
      "the same, all labelled, 2 points tolerated",
      SimulatedRule.TOLERANT_ACCURACY,
      JudgedFigure.ACCURACY,
      1),
  SLOW("p95 latency 1.5 times", SimulatedRule.P95, JudgedFigure.P95, 1),
  SLOW_BEYOND_MARGIN(
      "the same, 1.21 times tolerated", SimulatedRule.TOLERANT_P95, JudgedFigure.P95, 1),
  POOR("revenue per request 40 % lower", SimulatedRule.REVENUE, JudgedFigure.REVENUE, 1);

  private final String title;
  private final SimulatedRule rule;
  private final JudgedFigure figure;
  private final double labelShare;

  CanaryFault(String title, SimulatedRule rule, JudgedFigure figure, double labelShare) {
    this.title = title;
    this.rule = rule;
    this.figure = figure;
    this.labelShare = labelShare;
  }

  String title() {
    return title;
  }

  SimulatedRule rule() {
    return rule;
  }

  JudgedFigure figure() {
    return figure;
  }

  double labelShare() {
    return labelShare;
  }

  /** Returns the canary with this fault and no other. */
  SimulatedVersion canary() {
    return figure.fault();
  }
}
