package dev.retrain.steps;

import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Profiles a dataset: reads one, writes {@code profile.json}. {@code --roles} lists the columns
 * that are no plain features, as {@code column=role,...}; it wins over the dataset's schema.
 */
final class ProfileComponent implements Component {

  @Override
  public Usage usage() {
    return Usage.of("Profiles a dataset.", "a dataset", "a profile")
        .optional(
            "roles",
            "COLUMN=ROLE,...",
            "which columns are no plain features; wins over the dataset's schema");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    Path rows = invocation.input(0);
    ReadOptions options = DatasetFolder.options(rows);
    Roles roles = options.roles().with(roles(invocation.find("roles").orElse("")));
    Profile profile = DatasetFolder.profile(rows, options.roles(roles));
    profile.write(invocation.output(0).resolve("profile.json"));
    out.println(profile.rows() + " rows of " + profile.columns().size() + " columns");
    return 0;
  }

  private static Roles roles(String written) {
    try {
      return Roles.parse(written);
    } catch (IllegalArgumentException e) {
      throw StepProblem.usage("--roles: " + e.getMessage());
    }
  }
}
