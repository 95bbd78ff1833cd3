package dev.retrain.steps.folder;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder with everything below it. What a program leaves there may hold links that point nowhere,
 * pipes, sockets and devices: links are never followed out of the tree, and reading the others
 * could last for ever, so they are passed over.
 */
public final class FolderTree {

  /** Counts what lies in some folders: enough to see that something is gone or cut short. */
  public record Size(long files, long bytes) {

    /** Adds another size. */
    public Size plus(Size other) {
      return new Size(files + other.files, bytes + other.bytes);
    }
  }

  private FolderTree() {}

  /** Deletes a folder if it is there; links are deleted, not followed. */
  public static void delete(Path top) throws IOException {
    if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Copies a folder over another. Links to files become files; other links are copied as links;
   * pipes, sockets and devices are left out.
   */
  public static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isRegularFile(file)) {
              Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            } else if (attributes.isSymbolicLink()) {
              Files.copy(
                  file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Counts the files of a folder; zero if it is absent. */
  public static Size size(Path top) throws IOException {
    if (!Files.exists(top)) {
      return new Size(0, 0);
    }
    long[] total = new long[2];
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            total[0]++;
            total[1] += attributes.size();
            return FileVisitResult.CONTINUE;
          }
        });
    return new Size(total[0], total[1]);
  }
}
