package dev.retrain.backend.local.endpoint;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model server as a child process: an HTTP server on the loopback interface that answers its
 * predict path with {@code {"score": number}} and its health path with 200 once it can.
 *
 * @param words the command; {@code --model FOLDER --port PORT} follow
 * @param predictPath takes the features as a JSON object by POST
 * @param healthPath answers GET
 * @param environment variables besides those that a child process inherits, which holds no
 *     credential of this process
 * @param startWithin how long loading may take
 * @param answerWithin how long a prediction may take
 * @param checkEvery how often its health is checked
 */
public record ServingCommand(
    List<String> words,
    String predictPath,
    String healthPath,
    Map<String, String> environment,
    Duration startWithin,
    Duration answerWithin,
    Duration checkEvery) {

  /** Checks that there is a command and copies. */
  public ServingCommand {
    words = List.copyOf(words);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a serving command needs at least one word");
    }
  }

  /**
   * Returns a server at /predict and /health that starts within 60 seconds, answers within 5 and is
   * checked every second.
   */
  public static ServingCommand of(String... words) {
    return new ServingCommand(
        List.of(words),
        "/predict",
        "/health",
        Map.of(),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1));
  }

  /** Returns this command with other paths. */
  public ServingCommand paths(String predict, String health) {
    return new ServingCommand(
        words, predict, health, environment, startWithin, answerWithin, checkEvery);
  }

  /** Returns this command with other limits. */
  public ServingCommand within(Duration start, Duration answer, Duration check) {
    return new ServingCommand(words, predictPath, healthPath, environment, start, answer, check);
  }

  /** Serves each version by a process of its own, ended with its children when it is retired. */
  public ModelLoader loader() {
    return version -> ModelProcess.start(this, version);
  }
}
