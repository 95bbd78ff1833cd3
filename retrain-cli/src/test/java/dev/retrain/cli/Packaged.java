package dev.retrain.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the packaged command as a child process. */
final class Packaged {

  /** How it ended and what it printed. */
  record Result(int exitCode, String out, String err) {}

  private static final Path JAR = Path.of("target", "retrain.jar").toAbsolutePath();
  private static final long DEADLINE_SECONDS = 120;

  private Packaged() {}

  /** Starts it and leaves it running; it prints to files of the folder. */
  static Process start(Path folder, String... arguments) throws IOException {
    return new ProcessBuilder(command(arguments))
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("started.out").toFile())
        .redirectError(folder.resolve("started.err").toFile())
        .start();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  static Result retrain(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = command(arguments);
    Path out = Files.createTempFile("retrain", ".out");
    Path err = Files.createTempFile("retrain", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("retrain " + List.of(arguments) + " did not end");
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
