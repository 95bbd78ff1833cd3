package dev.retrain.steps.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An exclusive right to a folder, held by one holder in one process; it ends when that process
 * does, however it ends.
 *
 * <p>The operating system forgets a process's lock on a file when the process closes any channel to
 * it, so this class never opens a lock file that its own process holds.
 */
public final class FolderLock implements AutoCloseable {

  private static final Set<Path> HELD_HERE = new HashSet<>();
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of a file, which is made if it is not there.
   *
   * @return empty if another holder has it
   * @throws IOException if the file cannot be made or the file system has no locks
   */
  public static Optional<FolderLock> tryLock(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    synchronized (HELD_HERE) {
      if (HELD_HERE.contains(file)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      if (lock == null) {
        return Optional.empty();
      }
      HELD_HERE.add(file);
      return Optional.of(new FolderLock(file, channel));
    }
  }

  /**
   * Takes the lock, waiting while another holder has it.
   *
   * @param patience how long at most, in real time
   * @return empty if another holder still has it
   */
  public static Optional<FolderLock> lock(Path lockFile, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<FolderLock> lock = tryLock(lockFile);
    while (lock.isEmpty() && System.nanoTime() < deadline && pause()) {
      lock = tryLock(lockFile);
    }
    return lock;
  }

  /** Returns whether the lock is held now, in this process or another. */
  public static boolean isHeld(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    synchronized (HELD_HERE) {
      if (HELD_HERE.contains(file)) {
        return true;
      }
      if (!Files.exists(file)) {
        return false;
      }
      // Shared, so that two who only look do not take each other for a holder.
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          FileLock seen = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return seen == null;
      }
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD_HERE) {
      if (HELD_HERE.remove(file)) {
        channel.close();
      }
    }
  }
}
