package dev.retrain.api.pipeline;

/** What an artifact's folder holds; see docs/container-contract.md for the files in it. */
public enum ArtifactKind {
  /** Rows as CSV or Parquet files. */
  DATASET("a dataset"),
  /** A data profile, {@code profile.json}. */
  PROFILE("a profile"),
  /** A model in whatever form its images agree on. */
  MODEL("a model"),
  /** {@code metrics.json}, a flat object of finite numbers. */
  METRICS("metrics"),
  /** {@code scores.csv}: id, time, label, score, slice. */
  SCORES("scores"),
  /** Nothing: it only orders steps. */
  CHECK("a check");

  private final String noun;

  ArtifactKind(String noun) {
    this.noun = noun;
  }

  /** Returns the kind in a sentence, such as {@code a dataset}. */
  String noun() {
    return noun;
  }
}
