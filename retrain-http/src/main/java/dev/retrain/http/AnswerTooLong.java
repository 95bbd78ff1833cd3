package dev.retrain.http;

import java.io.IOException;

/** An answer is longer than the caller will hold in memory. */
final class AnswerTooLong extends IOException {

  private static final long serialVersionUID = 1L;

  AnswerTooLong(long bytes) {
    super("the answer is longer than " + bytes + " bytes");
  }
}
