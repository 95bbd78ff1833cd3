package dev.retrain.api.pipeline;

/** The kinds of artifacts as types, so that the compiler keeps a model from passing as metrics. */
public sealed interface Kind {

  /** Rows. */
  final class Dataset implements Kind {
    private Dataset() {}
  }

  /** Statistics of rows. */
  final class Profile implements Kind {
    private Profile() {}
  }

  /** A trained model. */
  final class Model implements Kind {
    private Model() {}
  }

  /** Named numbers. */
  final class Metrics implements Kind {
    private Metrics() {}
  }

  /** Row-level predictions: id, time, label, score, slice. */
  final class Scores implements Kind {
    private Scores() {}
  }

  /** No content: it only orders, like a validation that must have passed. */
  final class Check implements Kind {
    private Check() {}
  }
}
