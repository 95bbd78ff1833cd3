package dev.retrain.cli;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.UnsupportedFeature;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The {@code retrain} command. */
@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Keeps models fresh: plans, runs, monitors and explains retraining.",
    subcommands = {
      InitCommand.class,
      PlanCommand.class,
      RunCommand.class,
      StatusCommand.class,
      ComponentCommand.class,
      CheckDriftCommand.class,
      ProfileCommand.class,
      InferSchemaCommand.class,
      ValidateDataCommand.class,
      ValidateModelCommand.class,
      TickCommand.class,
      TriggerCommand.class,
      HistoryCommand.class,
      WhyCommand.class,
      RollbackCommand.class,
      ResumeCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      AuditCommand.class,
      ReplayCommand.class,
      BacktestCommand.class,
      DeployCanaryCommand.class,
      MonitorCommand.class,
      DoctorCommand.class,
      SweepCommand.class,
    })
public final class Main {

  private Main() {}

  /** Runs the command and exits the JVM with its exit code. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command and returns its exit code. */
  static int run(String... arguments) {
    return run(utf8(System.out), utf8(System.err), arguments);
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    // The flags of a component are passed on unparsed.
    if (arguments.length > 1 && arguments[0].equals("component")) {
      return ComponentCommand.run(arguments);
    }
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  private static int explain(Exception failure, CommandLine command, @Nullable ParseResult parsed)
      throws Exception {
    if (!(failure instanceof RetrainException)) {
      throw failure;
    }
    command.getErr().println(failure.getMessage());
    if (failure instanceof UnsupportedFeature) {
      return ExitCode.UNSUPPORTED;
    }
    return failure instanceof InvalidDefinitionException ? ExitCode.INVALID : ExitCode.FAILED;
  }
}
