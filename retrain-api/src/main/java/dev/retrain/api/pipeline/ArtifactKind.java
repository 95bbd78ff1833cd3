package dev.retrain.api.pipeline;

/** What an artifact's folder holds; see docs/container-contract.md for the files in it. */
public enum ArtifactKind {
  /** Rows as CSV or Parquet files. */
  DATASET,
  /** A data profile, {@code profile.json}. */
  PROFILE,
  /** A model in whatever form its images agree on. */
  MODEL,
  /** {@code metrics.json}, a flat object of finite numbers. */
  METRICS,
  /** {@code scores.csv}: id, time, label, score, slice. */
  SCORES,
  /** Nothing: it only orders steps. */
  CHECK
}
