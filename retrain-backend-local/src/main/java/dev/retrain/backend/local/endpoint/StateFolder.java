package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.serving.HostedState;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one endpoint: {@code state.json}, {@code address}, {@code token} (readable by its
 * owner only) and {@code lock}, held while a process serves it.
 */
final class StateFolder implements AutoCloseable {

  private static final String STATE = "state.json";
  private static final String ADDRESS = "address";
  private static final String TOKEN = "token";
  private static final int TOKEN_BYTES = 32;

  private final Path folder;
  private final FileChannel lock;

  private StateFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes a folder for this process.
   *
   * @throws TransientFailure while another process serves it, or when it cannot be written
   */
  static StateFolder take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new TransientFailure(
            "asked to serve from " + folder + ", which another process serves already",
            FailureContext.hint("stop that process, or give this endpoint another folder"),
            null);
      }
      return new StateFolder(folder, channel);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The state kept last; empty for a folder that is new. */
  HostedState load() {
    Path file = folder.resolve(STATE);
    return Files.exists(file)
        ? DocumentReader.of(StateShapes.STATE, Documents.read(file), file.toString())
        : HostedState.EMPTY;
  }

  /**
   * Replaces the state as a whole.
   *
   * @throws TransientFailure when it cannot be written; then the earlier one stands
   */
  void save(HostedState state) {
    replace(STATE, Documents.canonicalJson(StateShapes.STATE.write(state)));
  }

  /** Says where the endpoint listens. */
  void publish(URI address) {
    replace(ADDRESS, address.toString());
  }

  /** The token of the folder, made once. */
  String token() {
    Path file = folder.resolve(TOKEN);
    try {
      if (!Files.exists(file)) {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        createForOwner(file);
        Files.writeString(file, HexFormat.of().formatHex(secret));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Where the endpoint of a folder listens, or last listened. */
  static Optional<URI> address(Path folder) {
    Path file = folder.resolve(ADDRESS);
    return Files.exists(file) ? Optional.of(URI.create(read(file))) : Optional.empty();
  }

  /** The token of somebody's running endpoint. */
  static String token(Path folder) {
    return read(folder.resolve(TOKEN));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot read " + file + ": " + e.getClass().getSimpleName(),
          FailureContext.hint("it is readable only for the user who started the endpoint"),
          e);
    }
  }

  private void replace(String name, String text) {
    Path draft = folder.resolve(name + ".new");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(text));
      channel.force(true);
      Files.move(
          draft,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(folder.resolve(name), e);
    }
  }

  private static void createForOwner(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  private static TransientFailure unwritable(Path path, IOException cause) {
    return new TransientFailure(
        "cannot write " + path + ": " + cause.getClass().getSimpleName() + " " + cause.getMessage(),
        FailureContext.hint("check its permissions and the space left"),
        cause);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }
}
