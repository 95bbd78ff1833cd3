package dev.retrain.cli;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.UnsupportedFeature;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
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
      RegisterCommand.class,
      TickCommand.class,
      TriggerCommand.class,
      HistoryCommand.class,
      WhyCommand.class,
      RollbackCommand.class,
      ResumeCommand.class,
      ResumeRunCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      AuditCommand.class,
      ReplayCommand.class,
      BacktestCommand.class,
      SimulateCommand.class,
      DeployCanaryCommand.class,
      MonitorCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      SweepCommand.class,
      TagCommand.class,
    })
public final class Main {

  private static final String STACK_TRACE = "RETRAIN_STACK_TRACE";

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
    OperatingArtifacts.findProviders();
    // The flags of a component are passed on unparsed.
    if (arguments.length > 1 && arguments[0].equals("component")) {
      return ComponentCommand.run(arguments);
    }
    int code =
        new CommandLine(new Main())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Main::explain)
            .execute(arguments);
    if (code == ExitCode.DONE && out.checkError()) {
      err.println("standard output could not be written");
      return ExitCode.FAILED;
    }
    return code;
  }

  private static int explain(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (failure instanceof RetrainException) {
      err.println(failure.getMessage());
      return exitCode(failure);
    }
    if (failure instanceof InvalidPathException path) {
      err.println("invalid path '" + printable(path.getInput()) + "': " + path.getReason());
      return ExitCode.INVALID;
    }
    err.println(command.getCommandName() + " failed: " + describe(failure));
    if (System.getenv(STACK_TRACE) == null) {
      err.println("Set the environment variable " + STACK_TRACE + " to see the stack trace.");
    } else {
      failure.printStackTrace(err);
    }
    return failure instanceof IllegalArgumentException ? ExitCode.INVALID : ExitCode.FAILED;
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof UnsupportedFeature) {
      return ExitCode.UNSUPPORTED;
    }
    return failure instanceof InvalidDefinitionException ? ExitCode.INVALID : ExitCode.FAILED;
  }

  /** Returns the message; the type too, if the message alone says little. */
  private static String describe(Exception failure) {
    return failure instanceof IllegalArgumentException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
