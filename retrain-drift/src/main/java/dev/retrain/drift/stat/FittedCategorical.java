package dev.retrain.drift.stat;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A categorical reference: rows per category, to compare any number of current samples with.
 *
 * <p>A category the reference never had is a cell of its own with zero reference rows. Immutable.
 */
public final class FittedCategorical {

  private final SortedMap<String, Long> counts;
  private final long missing;

  private FittedCategorical(SortedMap<String, Long> counts, long missing) {
    this.counts = counts;
    this.missing = missing;
  }

  /**
   * Fits counts.
   *
   * @param counts rows per category, none negative
   * @param missing rows without a category
   */
  public static FittedCategorical fit(Map<String, Long> counts, long missing) {
    counts.forEach(
        (category, rows) -> {
          if (rows < 0) {
            throw new IllegalArgumentException("category with " + rows + " rows");
          }
        });
    return new FittedCategorical(Collections.unmodifiableSortedMap(new TreeMap<>(counts)), missing);
  }

  /** Returns the rows per category, in the order of their names. */
  public SortedMap<String, Long> counts() {
    return counts;
  }

  /** Returns how many rows are missing. */
  public long missing() {
    return missing;
  }

  /** Returns how many rows there are, missing ones included. */
  public long rows() {
    return missing + counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns reference and current counted over the categories of either, in the order of their
   * names.
   */
  public Pair against(FittedCategorical current) {
    int most = counts.size() + current.counts.size();
    List<String> categories = new ArrayList<>(most);
    long[] left = new long[most];
    long[] right = new long[most];
    var mine = counts.entrySet().iterator();
    var theirs = current.counts.entrySet().iterator();
    Map.@Nullable Entry<String, Long> one = next(mine);
    Map.@Nullable Entry<String, Long> two = next(theirs);
    while (one != null || two != null) {
      int order = one == null ? 1 : two == null ? -1 : one.getKey().compareTo(two.getKey());
      int cell = categories.size();
      if (one != null && order <= 0) {
        left[cell] = one.getValue();
      }
      if (two != null && order >= 0) {
        right[cell] = two.getValue();
      }
      categories.add(requireNonNull(order <= 0 ? one : two).getKey());
      one = order <= 0 ? next(mine) : one;
      two = order >= 0 ? next(theirs) : two;
    }
    int cells = categories.size();
    return new Pair(
        categories,
        new BinCounts(Arrays.copyOf(left, cells), missing),
        new BinCounts(Arrays.copyOf(right, cells), current.missing));
  }

  private static Map.@Nullable Entry<String, Long> next(Iterator<Map.Entry<String, Long>> entries) {
    return entries.hasNext() ? entries.next() : null;
  }

  /** Returns the categories that {@code current} has and this reference never had. */
  public List<String> unseen(FittedCategorical current) {
    return current.counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0 && counts.getOrDefault(entry.getKey(), 0L) == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Two samples over the same cells, ready for the categorical tests and distances.
   *
   * @param categories the cells, in order
   * @param reference rows of the reference per cell
   * @param current rows of the current sample per cell
   */
  public record Pair(List<String> categories, BinCounts reference, BinCounts current) {

    /** Copies the list. */
    public Pair {
      categories = List.copyOf(categories);
    }

    /** Returns a copy of the samples with one cell more. */
    public Pair and(String category, long referenceRows, long currentRows) {
      List<String> names = new ArrayList<>(categories);
      names.add(category);
      return new Pair(names, and(reference, referenceRows), and(current, currentRows));
    }

    private static BinCounts and(BinCounts counts, long rows) {
      long[] cells = Arrays.copyOf(counts.counts(), counts.counts().length + 1);
      cells[cells.length - 1] = rows;
      return new BinCounts(cells, counts.missing());
    }
  }
}
