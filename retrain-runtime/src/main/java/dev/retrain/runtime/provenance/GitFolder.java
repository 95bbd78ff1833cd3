package dev.retrain.runtime.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the checked-out commit from the files of git: loose and packed references, detached heads,
 * submodules and linked work trees. Reftables are not supported. Source: gitrepository-layout(5)
 * and git-worktree(1).
 */
final class GitFolder {

  private static final String GIT = ".git";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern SYMBOLIC = Pattern.compile("ref: (refs/\\S+)");
  private static final int MOST_LINKS = 5;

  private final Path own;
  private final Path common;

  private GitFolder(Path own) {
    this.own = own;
    this.common =
        text(own.resolve("commondir")).map(other -> own.resolve(other).normalize()).orElse(own);
  }

  /** Returns the commit checked out in the repository of a folder; empty if there is none. */
  static Optional<String> commit(Path folder) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      Path git = at.resolve(GIT);
      if (Files.isDirectory(git)) {
        return new GitFolder(git).head();
      }
      if (Files.isRegularFile(git)) {
        return linked(git).flatMap(other -> new GitFolder(other).head());
      }
    }
    return Optional.empty();
  }

  /** Follows the file that a linked work tree or a submodule has in place of a folder. */
  private static Optional<Path> linked(Path file) {
    return text(file)
        .filter(line -> line.startsWith("gitdir: "))
        .map(line -> file.resolveSibling(line.substring("gitdir: ".length())).normalize());
  }

  private Optional<String> head() {
    return text(own.resolve("HEAD")).flatMap(line -> resolve(line, 0));
  }

  private Optional<String> resolve(String line, int links) {
    if (HASH.matcher(line).matches()) {
      return Optional.of(line);
    }
    Matcher symbolic = SYMBOLIC.matcher(line);
    if (!symbolic.matches() || links == MOST_LINKS || line.contains("..")) {
      return Optional.empty();
    }
    String name = symbolic.group(1);
    return text(own.resolve(name))
        .or(() -> text(common.resolve(name)))
        .or(() -> packed(name))
        .flatMap(found -> resolve(found, links + 1));
  }

  private Optional<String> packed(String name) {
    return lines(common.resolve("packed-refs")).stream()
        .filter(line -> line.endsWith(" " + name) && !line.startsWith("#"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst();
  }

  private static Optional<String> text(Path file) {
    return lines(file).stream().findFirst().map(String::strip);
  }

  /** Treats what cannot be read as absent: provenance must never prevent a run. */
  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Files.readAllLines(file, StandardCharsets.UTF_8)
          : List.of();
    } catch (IOException | InvalidPathException | SecurityException e) {
      return List.of();
    }
  }
}
