package dev.retrain.runtime.sequential;

/** Which way a figure gets worse. */
public enum Worse {
  /** Such as an error rate or a latency. */
  HIGHER,
  /** Such as accuracy or revenue. */
  LOWER
}
