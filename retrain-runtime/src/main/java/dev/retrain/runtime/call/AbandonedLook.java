package dev.retrain.runtime.call;

/**
 * Ends a look that was abandoned, on its own thread, once its late call has returned. An error, so
 * that code on the way which catches exceptions does not go on with a late result.
 */
public final class AbandonedLook extends Error {

  private static final long serialVersionUID = 1L;

  AbandonedLook() {
    super("the look was abandoned", null, false, false);
  }
}
