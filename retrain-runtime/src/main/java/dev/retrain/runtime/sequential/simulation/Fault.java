package dev.retrain.runtime.sequential.simulation;

/** The bad canaries of the table. */
enum Fault {
  ERRORS("error rate 2 % for 1 %", Rule.ERRORS, Figure.ERRORS, 1),
  ACCURACY("accuracy 0.80 for 0.85, all labelled", Rule.ACCURACY, Figure.ACCURACY, 1),
  HALF_LABELS("accuracy 0.80 for 0.85, half labelled", Rule.ACCURACY, Figure.ACCURACY, 0.5),
  FEW_LABELS("accuracy 0.80 for 0.85, a fifth labelled", Rule.ACCURACY, Figure.ACCURACY, 0.2),
  BEYOND_MARGIN(
      "the same, all labelled, 2 points tolerated", Rule.TOLERANT_ACCURACY, Figure.ACCURACY, 1),
  SLOW("p95 latency 1.5 times", Rule.P95, Figure.P95, 1),
  SLOW_BEYOND_MARGIN("the same, 1.21 times tolerated", Rule.TOLERANT_P95, Figure.P95, 1),
  POOR("revenue per request 40 % lower", Rule.REVENUE, Figure.REVENUE, 1);

  private final String title;
  private final Rule rule;
  private final Figure figure;
  private final double labelShare;

  Fault(String title, Rule rule, Figure figure, double labelShare) {
    this.title = title;
    this.rule = rule;
    this.figure = figure;
    this.labelShare = labelShare;
  }

  String title() {
    return title;
  }

  Rule rule() {
    return rule;
  }

  Figure figure() {
    return figure;
  }

  double labelShare() {
    return labelShare;
  }

  /** The canary with this fault and no other. */
  Version canary() {
    return figure.fault();
  }
}
