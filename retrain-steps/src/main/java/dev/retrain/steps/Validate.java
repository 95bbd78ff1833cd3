package dev.retrain.steps;

import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.schema.AcceptedViolations;
import dev.retrain.drift.schema.Anomaly;
import dev.retrain.drift.schema.DataValidator;
import dev.retrain.drift.schema.Schema;
import dev.retrain.drift.schema.Skew;
import dev.retrain.drift.schema.Validation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Validates a profile or a dataset against {@code --schema}, adds the anomalies that another
 * validator found ({@code --results}) and the skew against a profile ({@code --baseline}), names
 * every anomaly, and exits with 3 on a violation that the file {@code --accepted} does not hold.
 */
final class Validate implements Component {

  private static final int NO = 3;
  private static final String PROFILE = "profile.json";

  @Override
  public Usage usage() {
    return Usage.of(
            "Validates data against a schema; exit code 3 on a new violation.",
            "a profile or a dataset",
            "a check")
        .required("schema", "FILE", "the schema; {name} is replaced by that parameter")
        .optional("accepted", "FILE", "violations that are known and accepted")
        .optional(
            "results",
            "FILE",
            "results of TensorFlow Data Validation or Great Expectations, added to the schema's")
        .optional("baseline", "FILE", "a profile; a feature distributed otherwise is a violation");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    Schema schema = Schema.read(invocation.path(invocation.filled(invocation.option("schema"))));
    AcceptedViolations accepted =
        file(invocation, "accepted").map(AcceptedViolations::read).orElse(AcceptedViolations.NONE);
    Validation validation = accepted.sort(anomalies(schema, invocation));
    name("violation", validation.violations(), out);
    name("accepted", validation.accepted(), out);
    name("warning", validation.warnings(), out);
    out.println(
        validation.passed()
            ? "valid"
            : validation.violations().size() + " new violations: the data must not be used");
    return validation.passed() ? 0 : NO;
  }

  private static List<Anomaly> anomalies(Schema schema, Invocation invocation) throws IOException {
    Path folder = invocation.input(0);
    boolean profiled = DatasetFolder.isProfile(folder);
    ReadOptions options = options(schema, folder, profiled);
    List<Path> files = profiled ? List.of() : DatasetFolder.files(folder);
    List<Anomaly> anomalies =
        new ArrayList<>(
            profiled
                ? schema.validate(Profile.read(folder.resolve(PROFILE)))
                : DataValidator.of(schema).validate(files, options));
    Optional<Path> results = file(invocation, "results");
    if (results.isPresent()) {
      anomalies.addAll(DataValidator.ofResults(results.get()).validate(files, options));
    }
    Optional<Path> baseline = file(invocation, "baseline");
    if (baseline.isPresent()) {
      Profile current =
          profiled ? Profile.read(folder.resolve(PROFILE)) : DatasetFolder.profile(folder, options);
      anomalies.addAll(Skew.standard().between(Profile.read(baseline.get()), current));
    }
    return anomalies;
  }

  private static ReadOptions options(Schema schema, Path folder, boolean profiled)
      throws IOException {
    Roles marked = profiled ? Roles.NONE : DatasetFolder.options(folder).roles();
    return schema.readOptions().roles(marked.with(schema.roles()));
  }

  private static Optional<Path> file(Invocation invocation, String option) {
    return invocation.find(option).map(name -> invocation.path(invocation.filled(name)));
  }

  private static void name(String word, List<Anomaly> anomalies, PrintStream out) {
    anomalies.forEach(anomaly -> out.println(word + ": " + anomaly));
  }
}
