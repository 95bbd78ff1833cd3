package dev.retrain.cli;

/** How a command prints its result. */
enum Format {
  /** Readable text. */
  TEXT,
  /** One JSON document, the only content of standard output. */
  JSON
}
