package dev.retrain.cli;

import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftVerdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code retrain check-drift}. */
@Command(
    name = "check-drift",
    mixinStandardHelpOptions = true,
    description = "Tests current data against a reference.")
final class CheckDriftCommand implements Callable<Integer> {

  /** Forms of the result; github also tells the workflow. */
  enum DriftFormat {
    TEXT,
    JSON,
    GITHUB
  }

  private static final Path GITHUB_REPORT = Path.of("reports", "drift_analysis.json");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "FILE|URI",
      description =
          "CSV, JSON lines or Parquet, or a profile written by retrain profile; a path, or an"
              + " address such as s3://bucket/file.csv.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reference;

  @Option(
      names = "--current",
      required = true,
      paramLabel = "FILE|URI",
      description = "CSV, JSON lines or Parquet; a path or an address.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String current;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      defaultValue = "standard",
      description = "A policy file, or the name standard or guide.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String policy;

  @Mixin private final ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--output-format",
      paramLabel = "text|json|github",
      defaultValue = "text",
      description = "github also appends retrain=true|false to $$GITHUB_OUTPUT.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private DriftFormat format;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the JSON report; reports/drift_analysis.json under github.")
  private @Nullable Path report;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes a report for people, one HTML file that needs nothing else.")
  private @Nullable Path html;

  @Option(names = "--fail-on-drift", description = "Ends with 3 when drift was found.")
  private boolean failOnDrift;

  @Override
  public Integer call() {
    Optional<GithubOutput> github =
        format == DriftFormat.GITHUB ? Optional.of(GithubOutput.ofWorkflow()) : Optional.empty();
    List<Path> files = OperatingArtifacts.files(reference, current);
    DriftCheck check =
        DriftCheck.of(files.get(0), files.get(1), DriftPolicies.named(policy), columns);
    DriftReport result = check.report();
    print(result);
    Path file = report == null && github.isPresent() ? GITHUB_REPORT : report;
    if (file != null) {
      TextFiles.write(file, result.toJson() + "\n");
    }
    if (html != null) {
      TextFiles.write(html, check.html());
    }
    github.ifPresent(output -> output.append("retrain", Boolean.toString(result.retrain())));
    return exitCode(result.verdict());
  }

  private void print(DriftReport result) {
    PrintWriter out = command.commandLine().getOut();
    if (format == DriftFormat.JSON) {
      out.println(result.toJson());
    } else {
      DriftText.print(result, out);
    }
    out.flush();
  }

  private int exitCode(DriftVerdict verdict) {
    return switch (verdict) {
      case DRIFT -> failOnDrift ? ExitCode.NO : ExitCode.DONE;
      case NO_DRIFT -> ExitCode.DONE;
      case INSUFFICIENT_DATA -> ExitCode.UNDECIDED;
    };
  }
}
