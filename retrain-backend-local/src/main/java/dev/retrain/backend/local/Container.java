package dev.retrain.backend.local;

import dev.retrain.backend.local.process.ChildEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A step in a container of the configured engine, whose command line is Docker's and Podman's. The
 * run's folder and the inputs that lie elsewhere are mounted under the paths they have here.
 */
final class Container {

  private static final long KILL_SECONDS = 10;

  private final ActiveRun run;
  private final Binding.Engine engine;

  Container(ActiveRun run, Binding.Engine engine) {
    this.run = run;
    this.engine = engine;
  }

  /**
   * Starts the engine's client.
   *
   * @param inherited what the client inherits, not the container
   * @param environment of the container
   */
  Attempt start(
      StepFolder folder,
      List<String> arguments,
      ChildEnvironment inherited,
      Map<String, String> environment,
      Path log)
      throws IOException {
    List<String> words = words(folder, arguments, environment, name(log));
    return ChildProcess.start(
        words, folder.work(), inherited.with(environment), log, () -> kill(log));
  }

  private List<String> words(
      StepFolder folder, List<String> arguments, Map<String, String> environment, String name) {
    List<String> words = new ArrayList<>(engine.engine());
    words.addAll(List.of("run", "--rm", "--name", name));
    Path own = run.folder().path();
    words.addAll(List.of("-v", own + ":" + own));
    folder.inputs().values().stream()
        .filter(input -> !input.startsWith(own))
        .forEach(input -> words.addAll(List.of("-v", input + ":" + input + ":ro")));
    words.addAll(List.of("-w", folder.work().toString()));
    // By name only: the engine takes the values from its environment, so that no secret shows.
    environment.keySet().forEach(variable -> words.addAll(List.of("-e", variable)));
    List<String> command = new ArrayList<>(engine.command());
    command.addAll(arguments);
    words.addAll(List.of("--entrypoint", command.get(0), engine.image()));
    words.addAll(command.subList(1, command.size()));
    return words;
  }

  private String name(Path log) {
    String place = run.services().settings().artifactRoot().relativize(log).toString();
    return "retrain-" + place.replaceAll("[^a-zA-Z0-9]+", "-");
  }

  /** Kills the container of an attempt: the engine's client may end without it. */
  void kill(Path log) {
    List<String> words = new ArrayList<>(engine.engine());
    words.addAll(List.of("kill", name(log)));
    try {
      Process kill =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + words, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
