package dev.retrain.testkit.tck;

import dev.retrain.api.pipeline.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The pipelines that every backend must handle, kept as YAML beside this class. The first three
 * show what users write, with images of their own; all others run {@link StepProgram} and can be
 * executed.
 */
public final class ReferencePipelines {

  /** Those with images that exist nowhere: translated and planned, never run. */
  public static final List<String> SHOWN = List.of("minimal", "flight-delays", "everything");

  /** Those that run the step program. */
  public static final List<String> RUN =
      List.of(
          "gate-open",
          "gate-shut",
          "gate-nested",
          "gate-undecided",
          "failing-step",
          "retried-step",
          "timeout",
          "cancel",
          "skipped-by-cache",
          "secret-by-reference",
          "gpu-request",
          "diamond",
          "fifty-steps");

  private static final Map<String, Pipeline> PARSED = new ConcurrentHashMap<>();

  private ReferencePipelines() {}

  /** Returns the names of all reference pipelines. */
  public static Stream<String> names() {
    return Stream.concat(SHOWN.stream(), RUN.stream());
  }

  /** Returns a pipeline by name. */
  public static Pipeline named(String name) {
    return PARSED.computeIfAbsent(name, n -> Pipeline.parse(text(n), n + ".yaml"));
  }

  /** Returns the YAML of a pipeline. */
  public static String text(String name) {
    try (InputStream file = ReferencePipelines.class.getResourceAsStream(name + ".yaml")) {
      if (file == null) {
        throw new IllegalArgumentException("there is no reference pipeline " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
