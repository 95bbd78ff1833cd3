package dev.retrain.cli;

import dev.retrain.drift.schema.Schema;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain infer-schema}. */
@Command(
    name = "infer-schema",
    mixinStandardHelpOptions = true,
    description = "Proposes the schema that a file meets; read it before you keep it.")
final class InferSchemaCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description = "CSV, JSON lines or Parquet, or a profile written by retrain profile.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Mixin private final ColumnOptions columns = new ColumnOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the schema goes, as YAML or JSON by its name; else standard output.")
  private @Nullable Path target;

  @Override
  public Integer call() {
    Schema schema = Schema.infer(DataFiles.profile(file, columns));
    if (target != null) {
      schema.write(target);
      output
          .err()
          .println("wrote the schema of " + schema.columns().size() + " columns to " + target);
      return ExitCode.DONE;
    }
    output.print(schema::toJson, out -> out.print(schema.toYaml()));
    return ExitCode.DONE;
  }
}
