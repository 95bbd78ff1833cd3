package dev.retrain.cli;

import dev.retrain.api.document.Durations;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepUsage;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Prints a run as text. */
final class RunText {

  private RunText() {}

  static void print(RunHandle run, RunStatus status, List<StepRun> steps, PrintWriter out) {
    out.println("run " + run.key() + ": " + status.word());
    out.println("id " + run.nativeId());
    TextTable table = new TextTable("STEP", "STATE", "ATTEMPTS", "TIME", "MESSAGE");
    for (StepRun step : steps) {
      table.row(
          step.step(),
          word(step.state()),
          Integer.toString(step.attempts()),
          time(step),
          step.message().orElse(""));
    }
    table.print(out);
    steps.forEach(
        step -> step.usage().ifPresent(usage -> out.println(step.step() + " used " + text(usage))));
    describe(status, out);
    links(status).forEach(link -> out.println("see " + link));
  }

  /** Returns the pages with more detail that a status names. */
  static List<URI> links(RunStatus status) {
    return status instanceof RunStatus.Failed failed ? failed.links() : List.of();
  }

  private static void describe(RunStatus status, PrintWriter out) {
    if (status instanceof RunStatus.Succeeded succeeded) {
      succeeded.outputs().metrics().forEach((name, value) -> out.println(name + " = " + value));
      succeeded.outputs().registered().ifPresent(version -> out.println("registered " + version));
    } else if (status instanceof RunStatus.Rejected rejected) {
      out.println("The gate was not passed: " + rejected.why());
    } else if (status instanceof RunStatus.Undecided undecided) {
      out.println("The gate could not decide: " + undecided.why());
    } else if (status instanceof RunStatus.Failed failed) {
      out.println(
          failed.step().map(step -> "The step " + step + " failed: ").orElse("The run failed: ")
              + failed.why());
      failed.logTail().forEach(line -> out.println("  | " + line));
    } else if (status instanceof RunStatus.Lost lost) {
      out.println("The run is lost: " + lost.why());
    } else if (status instanceof RunStatus.Unknown unknown) {
      out.println("The service reports the state " + unknown.nativeState());
    }
  }

  private static String text(StepUsage usage) {
    return usage.count()
        + " x "
        + usage.machine()
        + " for "
        + used(usage.duration())
        + (usage.basis() == StepUsage.Basis.BILLED ? ", as billed" : ", as measured");
  }

  /** Returns whole seconds from a minute on: fractions of them are noise, and no unit of people. */
  private static String used(Duration time) {
    return time.compareTo(Duration.ofMinutes(1)) < 0
        ? seconds(time)
        : Durations.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  static String word(StepRun.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String time(StepRun step) {
    if (step.started().isEmpty() || step.ended().isEmpty()) {
      return "";
    }
    return seconds(Duration.between(step.started().get(), step.ended().get()));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
