package dev.retrain.spi.artifact;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list of files.
 *
 * @param files in ascending order of their addresses
 * @param next the token of the page that follows; empty after the last page
 */
public record FilePage(List<StoredFile> files, Optional<String> next) {

  /** The largest number of files on a page. */
  public static final int LARGEST = 1_000;

  /** Copies the list. */
  public FilePage {
    files = List.copyOf(files);
    requireNonNull(next);
  }
}
