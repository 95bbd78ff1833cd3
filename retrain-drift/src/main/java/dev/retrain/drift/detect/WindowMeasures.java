package dev.retrain.drift.detect;

import java.util.List;

/**
 * What was measured of one window of current data.
 *
 * @param referenceRows rows of the reference
 * @param currentRows rows of the window
 * @param features one entry per column tested, in the order of the reference
 * @param notes what was left out and why
 */
public record WindowMeasures(
    long referenceRows, long currentRows, List<FeatureMeasures> features, List<String> notes) {

  /** Copies the lists. */
  public WindowMeasures {
    features = List.copyOf(features);
    notes = List.copyOf(notes);
  }
}
