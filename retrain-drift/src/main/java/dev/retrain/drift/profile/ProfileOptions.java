package dev.retrain.drift.profile;

import java.util.Optional;

/**
 * How a profile is made.
 *
 * @param bins the number of bins of a histogram on the column's own quantiles, at least 2; ties may
 *     leave fewer
 * @param sketchSize the KLL parameter k, 8 .. 65535; 800 gives a rank error of 0.35 % in 19 kB per
 *     column
 * @param maxCategories how many categories of a column are counted by name; the rest is OTHER
 * @param reference a profile whose edges the histograms use, so that both can be compared bin by
 *     bin
 */
public record ProfileOptions(
    int bins, int sketchSize, int maxCategories, Optional<Profile> reference) {
  /** Checks the ranges. */
  public ProfileOptions {
    if (bins < 2 || sketchSize < 8 || sketchSize > 65_535 || maxCategories < 1) {
      throw new IllegalArgumentException(
          "bins >= 2, sketchSize in 8 .. 65535 and maxCategories >= 1 wanted, not %d, %d, %d"
              .formatted(bins, sketchSize, maxCategories));
    }
  }

  /** Returns 10 bins on the column's own quantiles, k = 800, 1000 categories. */
  public static ProfileOptions standard() {
    return new ProfileOptions(10, 800, 1000, Optional.empty());
  }

  /** Returns these options with another number of bins. */
  public ProfileOptions bins(int bins) {
    return new ProfileOptions(bins, sketchSize, maxCategories, reference);
  }

  /** Returns these options with another sketch size. */
  public ProfileOptions sketchSize(int sketchSize) {
    return new ProfileOptions(bins, sketchSize, maxCategories, reference);
  }

  /** Returns these options with another number of categories counted by name. */
  public ProfileOptions maxCategories(int maxCategories) {
    return new ProfileOptions(bins, sketchSize, maxCategories, reference);
  }

  /** Returns these options with histograms on the edges of {@code reference}. */
  public ProfileOptions against(Profile reference) {
    return new ProfileOptions(bins, sketchSize, maxCategories, Optional.of(reference));
  }

  /** Returns the edges of the reference for this column, if it has any. */
  Optional<double[]> edgesOf(String column) {
    return reference
        .map(profile -> profile.columns().get(column))
        .filter(NumericProfile.class::isInstance)
        .map(profile -> ((NumericProfile) profile).histogram().edges());
  }
}
