package dev.retrain.http;

import java.io.IOException;

/** There was no whole answer within the deadline of a call. */
final class DeadlinePassed extends IOException {

  private static final long serialVersionUID = 1L;

  DeadlinePassed() {
    super("the deadline passed");
  }
}
