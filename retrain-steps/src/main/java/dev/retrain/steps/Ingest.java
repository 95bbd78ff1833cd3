package dev.retrain.steps;

import dev.retrain.drift.schema.Schema;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Copies rows into a dataset: {@code --source} names a CSV or Parquet file, a folder of them, or an
 * address such as {@code s3://bucket/folder}; {@code {name}} in it stands for a parameter. With
 * {@code --sample} below 1 a share of the rows is kept, chosen by a hash of their place. A {@code
 * schema.json} in the folder is taken along; {@code --schema} names another one.
 */
final class Ingest implements Component {

  private static final long SAMPLE_SEED = 20_261_123;

  @Override
  public Usage usage() {
    return Usage.of("Copies rows into a dataset.", "nothing", "a dataset")
        .required(
            "source",
            "PATH|URI",
            "a CSV or Parquet file or a folder of them; {name} is replaced by that parameter,"
                + " relative paths start from the data root")
        .optional(
            "schema",
            "FILE",
            "a schema of the rows, which the dataset takes along; {name} is replaced by that"
                + " parameter")
        .optional("sample", "SHARE", "a parameter: keeps a share of the rows, above 0 up to 1");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    Path source = invocation.path(invocation.filled(invocation.option("source")));
    Path target = invocation.output(0);
    double sample = invocation.parameter("sample").map(Ingest::share).orElse(1.0);
    if (!Files.exists(source)) {
      throw StepProblem.data(
          "there is no " + source.toAbsolutePath() + "; relative sources start from the data root");
    }
    boolean single = Files.isRegularFile(source);
    List<Path> files = single ? List.of(source) : DatasetFolder.files(source);
    Files.createDirectories(target);
    if (!single) {
      DatasetFolder.copySchema(source, target);
    }
    invocation
        .find("schema")
        .map(file -> Schema.read(invocation.path(invocation.filled(file))))
        .ifPresent(schema -> DatasetFolder.writeSchema(schema, target));
    for (Path file : files) {
      copy(file, target, single, sample, out);
    }
    return 0;
  }

  private static void copy(Path file, Path target, boolean single, double sample, PrintStream out)
      throws IOException {
    if (!DatasetFolder.hasRows(file)) {
      throw StepProblem.data(file + " is no .csv, .tsv or .parquet file");
    }
    if (sample < 1) {
      long kept = RecordCopy.copy(file, target, row -> RowHash.ofRow(row, SAMPLE_SEED) < sample);
      out.println("kept " + kept + " rows of " + file);
      return;
    }
    String name = DatasetFolder.name(file);
    Path to = target.resolve(single ? "data" + name.substring(name.lastIndexOf('.')) : name);
    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
    out.println("copied " + file + ", " + Files.size(to) + " bytes");
  }

  private static double share(String text) {
    try {
      double share = Double.parseDouble(text);
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw StepProblem.usage("--sample takes a share of the rows, not '" + text + "'");
    }
    throw StepProblem.usage("--sample takes a share above 0 up to 1, not '" + text + "'");
  }
}
