package dev.retrain.cli;

import dev.retrain.drift.data.CellText;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.schema.AcceptedViolations;
import dev.retrain.drift.schema.Anomaly;
import dev.retrain.drift.schema.Schema;
import dev.retrain.drift.schema.Validation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain validate-data}. */
@Command(
    name = "validate-data",
    mixinStandardHelpOptions = true,
    description = "Names every anomaly of a file; ends with 3 when one violates the schema.")
final class ValidateDataCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description = "CSV, JSON lines or Parquet, or a profile written by retrain profile.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String named;

  @Option(
      names = "--schema",
      required = true,
      paramLabel = "FILE",
      description = "A schema, such as retrain infer-schema proposes.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String schema;

  @Option(
      names = "--accepted",
      paramLabel = "FILE",
      description = "Violations that are lived with, each with its reason.")
  private @Nullable Path accepted;

  @Mixin private final ColumnOptions columns = new ColumnOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    AcceptedViolations known =
        accepted == null ? AcceptedViolations.NONE : AcceptedViolations.read(accepted);
    Path read = OperatingArtifacts.file(schema);
    Validation result =
        known.sort(anomalies(OperatingArtifacts.file(named), read, Schema.read(read)));
    output.print(result::toJson, out -> print(result, out));
    return result.passed() ? ExitCode.DONE : ExitCode.NO;
  }

  private List<Anomaly> anomalies(Path file, Path schemaFile, Schema expected) {
    if (DataFiles.isProfile(file)) {
      return expected.validate(DataFiles.profile(file, columns));
    }
    Roles roles = expected.roles().with(columns.roles());
    List<Anomaly> found =
        expected.validate(List.of(file), columns.reading(expected.readOptions()).roles(roles));
    Set<String> known = new TreeSet<>();
    expected.columns().forEach(column -> known.add(column.name()));
    found.forEach(anomaly -> known.add(anomaly.column()));
    columns.requireAllIn(known, schemaFile);
    return found;
  }

  private static void print(Validation result, PrintWriter out) {
    result.violations().forEach(anomaly -> out.println(CellText.line("violation: " + anomaly)));
    result.accepted().forEach(anomaly -> out.println(CellText.line("accepted:  " + anomaly)));
    result.warnings().forEach(anomaly -> out.println(CellText.line("warning:   " + anomaly)));
    out.println(
        (result.passed() ? "passed: " : "failed: ")
            + result.violations().size()
            + (result.violations().size() == 1 ? " violation, " : " violations, ")
            + result.accepted().size()
            + " accepted, "
            + result.warnings().size()
            + (result.warnings().size() == 1 ? " warning" : " warnings"));
  }
}
