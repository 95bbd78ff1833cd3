package dev.retrain.kfp.ir;

/** The artifact schemas used; only {@code system.*}, which every KFP server and Vertex register. */
public enum ArtifactType {
  ARTIFACT("system.Artifact"),
  DATASET("system.Dataset"),
  MODEL("system.Model"),
  METRICS("system.Metrics");

  /** The version that all system schemas carry. */
  static final String SCHEMA_VERSION = "0.0.1";

  private final String schemaTitle;

  ArtifactType(String schemaTitle) {
    this.schemaTitle = schemaTitle;
  }

  /** Returns the title by which the metadata store knows the type. */
  public String schemaTitle() {
    return schemaTitle;
  }
}
