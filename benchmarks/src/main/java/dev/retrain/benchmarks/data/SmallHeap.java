package dev.retrain.benchmarks.data;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Streams and profiles files of at least five times the heap: run it with {@code -Xmx24m} or more
 * after {@link ReadingInTurn} has made the files; an {@link OutOfMemoryError} shows that it cannot
 * be done.
 */
public final class SmallHeap {

  private SmallHeap() {}

  /**
   * Reads files.
   *
   * @param arguments the files
   */
  public static void main(String[] arguments) throws IOException {
    for (String file : arguments) {
      read(Path.of(file));
    }
  }

  private static void read(Path file) throws IOException {
    double times = (double) Files.size(file) / Runtime.getRuntime().maxMemory();
    if (times < 5) {
      throw new IllegalStateException("%s is only %.1f times the heap".formatted(file, times));
    }
    long rows = Dataset.stream(file, ReadOptions.standard(), batch -> {});
    Profile profile = Profile.of(file);
    System.out.printf(
        "%s, %.1f times the heap: %d rows streamed, %d profiled%n",
        file, times, rows, profile.rows());
  }
}
