package dev.retrain.examples.flights;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A fault planted in a challenger on purpose, to show what stops it. */
enum Planted {
  /** No fault. */
  @JsonProperty("none")
  NONE(DepartureClock.LOCAL, DepartureClock.LOCAL),

  /**
   * The hour is broken at training: a.m. and p.m. are mixed up. Evaluation reads it rightly and the
   * model ranks flights hardly better than chance, which the gate's AUC condition must see.
   */
  @JsonProperty("broken-feature")
  BROKEN_FEATURE(DepartureClock.AM_PM_MIXED_UP, DepartureClock.LOCAL),

  /**
   * Trained and evaluated as well as any, since the recorded departures are the only form it can
   * read; every live request, which carries an offset, makes it throw. Only a canary can see that.
   */
  @JsonProperty("fails-in-production")
  FAILS_IN_PRODUCTION(DepartureClock.LOCAL, DepartureClock.RECORDED_FORM_ONLY),

  /**
   * Trained and evaluated as well as any, but takes a live departure for UTC: no error, only scores
   * of the wrong hour. Only the labels of a canary can see that.
   */
  @JsonProperty("skewed-in-production")
  SKEWED_IN_PRODUCTION(DepartureClock.LOCAL, DepartureClock.UTC);

  private final DepartureClock training;
  private final DepartureClock serving;

  Planted(DepartureClock training, DepartureClock serving) {
    this.training = training;
    this.serving = serving;
  }

  DepartureClock training() {
    return training;
  }

  DepartureClock serving() {
    return serving;
  }
}
