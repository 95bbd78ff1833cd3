package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Something a step writes and others read; declared once, named. Edges of a pipeline are derived
 * from reads and writes, never written.
 *
 * @param <K> what it holds
 */
@SuppressWarnings("UnusedTypeParameter") // a phantom: it exists for the compiler alone
public final class Artifact<K extends Kind> {

  /** The name of the external artifact that is bound to the champion's model at submission. */
  public static final String CHAMPION = "champion";

  private static final Artifact<Kind.Model> CHAMPION_MODEL =
      new Artifact<>(CHAMPION, Optional.of(ArtifactKind.MODEL));

  private final String name;
  private final Optional<ArtifactKind> kind;

  private Artifact(String name, Optional<ArtifactKind> kind) {
    this.name = requireNonNull(name);
    this.kind = kind;
  }

  /** Declares rows. */
  public static Artifact<Kind.Dataset> dataset(String name) {
    return new Artifact<>(name, Optional.of(ArtifactKind.DATASET));
  }

  /** Declares statistics of rows. */
  public static Artifact<Kind.Profile> profile(String name) {
    return new Artifact<>(name, Optional.of(ArtifactKind.PROFILE));
  }

  /** Declares a trained model. */
  public static Artifact<Kind.Model> model(String name) {
    return new Artifact<>(name, Optional.of(ArtifactKind.MODEL));
  }

  /** Declares named numbers. */
  public static Artifact<Kind.Metrics> metrics(String name) {
    return new Artifact<>(name, Optional.of(ArtifactKind.METRICS));
  }

  /** Declares row-level predictions. */
  public static Artifact<Kind.Scores> scores(String name) {
    return new Artifact<>(name, Optional.of(ArtifactKind.SCORES));
  }

  /** Declares an artifact without content, which only orders steps. */
  public static Artifact<Kind.Check> check(String name) {
    return new Artifact<>(name, Optional.of(ArtifactKind.CHECK));
  }

  /**
   * Returns the live model, which no step writes: it is bound at submission. Always a folder, empty
   * on the first run.
   */
  public static Artifact<Kind.Model> champion() {
    return CHAMPION_MODEL;
  }

  /**
   * Returns a read by name alone, whose kind follows from its writer; only before a pipeline is
   * built.
   */
  static Artifact<?> reference(String name) {
    return CHAMPION.equals(name) ? CHAMPION_MODEL : new Artifact<Kind>(name, Optional.empty());
  }

  static Artifact<?> of(String name, ArtifactKind kind) {
    return new Artifact<Kind>(name, Optional.of(kind));
  }

  public String name() {
    return name;
  }

  /** Returns what it holds. */
  public ArtifactKind kind() {
    return kind.orElseThrow(() -> new IllegalStateException(name + " has no writer yet"));
  }

  Optional<ArtifactKind> declaredKind() {
    return kind;
  }

  /** Returns whether it comes from outside the pipeline: only the champion does. */
  public boolean isChampion() {
    return CHAMPION.equals(name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Artifact<?> that && name.equals(that.name) && kind.equals(that.kind);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
