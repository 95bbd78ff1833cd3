package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.serving.HostedState;
import dev.retrain.steps.folder.DurableFile;
import dev.retrain.steps.folder.FolderLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of one endpoint: {@code state.json}, {@code address}, {@code token} (readable by its
 * owner only) and {@code lock}, held while a process serves it.
 */
final class StateFolder implements AutoCloseable {

  private static final String STATE = "state.json";
  private static final String ADDRESS = "address";
  private static final String TOKEN = "token";

  private final Path folder;
  private final FolderLock lock;

  private StateFolder(Path folder, FolderLock lock) {
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
      return new StateFolder(
          folder,
          FolderLock.tryLock(folder.resolve("lock"))
              .orElseThrow(
                  () ->
                      new TransientFailure(
                          "cannot serve from " + folder + ", which another process serves",
                          FailureContext.hint(
                              "stop that process, or give this endpoint another folder"),
                          null)));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** Returns the state that was kept last; empty for a folder that is new. */
  HostedState load() {
    Path file = folder.resolve(STATE);
    return Files.exists(file)
        ? DocumentReader.of(StateShapes.STATE, Documents.read(file), file.toString())
        : HostedState.EMPTY;
  }

  /**
   * Replaces the state as a whole.
   *
   * @throws TransientFailure when it cannot be written; then the earlier state stands
   */
  void save(HostedState state) {
    replace(STATE, Documents.canonicalJson(StateShapes.STATE.write(state)));
  }

  /** Writes where the endpoint listens. */
  void publish(URI address) {
    replace(ADDRESS, address.toString());
  }

  /** Returns the token of the folder; makes one where there is none that is whole. */
  AdminToken token() {
    Path file = folder.resolve(TOKEN);
    try {
      Optional<AdminToken> kept =
          Files.exists(file) ? AdminToken.parse(Files.readString(file)) : Optional.empty();
      if (kept.isPresent()) {
        return kept.get();
      }
      AdminToken made = AdminToken.random();
      DurableFile.writePrivate(file, made.text());
      return made;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Returns where the endpoint of a folder listens, or last listened. */
  static Optional<URI> address(Path folder) {
    Path file = folder.resolve(ADDRESS);
    return Files.exists(file) ? Optional.of(URI.create(read(file))) : Optional.empty();
  }

  /** Returns the token of the endpoint that runs, or last ran, in a folder. */
  static AdminToken token(Path folder) {
    Path file = folder.resolve(TOKEN);
    return AdminToken.parse(read(file))
        .orElseThrow(
            () ->
                new ConfigurationProblem(
                    file + " holds no whole token",
                    FailureContext.hint("restart the endpoint, which makes a new one"),
                    null));
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
    Path file = folder.resolve(name);
    try {
      DurableFile.write(file, text);
    } catch (IOException e) {
      throw unwritable(file, e);
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
