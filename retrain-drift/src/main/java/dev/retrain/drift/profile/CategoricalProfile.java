package dev.retrain.drift.profile;

import dev.retrain.drift.data.ColumnKind;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The profile of a categorical or boolean column; immutable. */
public final class CategoricalProfile implements ColumnProfile {
  private static final Comparator<CategoryCount> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(CategoryCount::count)
          .reversed()
          .thenComparing(CategoryCount::category);

  private final ColumnKind kind;
  private final long rows;
  private final long missing;
  private final SortedMap<String, Long> counts;
  private final long other;
  private final Distinct distinct;
  private final int cap;

  CategoricalProfile(
      ColumnKind kind,
      long rows,
      long missing,
      Map<String, Long> counts,
      long other,
      Distinct distinct,
      int cap) {
    this.kind = kind;
    this.rows = rows;
    this.missing = missing;
    this.distinct = distinct;
    this.cap = cap;
    SortedMap<String, Long> kept = largest(counts, cap);
    this.counts = Collections.unmodifiableSortedMap(kept);
    this.other = other + sum(counts) - sum(kept);
  }

  /** Returns the {@code cap} most frequent categories; among equals the alphabetically first. */
  static SortedMap<String, Long> largest(Map<String, Long> counts, int cap) {
    if (counts.size() <= cap) {
      return new TreeMap<>(counts);
    }
    SortedMap<String, Long> kept = new TreeMap<>();
    counts.entrySet().stream()
        .map(entry -> new CategoryCount(entry.getKey(), entry.getValue()))
        .sorted(MOST_FREQUENT_FIRST)
        .limit(cap)
        .forEach(each -> kept.put(each.category(), each.count()));
    return kept;
  }

  static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long missing() {
    return missing;
  }

  /** Returns the number of rows per category, by name; at most as many as the profile's cap. */
  public SortedMap<String, Long> counts() {
    return counts;
  }

  /** Returns the rows of categories that are not in {@link #counts()}; zero if all are. */
  public long other() {
    return other;
  }

  /** Returns whether every category is in {@link #counts()}. */
  public boolean isComplete() {
    return other == 0;
  }

  /**
   * Returns the rows of those categories whose share another sample can be expected to repeat. In
   * an incomplete profile some of the rarest categories kept were kept because they happened to be
   * frequent; those that could be among the others by chance, within four standard errors, are left
   * out and count as other.
   */
  public SortedMap<String, Long> comparableCounts() {
    if (isComplete() || counts.isEmpty()) {
      return counts;
    }
    double rarest = counts.values().stream().mapToLong(Long::longValue).min().orElse(0);
    double average = (double) other / (distinct() - counts.size());
    double likely = Math.min(rarest, average);
    double most = likely + 4 * Math.sqrt(likely);
    SortedMap<String, Long> kept = new TreeMap<>(counts);
    kept.values().removeIf(rows -> rows <= most);
    return Collections.unmodifiableSortedMap(kept);
  }

  /** Returns the {@code k} most frequent categories, most frequent first, equals by name. */
  public List<CategoryCount> top(int k) {
    return counts.entrySet().stream()
        .map(entry -> new CategoryCount(entry.getKey(), entry.getValue()))
        .sorted(MOST_FREQUENT_FIRST)
        .limit(k)
        .toList();
  }

  /** Returns the number of distinct categories: exact if complete, else standard error 1.7 %. */
  public long distinct() {
    return isComplete() ? counts.size() : Math.max(distinct.estimate(), counts.size() + 1L);
  }

  Distinct distinctSketch() {
    return distinct;
  }

  int cap() {
    return cap;
  }

  @Override
  public CategoricalProfile merge(ColumnProfile profile) {
    CategoricalProfile that = Merging.same(CategoricalProfile.class, this, profile);
    Map<String, Long> joined = new TreeMap<>(counts);
    that.counts.forEach((category, count) -> joined.merge(category, count, Long::sum));
    return new CategoricalProfile(
        kind,
        rows + that.rows,
        missing + that.missing,
        joined,
        other + that.other,
        distinct.merge(that.distinct),
        cap);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.categorical(this);
  }
}
