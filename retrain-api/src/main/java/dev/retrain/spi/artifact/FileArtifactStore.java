package dev.retrain.spi.artifact;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files of this machine. Writers of one file exclude each other by a lock on a hidden file beside
 * it, in all processes; names that begin with a dot are not listed.
 */
final class FileArtifactStore implements ArtifactStore {

  /** Small files are told apart by their content, because times of files are coarse. */
  private static final long HASHED = 1 << 16;

  private static final Object[] STRIPES = Stream.generate(Object::new).limit(64).toArray();

  @Override
  public Optional<StoredFile> stat(URI address) {
    Path file = path(address);
    return call("read", file, () -> stat(file));
  }

  private static Optional<StoredFile> stat(Path file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (!now.isRegularFile()) {
        return Optional.empty();
      }
      String etag =
          now.size() <= HASHED
              ? sha256(file)
              : now.size() + "-" + now.lastModifiedTime().toInstant() + "-" + now.fileKey();
      return Optional.of(new StoredFile(file.toUri(), now.size(), etag, Optional.empty()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public InputStream open(StoredFile expected) {
    Path file = path(expected.address());
    return call(
        "open",
        file,
        () -> {
          InputStream content = opened(file);
          // Tested after the file is open, because a writer may replace it at any time.
          if (!stat(file).equals(Optional.of(expected))) {
            content.close();
            throw changed(file);
          }
          return content;
        });
  }

  private static InputStream opened(Path file) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw changed(file);
    }
  }

  private static TransientFailure changed(Path file) {
    return new TransientFailure("cannot open " + file + ": it was changed or deleted meanwhile");
  }

  @Override
  public FilePage list(URI address, Optional<String> page, int limit) {
    Path folder = path(address);
    return call("list", folder, () -> page(folder, page.orElse(""), limit));
  }

  private static FilePage page(Path folder, String after, int limit) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new FilePage(List.of(), Optional.empty());
    }
    List<String> names;
    try (Stream<Path> all = Files.walk(folder)) {
      names =
          all.filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.startsWith(".") && !name.contains("/."))
              .filter(name -> name.compareTo(after) > 0)
              .sorted()
              .limit(limit + 1L)
              .toList();
    }
    List<StoredFile> files = new ArrayList<>();
    for (String name : names.subList(0, Math.min(limit, names.size()))) {
      stat(folder.resolve(name)).ifPresent(files::add);
    }
    return new FilePage(
        files, names.size() > limit ? Optional.of(names.get(limit - 1)) : Optional.empty());
  }

  @Override
  public boolean writeIfAbsent(URI address, ArtifactContent content) {
    return exclusively(
        path(address),
        file -> {
          if (Files.exists(file)) {
            return false;
          }
          put(file, content);
          return true;
        });
  }

  @Override
  public boolean replace(StoredFile expected, ArtifactContent content) {
    return exclusively(
        path(expected.address()),
        file -> {
          if (!stat(file).map(StoredFile::etag).equals(Optional.of(expected.etag()))) {
            return false;
          }
          put(file, content);
          return true;
        });
  }

  @Override
  public void write(URI address, ArtifactContent content) {
    exclusively(
        path(address),
        file -> {
          put(file, content);
          return true;
        });
  }

  private static void put(Path file, ArtifactContent content) throws IOException {
    Path part = hidden(file, ".part");
    try {
      try (InputStream in = content.open()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void delete(URI address) {
    Path file = path(address);
    call("delete", file, () -> Files.deleteIfExists(file));
  }

  @Override
  public void close() {}

  private interface Writing {
    boolean at(Path file) throws IOException;
  }

  private static boolean exclusively(Path file, Writing writing) {
    return call(
        "write",
        file,
        () -> {
          Files.createDirectories(file.toAbsolutePath().getParent());
          // The lock of the operating system excludes processes, not threads of one.
          synchronized (STRIPES[Math.floorMod(file.hashCode(), STRIPES.length)]) {
            try (FileChannel channel =
                    FileChannel.open(
                        hidden(file, ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var lock = channel.lock()) {
              return lock.isValid() && writing.at(file);
            }
          }
        });
  }

  private static Path hidden(Path file, String ending) {
    return file.resolveSibling("." + file.getFileName() + ending);
  }

  private interface Call<R> {
    R run() throws IOException;
  }

  private static <R> R call(String verb, Path file, Call<R> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw failure("cannot " + verb + " " + file, e);
    }
  }

  private static RetrainException failure(String tried, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new PermissionDenied(
          tried + ": access denied",
          FailureContext.hint("give this user access to the file and its folder"),
          e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new ConfigurationProblem(
          tried + ": " + e.getMessage() + " is a file, not a folder",
          FailureContext.hint("name another folder"),
          e);
    }
    if (e instanceof NoSuchFileException) {
      return new TransientFailure(tried + ": it was deleted meanwhile", e);
    }
    return new TransientFailure(tried + ": " + e, e);
  }

  private static Path path(URI address) {
    try {
      return Path.of(address).toAbsolutePath().normalize();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "'" + address + "' does not name a local file: " + e.getMessage(),
          FailureContext.hint("write file:///folder/file"),
          e);
    }
  }
}
