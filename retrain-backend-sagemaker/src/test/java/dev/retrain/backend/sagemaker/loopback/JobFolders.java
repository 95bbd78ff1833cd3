package dev.retrain.backend.sagemaker.loopback;

import dev.retrain.testkit.loopback.ArtifactFolders;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The file system of a job's container, and what the service copies into it and out of it. */
final class JobFolders {

  private final Path root;
  private final ArtifactFolders folders;

  JobFolders(Path root, ArtifactFolders folders) {
    this.root = root;
    this.folders = folders;
  }

  /** Returns where a path of the container lies here. */
  Path local(String containerPath) {
    if (!containerPath.startsWith("/")) {
      throw new RefusedDefinition(containerPath + " is no absolute path");
    }
    return root.resolve(containerPath.substring(1));
  }

  /**
   * Copies everything below an address to a path of the container.
   *
   * @throws RefusedDefinition if there is nothing, or the address ends without a slash and so also
   *     means every key that it begins
   */
  void download(String uri, String containerPath) throws IOException {
    if (!uri.endsWith("/")) {
      throw new RefusedDefinition("the prefix " + uri + " ends without a slash");
    }
    Path from = folders.folder(uri);
    if (!Files.isDirectory(from)) {
      throw new RefusedDefinition("No S3 objects found under S3 URL " + uri);
    }
    copy(from, local(containerPath));
  }

  /** Copies a folder of the container to an address. */
  void upload(String containerPath, String uri) throws IOException {
    copy(local(containerPath), folders.folder(uri));
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(from)) {
      all = tree.toList();
    }
    for (Path source : all) {
      Path target = to.resolve(from.relativize(source).toString());
      if (Files.isDirectory(source)) {
        Files.createDirectories(target);
      } else {
        Files.copy(source, target);
      }
    }
  }
}
