package dev.retrain.runtime.store;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.state.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * The file of an embedded store. It appears with its schema or not at all, so an empty file is
 * always a damaged one.
 *
 * @param driver opens the file
 * @param path the database file
 */
record EmbeddedFile(EmbeddedDatabase driver, Path path) {

  /** Returns whether the file exists. */
  boolean exists() {
    return Files.exists(path);
  }

  /**
   * Creates the file with its schema, unless it or another process's file exists.
   *
   * @throws ConfigurationProblem if the file is empty, or cannot be created
   */
  void createIfAbsent() {
    if (exists()) {
      refuseEmpty();
      return;
    }
    Path draft = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      Database.open(new Connections.Kept(() -> driver.create(draft), path.toString())).close();
      publish(draft);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot create the store " + path + ": " + e,
          FailureContext.hint("check that this user may write the folder"),
          e);
    } finally {
      discard(draft);
    }
  }

  /** Gives the draft its name, unless another process was first. */
  private void publish(Path draft) throws IOException {
    try {
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException e) {
      refuseEmpty(); // created by another process meanwhile
    } catch (UnsupportedOperationException | IOException e) {
      if (!exists()) { // a file system without links
        Files.move(draft, path);
      }
    }
  }

  private static void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(EmbeddedFile.class).debug("{} is left behind", draft, e);
    }
  }

  private void refuseEmpty() {
    try {
      if (Files.size(path) == 0) {
        throw new ConfigurationProblem(
            "the store " + path + " is empty: 0 bytes",
            FailureContext.hint(
                "restore it from a backup; delete the file only if the state and the decision log"
                    + " may be lost"),
            null);
      }
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot read the store " + path + ": " + e,
          FailureContext.hint("check that this user may read the file"),
          e);
    }
  }

  /** Returns connections that read and write. */
  Connections connections(boolean flushed, Duration patience) {
    return new Connections.Kept(() -> driver.open(path, flushed, patience), path.toString());
  }

  /**
   * Returns connections that only read.
   *
   * @throws ConfigurationProblem if the file is empty
   */
  Connections readOnlyConnections(Duration patience) {
    refuseEmpty();
    return new Connections.Kept(() -> driver.openReadOnly(path, patience), path.toString());
  }
}
