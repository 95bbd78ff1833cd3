package dev.retrain.parquet;

/** Why a file cannot be decoded; the file's name is added where it is known. */
final class Undecodable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Undecodable(String message) {
    super(message);
  }
}
