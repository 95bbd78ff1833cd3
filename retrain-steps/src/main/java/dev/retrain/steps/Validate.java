package dev.retrain.steps;

import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.schema.AcceptedViolations;
import dev.retrain.drift.schema.Anomaly;
import dev.retrain.drift.schema.Schema;
import dev.retrain.drift.schema.Validation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Validates a profile or a dataset against {@code --schema}, names every anomaly, and exits with 3
 * on a violation that the file {@code --accepted} does not hold.
 */
final class Validate implements Component {

  private static final int NO = 3;

  @Override
  public Usage usage() {
    return Usage.of(
            "Validates data against a schema; exit code 3 on a new violation.",
            "a profile or a dataset",
            "a check")
        .required("schema", "FILE", "the schema; {name} is replaced by that parameter")
        .optional("accepted", "FILE", "violations that are known and accepted");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    Schema schema = Schema.read(invocation.path(invocation.filled(invocation.option("schema"))));
    AcceptedViolations accepted =
        invocation
            .find("accepted")
            .map(file -> AcceptedViolations.read(invocation.path(invocation.filled(file))))
            .orElse(AcceptedViolations.NONE);
    Validation validation = accepted.sort(anomalies(schema, invocation.input(0)));
    name("violation", validation.violations(), out);
    name("accepted", validation.accepted(), out);
    name("warning", validation.warnings(), out);
    out.println(
        validation.passed()
            ? "valid"
            : validation.violations().size() + " new violations: the data must not be used");
    return validation.passed() ? 0 : NO;
  }

  private static List<Anomaly> anomalies(Schema schema, Path folder) throws IOException {
    if (DatasetFolder.isProfile(folder)) {
      return schema.validate(Profile.read(folder.resolve("profile.json")));
    }
    Roles marked = DatasetFolder.options(folder).roles();
    ReadOptions options = schema.readOptions().roles(marked.with(schema.roles()));
    return schema.validate(DatasetFolder.files(folder), options);
  }

  private static void name(String word, List<Anomaly> anomalies, PrintStream out) {
    anomalies.forEach(anomaly -> out.println(word + ": " + anomaly));
  }
}
