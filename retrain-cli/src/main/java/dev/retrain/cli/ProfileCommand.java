package dev.retrain.cli;

import dev.retrain.drift.profile.Profile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain profile}. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Writes the statistics of a file, against which later data can be tested.")
final class ProfileCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "CSV, JSON lines or Parquet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the profile goes, to be tested against later.")
  private @Nullable Path target;

  @Mixin private final ColumnOptions columns = new ColumnOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Profile profile = DataFiles.profile(file, columns);
    if (target != null) {
      profile.write(target);
      output.err().println("wrote the profile of " + profile.rows() + " rows to " + target);
    }
    output.print(profile::toJson, out -> ProfileText.print(profile, out));
    return ExitCode.DONE;
  }
}
