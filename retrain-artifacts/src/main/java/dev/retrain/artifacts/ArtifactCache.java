package dev.retrain.artifacts;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.DataProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Copies of remote files in a folder of this machine, bounded in size and shared by processes.
 *
 * <p>A copy is kept under the address and entity tag of its file, so a file that changes gets
 * another. It is filled beside its place, verified by length and checksum, and renamed: a copy is
 * whole or absent. When the folder exceeds its size, the copies that were used least recently are
 * deleted, except those used within the last hour. Thread-safe.
 */
public final class ArtifactCache {

  /** The default size: 20 GiB. */
  public static final long STANDARD_SIZE = 20L << 30;

  private static final Object[] STRIPES = Stream.generate(Object::new).limit(64).toArray();

  private final Path folder;
  private final long size;
  private final Clock clock;
  private final Eviction eviction;

  /**
   * Creates a cache; its folder is created with the first copy.
   *
   * @param size in bytes; positive
   * @param clock of the times at which copies are used
   */
  public ArtifactCache(Path folder, long size, Clock clock) {
    if (size <= 0) {
      throw new IllegalArgumentException("the size of a cache is positive, got " + size);
    }
    this.folder = folder.toAbsolutePath().normalize();
    this.size = size;
    this.clock = requireNonNull(clock);
    this.eviction = new Eviction(this.folder, size, clock);
  }

  /** Returns a cache of 20 GiB in the standard folder. */
  public static ArtifactCache standard() {
    return new ArtifactCache(standardFolder(), STANDARD_SIZE, Clock.systemUTC());
  }

  /** Returns {@code ~/.cache/retrain/artifacts}. */
  public static Path standardFolder() {
    return Path.of(System.getProperty("user.home", "."), ".cache", "retrain", "artifacts");
  }

  /**
   * Returns a copy of a file, under its own name.
   *
   * @throws TransientFailure if it does not arrive whole
   * @throws ConfigurationProblem if it is larger than the cache
   */
  Path file(ArtifactStore store, StoredFile file) {
    requireSpace(file.address(), file.size());
    String path = file.address().getPath();
    String name = localName(path.substring(path.lastIndexOf('/') + 1), file.address());
    Path place = folder.resolve("files").resolve(CacheKey.of(file));
    Path copy = place.resolve(name);
    return once(
        place,
        () -> isWhole(copy, file),
        part -> Download.to(part.resolve(name), store, file),
        copy);
  }

  /**
   * Returns a copy of a folder with all its files.
   *
   * @param files all that lie below it, as they were listed
   */
  Path folder(ArtifactStore store, URI address, List<StoredFile> files) {
    requireSpace(address, files.stream().mapToLong(StoredFile::size).sum());
    Path place = folder.resolve("folders").resolve(CacheKey.of(address, files));
    List<String> names =
        files.stream().map(file -> localName(file.nameBelow(address), file.address())).toList();
    return once(
        place,
        () -> areWhole(place, names, files),
        part -> {
          for (int i = 0; i < files.size(); i++) {
            fill(part.resolve(names.get(i)), file(store, files.get(i)));
          }
        },
        place);
  }

  /** Links a file into a folder, so that it takes its space once. */
  private static void fill(Path target, Path copy) throws IOException {
    Files.createDirectories(target.getParent());
    try {
      Files.createLink(target, copy);
    } catch (FileSystemException | UnsupportedOperationException e) {
      // The file system has no links.
      Files.copy(copy, target);
    }
  }

  private interface Check {
    boolean holds() throws IOException;
  }

  private interface Filling {
    void fill(Path part) throws IOException;
  }

  private Path once(Path place, Check whole, Filling filling, Path result) {
    // Threads wait for each other; of two processes the second finds the first one's copy.
    synchronized (STRIPES[Math.floorMod(place.hashCode(), STRIPES.length)]) {
      try {
        if (whole.holds()) {
          Trees.setTime(place, clock.instant());
          return result;
        }
        Path part =
            Files.createDirectories(
                folder.resolve("arriving").resolve(UUID.randomUUID().toString()));
        try {
          filling.fill(part);
          settle(part, place, whole);
        } finally {
          Trees.delete(part);
        }
        eviction.run(place);
        return result;
      } catch (IOException e) {
        throw new TransientFailure(
            "cannot keep a copy of a remote file in " + folder + ": " + e,
            FailureContext.hint("check that the folder can be written and has space"),
            e);
      }
    }
  }

  private void settle(Path part, Path place, Check whole) throws IOException {
    Files.createDirectories(place.getParent());
    Trees.setTime(part, clock.instant());
    try {
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (whole.holds()) {
        return; // another process was first
      }
      // What lies there was damaged: it goes away whole, then the new copy takes its place.
      Path damaged = part.resolveSibling(UUID.randomUUID().toString());
      Files.move(place, damaged, StandardCopyOption.ATOMIC_MOVE);
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      Trees.delete(damaged);
    }
  }

  private static boolean isWhole(Path copy, StoredFile file) throws IOException {
    return Files.isRegularFile(copy) && Files.size(copy) == file.size();
  }

  private static boolean areWhole(Path place, List<String> names, List<StoredFile> files)
      throws IOException {
    for (int i = 0; i < files.size(); i++) {
      if (!isWhole(place.resolve(names.get(i)), files.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void requireSpace(URI address, long bytes) {
    if (bytes > size) {
      throw new ConfigurationProblem(
          address + " has " + bytes + " bytes, the cache " + folder + " holds " + size,
          FailureContext.hint("raise artifacts.cache.size"),
          null);
    }
  }

  /** Refuses names that lead out of the folder of the copy. */
  private static String localName(String name, URI address) {
    boolean plain =
        Stream.of(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!plain || name.contains("\\") || name.indexOf('\0') >= 0) {
      throw new DataProblem(
          address + " cannot be copied: its name has segments that no local file may have");
    }
    return name;
  }
}
