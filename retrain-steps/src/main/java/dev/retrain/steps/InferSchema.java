package dev.retrain.steps;

import dev.retrain.drift.schema.Schema;
import java.io.IOException;
import java.io.PrintStream;

/** Proposes a schema: reads a profile or a dataset, writes {@code schema.json}. */
final class InferSchema implements Component {

  @Override
  public Usage usage() {
    return Usage.of(
        "Proposes a schema of the columns.", "a profile or a dataset", "a dataset: schema.json");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    Schema schema = Schema.infer(DatasetFolder.profileOfEither(invocation.input(0)));
    schema.write(invocation.output(0).resolve("schema.json"));
    out.println("proposed a schema of " + schema.columns().size() + " columns");
    return 0;
  }
}
