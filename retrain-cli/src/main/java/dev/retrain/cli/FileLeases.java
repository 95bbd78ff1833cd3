package dev.retrain.cli;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.state.Leases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive rights among the processes of one machine, by locks on files: the operating system
 * takes a lock back when its process ends, however it ends. A lease that is not renewed in time
 * counts as lost for its holder, but is free for others only once that process has closed it or
 * ended.
 */
final class FileLeases implements Leases {

  private final Path folder;
  private final Clock clock;

  private FileLeases(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Leases kept in the folder {@code .retrain/leases} beside a file. */
  static FileLeases beside(Path file, Clock clock) {
    return new FileLeases(
        file.toAbsolutePath().resolveSibling(".retrain").resolve("leases"), clock);
  }

  @Override
  public Optional<Lease> acquire(String name, Duration length) {
    Path file = folder.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(
          new FileLease(name, channel, nextToken(channel), clock.instant().plus(length)));
    } catch (IOException e) {
      throw new TransientFailure("cannot take the lease " + name + " in " + folder, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process has it
    }
  }

  private static long nextToken(FileChannel channel) throws IOException {
    ByteBuffer held = ByteBuffer.allocate(Long.BYTES);
    long token = channel.read(held, 0) == Long.BYTES ? held.getLong(0) + 1 : 1;
    channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, token), 0);
    channel.force(true);
    return token;
  }

  private final class FileLease implements Lease {
    private final String name;
    private final FileChannel channel;
    private final long token;
    private Instant expires;

    FileLease(String name, FileChannel channel, long token, Instant expires) {
      this.name = name;
      this.channel = channel;
      this.token = token;
      this.expires = expires;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long fencingToken() {
      return token;
    }

    @Override
    public synchronized Instant expires() {
      return expires;
    }

    @Override
    public synchronized boolean renew(Duration length) {
      if (!channel.isOpen() || !clock.instant().isBefore(expires)) {
        return false;
      }
      expires = clock.instant().plus(length);
      return true;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new TransientFailure("cannot give back the lease " + name, e);
      }
    }
  }
}
