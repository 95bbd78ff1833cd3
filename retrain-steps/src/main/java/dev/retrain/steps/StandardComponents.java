package dev.retrain.steps;

import dev.retrain.api.document.Suggestion;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.RetrainException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The standard components by name. Exit codes: 0 done; 1 failed; 2 wrong usage or an invalid
 * definition; 3 the answer is no.
 */
public final class StandardComponents {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private static final Map<String, Component> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("best-trial", new BestTrial()),
              Map.entry("compare", new Compare()),
              Map.entry("drift", new Drift()),
              Map.entry("gate", new GateComponent(Clock.systemUTC(), System.getenv())),
              Map.entry("infer-schema", new InferSchema()),
              Map.entry("ingest", new Ingest()),
              Map.entry("profile", new ProfileComponent()),
              Map.entry("register", new Register(Clock.systemUTC(), System.getenv())),
              Map.entry("split", new Split()),
              Map.entry("validate", new Validate())));

  private StandardComponents() {}

  /** Returns the names of all components, sorted. */
  public static Set<String> names() {
    return Set.copyOf(ALL.keySet());
  }

  /** Returns how a component is called; empty if there is none of this name. */
  static Optional<Usage> usage(String component) {
    return Optional.ofNullable(ALL.get(component)).map(Component::usage);
  }

  /**
   * Runs a component in this process; relative paths start from its working folder.
   *
   * @return the exit code
   * @see #run(String, List, Path, PrintStream)
   */
  public static int run(String component, List<String> arguments, PrintStream out) {
    return run(component, arguments, Path.of(""), out);
  }

  /**
   * Runs a component in this process. The flag {@code --help} alone prints how it is called.
   *
   * @param component its name
   * @param arguments flags and values, by the container contract
   * @param base the folder that relative sources, schemas and registries start from
   * @param out where lines for people go, reasons of failures included
   * @return the exit code
   */
  public static int run(String component, List<String> arguments, Path base, PrintStream out) {
    Component known = ALL.get(component);
    if (known == null) {
      out.println(
          "there is no standard component '"
              + component
              + "'. "
              + Suggestion.nearest(component, ALL.keySet())
                  .map(near -> "Did you mean '" + near + "'?")
                  .orElse("There are " + String.join(", ", ALL.keySet()) + "."));
      return WRONG_USAGE;
    }
    if (arguments.equals(List.of("--help"))) {
      out.print(known.usage().text(component));
      return 0;
    }
    try {
      return known.run(Invocation.parse(component, arguments, base), out);
    } catch (StepProblem problem) {
      out.println(component + ": " + problem.getMessage());
      return problem.isWrongUsage() ? WRONG_USAGE : FAILED;
    } catch (InvalidDefinitionException invalid) {
      out.println(component + ": " + invalid.getMessage());
      return WRONG_USAGE;
    } catch (IOException | RetrainException failed) {
      out.println(component + ": " + failed.getMessage());
      return FAILED;
    }
  }
}
