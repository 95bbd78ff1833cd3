package dev.retrain.drift.profile;

/** The check that merges share. */
final class Merging {
  private Merging() {}

  static <P extends ColumnProfile> P same(Class<P> type, ColumnProfile one, ColumnProfile other) {
    if (!type.isInstance(other) || one.kind() != other.kind()) {
      throw new IllegalArgumentException(
          "cannot merge the profile of a %s column with that of a %s column"
              .formatted(one.kind().label(), other.kind().label()));
    }
    return type.cast(other);
  }
}
