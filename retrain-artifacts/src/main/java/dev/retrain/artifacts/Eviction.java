package dev.retrain.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes the copies that were used least recently. Several processes may do so at once: a copy is
 * renamed before it is deleted, so none is left in part.
 */
final class Eviction {

  /** A path that was returned may be read for so long. */
  private static final Duration IN_USE = Duration.ofHours(1);

  /** A download that lasts longer was left behind by a process that ended. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private record Copy(Path place, Instant used, long bytes) {}

  private final Path folder;
  private final long size;
  private final Clock clock;

  Eviction(Path folder, long size, Clock clock) {
    this.folder = folder;
    this.size = size;
    this.clock = clock;
  }

  /**
   * Deletes copies until the rest fits, and downloads that were left behind.
   *
   * @param justMade a copy that stays
   */
  void run(Path justMade) throws IOException {
    Instant now = clock.instant();
    List<Copy> all = copies();
    long taken = all.stream().mapToLong(Copy::bytes).sum();
    List<Copy> oldest =
        all.stream()
            .filter(copy -> !copy.place().equals(justMade))
            .filter(copy -> copy.used().isBefore(now.minus(IN_USE)))
            .sorted(Comparator.comparing(Copy::used))
            .toList();
    for (Copy copy : oldest) {
      if (taken <= size) {
        break;
      }
      discard(copy.place());
      taken -= copy.bytes();
    }
    for (Path part : children(folder.resolve("arriving"))) {
      if (used(part).isBefore(now.minus(LEFT_BEHIND))) {
        Trees.delete(part);
      }
    }
  }

  private void discard(Path place) throws IOException {
    Path away = folder.resolve("arriving").resolve("evicted-" + place.getFileName());
    if (place.toFile().renameTo(away.toFile())) {
      Trees.delete(away);
    }
  }

  private List<Copy> copies() throws IOException {
    List<Copy> all = new ArrayList<>();
    for (String kind : List.of("files", "folders")) {
      for (Path place : children(folder.resolve(kind))) {
        all.add(new Copy(place, used(place), Trees.bytes(place)));
      }
    }
    return all;
  }

  private static Instant used(Path place) {
    return Instant.ofEpochMilli(place.toFile().lastModified());
  }

  private static List<Path> children(Path top) throws IOException {
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(top)) {
      return all.toList();
    }
  }
}
