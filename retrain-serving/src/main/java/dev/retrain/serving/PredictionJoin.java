package dev.retrain.serving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Joins outcomes with predictions by id, in bounded memory: the oldest ids are removed first.
 *
 * <p>An outcome may arrive before its prediction, late, or twice; a live version and those that
 * received a mirrored request may each predict under the same id. Each version's prediction is
 * joined once. Requires about 200 bytes per id. Thread-safe; ids are spread over independently
 * locked segments.
 */
public final class PredictionJoin {

  /** Holds one version's prediction of a request together with its outcome. */
  public record Joined(String version, double score, double label) {}

  private static final int SEGMENTS = 16;

  private final List<Segment> segments;

  /**
   * Creates an empty join.
   *
   * @param capacity approximate number of ids kept; at least 1
   */
  public PredictionJoin(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, is " + capacity);
    }
    int each = (capacity - 1) / SEGMENTS + 1;
    this.segments = IntStream.range(0, SEGMENTS).mapToObj(i -> new Segment(each)).toList();
  }

  /**
   * Adds a prediction.
   *
   * @return the prediction with its outcome, if that arrived before; at most one
   */
  public List<Joined> prediction(String id, String version, double score) {
    return segment(id).prediction(id, version, score);
  }

  /**
   * Adds an outcome; a second outcome of an id is ignored.
   *
   * @return the predictions it completes, one per version that predicted
   */
  public List<Joined> outcome(String id, double label) {
    return segment(id).outcome(id, label);
  }

  /** Returns how many ids were removed before both prediction and outcome were known. */
  public long forgotten() {
    return segments.stream().mapToLong(segment -> segment.forgotten.sum()).sum();
  }

  private Segment segment(String id) {
    int hash = id.hashCode() * 0x9e3779b9;
    return segments.get(hash >>> 28);
  }

  /** Holds the predictions and the outcome of one id. */
  private static final class Entry {
    private @Nullable Double label;
    private final List<String> versions = new ArrayList<>(1);
    private final List<Double> scores = new ArrayList<>(1);
  }

  private static final class Segment {
    private final LongAdder forgotten = new LongAdder();
    private final Map<String, Entry> entries;

    Segment(int capacity) {
      this.entries =
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
              if (size() <= capacity) {
                return false;
              }
              Entry entry = eldest.getValue();
              if (entry.label == null || entry.versions.isEmpty()) {
                forgotten.increment();
              }
              return true;
            }
          };
    }

    synchronized List<Joined> prediction(String id, String version, double score) {
      Entry entry = entries.computeIfAbsent(id, missing -> new Entry());
      if (entry.versions.contains(version)) {
        return List.of();
      }
      entry.versions.add(version);
      entry.scores.add(score);
      Double label = entry.label;
      return label == null ? List.of() : List.of(new Joined(version, score, label));
    }

    synchronized List<Joined> outcome(String id, double label) {
      Entry entry = entries.computeIfAbsent(id, missing -> new Entry());
      if (entry.label != null) {
        return List.of();
      }
      entry.label = label;
      return IntStream.range(0, entry.versions.size())
          .mapToObj(i -> new Joined(entry.versions.get(i), entry.scores.get(i), label))
          .toList();
    }
  }
}
