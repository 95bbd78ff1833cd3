package dev.retrain.serving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Joins outcomes with predictions by id, in memory and bounded: the oldest ids are forgotten first.
 *
 * <p>An outcome may come before its prediction, late, or twice; a live version and those that saw a
 * copy of the request may each predict under the same id. Each version's prediction is joined once.
 * Takes about 200 bytes an id. Thread-safe; ids are spread over independently locked parts.
 */
public final class PredictionJoin {

  /** What one version said about a request whose outcome is known. */
  public record Joined(String version, double score, double label) {}

  private static final int PARTS = 16;

  private final List<Part> parts;

  /**
   * An empty join.
   *
   * @param capacity how many ids are remembered, about; at least 1
   */
  public PredictionJoin(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity must be at least 1, is " + capacity);
    }
    int each = (capacity - 1) / PARTS + 1;
    this.parts = IntStream.range(0, PARTS).mapToObj(i -> new Part(each)).toList();
  }

  /**
   * Notes a prediction.
   *
   * @return it with its outcome, if that came before; at most one
   */
  public List<Joined> prediction(String id, String version, double score) {
    return part(id).prediction(id, version, score);
  }

  /**
   * Notes an outcome; for an id that has one already nothing changes.
   *
   * @return the predictions it completes, one for each version that predicted
   */
  public List<Joined> outcome(String id, double label) {
    return part(id).outcome(id, label);
  }

  /** How many ids were forgotten before both their prediction and their outcome were known. */
  public long forgotten() {
    return parts.stream().mapToLong(part -> part.forgotten.sum()).sum();
  }

  private Part part(String id) {
    int hash = id.hashCode() * 0x9e3779b9;
    return parts.get(hash >>> 28);
  }

  /** What is known of one id. */
  private static final class Entry {
    private @Nullable Double label;
    private final List<String> versions = new ArrayList<>(1);
    private final List<Double> scores = new ArrayList<>(1);
  }

  private static final class Part {
    private final LongAdder forgotten = new LongAdder();
    private final Map<String, Entry> entries;

    Part(int capacity) {
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
