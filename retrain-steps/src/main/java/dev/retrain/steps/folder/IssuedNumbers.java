package dev.retrain.steps.folder;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The numbers that a model's versions have, by run. A number is issued here before its version is
 * written, so none is issued twice, also after versions were deleted.
 *
 * @param last the number issued last; 0 before the first
 * @param runs the number of each run
 */
record IssuedNumbers(int last, Map<String, Integer> runs) {

  static final Shape<IssuedNumbers> SHAPE = shape();

  IssuedNumbers {
    runs = Collections.unmodifiableMap(new TreeMap<>(runs));
  }

  /**
   * Returns the numbers of a folder that has versions and no record of numbers.
   *
   * @param atLeast the last number that is known otherwise
   */
  static IssuedNumbers of(List<RegisteredVersion> versions, int atLeast) {
    Map<String, Integer> runs = new TreeMap<>();
    versions.forEach(version -> runs.put(version.run(), version.number()));
    return new IssuedNumbers(
        Math.max(atLeast, versions.stream().mapToInt(RegisteredVersion::number).max().orElse(0)),
        runs);
  }

  Optional<Integer> of(String run) {
    return Optional.ofNullable(runs.get(run));
  }

  /** Returns a copy in which a run has the next number. */
  IssuedNumbers with(String run) {
    Map<String, Integer> more = new TreeMap<>(runs);
    more.put(run, last + 1);
    return new IssuedNumbers(last + 1, more);
  }

  private static Shape<IssuedNumbers> shape() {
    ObjectShape.Builder<IssuedNumbers> numbers = ObjectShape.named("IssuedNumbers");
    var last =
        numbers.required(
            "last", Shapes.integer(0, 999_999_999), n -> (long) n.last(), "issued last");
    var runs =
        numbers.required(
            "runs",
            Shapes.map(
                Shapes.integer(1, 999_999_999).as(Math::toIntExact, (Integer n) -> (long) n)),
            IssuedNumbers::runs,
            "the number of each run");
    return numbers.build(f -> new IssuedNumbers(Math.toIntExact(f.get(last)), f.get(runs)));
  }
}
