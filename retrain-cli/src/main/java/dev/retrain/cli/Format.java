package dev.retrain.cli;

/** How a command prints its result. */
enum Format {
  /** For people. */
  TEXT,
  /** One JSON document on standard output, and nothing else there. */
  JSON
}
