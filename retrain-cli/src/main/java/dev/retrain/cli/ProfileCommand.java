package dev.retrain.cli;

import dev.retrain.drift.profile.Profile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code retrain profile}. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Writes the statistics of a file, against which later data can be tested.")
final class ProfileCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Parameters(paramLabel = "FILE", description = "CSV or Parquet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the profile goes; standard output without it.")
  private @Nullable Path target;

  @Override
  public Integer call() {
    Profile profile = Profile.of(file);
    PrintWriter out = command.commandLine().getOut();
    if (target == null) {
      out.println(profile.toJson());
    } else {
      profile.write(target);
      out.println(
          "profiled "
              + profile.rows()
              + " rows of "
              + profile.columns().size()
              + " columns to "
              + target);
    }
    out.flush();
    return ExitCode.DONE;
  }
}
