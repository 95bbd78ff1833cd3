package dev.retrain.testkit.loopback;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A step as a service would start its container: every reference resolved.
 *
 * @param name for messages and for the folder it works in
 * @param image what the definition names; see {@link LoopbackExecutor.Builder#image}
 * @param words the command and its arguments, at least one
 * @param environment every variable it gets beyond those a program needs on this machine
 * @param mounts folders of the container, by their absolute path in it, and where they lie here;
 *     each occurrence of such a path in the words and in the environment becomes the local path
 * @param timeout after which it is killed with its children
 */
public record LoopbackStep(
    String name,
    String image,
    List<String> words,
    Map<String, String> environment,
    Map<String, Path> mounts,
    Optional<Duration> timeout) {

  /** Checks the words and the mounts, and copies the collections. */
  public LoopbackStep {
    words = List.copyOf(words);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    mounts = Collections.unmodifiableMap(new TreeMap<>(mounts));
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the step " + name + " has no command");
    }
    mounts
        .keySet()
        .forEach(
            path -> {
              if (!path.matches("/.*[^/]")) {
                throw new IllegalArgumentException(
                    "a mount is an absolute path without a final slash, is " + path);
              }
            });
  }

  /** Returns a step without environment, mounts and timeout. */
  public static LoopbackStep of(String name, String image, List<String> words) {
    return new LoopbackStep(name, image, words, Map.of(), Map.of(), Optional.empty());
  }

  /** Returns the same step with these variables. */
  public LoopbackStep environment(Map<String, String> variables) {
    return new LoopbackStep(name, image, words, variables, mounts, timeout);
  }

  /** Returns the same step with these folders. */
  public LoopbackStep mounts(Map<String, Path> folders) {
    return new LoopbackStep(name, image, words, environment, folders, timeout);
  }

  /** Returns the same step with a time limit. */
  public LoopbackStep timeout(Duration limit) {
    return new LoopbackStep(name, image, words, environment, mounts, Optional.of(limit));
  }

  /** Names no value: an environment variable may be a secret. */
  @Override
  public String toString() {
    return name + " in " + image;
  }
}
