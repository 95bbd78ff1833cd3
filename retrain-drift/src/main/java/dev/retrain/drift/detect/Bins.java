package dev.retrain.drift.detect;

import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Binning;
import java.util.Arrays;
import java.util.List;

/**
 * The bins of the stability index with the rows of either side, one more than there are edges: the
 * first reaches to the first edge, the last lies above the last.
 *
 * @param edges inner edges, ascending; a bin holds the values above one and up to the next
 * @param reference rows of the reference per bin
 * @param current rows of the current data per bin
 */
public record Bins(List<Double> edges, List<Long> reference, List<Long> current) {

  /** Copies the lists. */
  public Bins {
    edges = List.copyOf(edges);
    reference = List.copyOf(reference);
    current = List.copyOf(current);
  }

  static Bins of(Binning binning, BinCounts reference, BinCounts current) {
    return new Bins(
        Arrays.stream(binning.edges()).boxed().toList(),
        Arrays.stream(reference.counts()).boxed().toList(),
        Arrays.stream(current.counts()).boxed().toList());
  }
}
