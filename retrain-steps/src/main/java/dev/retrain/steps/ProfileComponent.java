package dev.retrain.steps;

import dev.retrain.drift.profile.Profile;
import java.io.IOException;
import java.io.PrintStream;

/** Profiles a dataset: reads one, writes {@code profile.json}. */
final class ProfileComponent implements Component {

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    Profile profile = DatasetFolder.profile(invocation.input(0));
    profile.write(invocation.output(0).resolve("profile.json"));
    out.println(profile.rows() + " rows of " + profile.columns().size() + " columns");
    return 0;
  }
}
