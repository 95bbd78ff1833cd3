package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.audit.AuditLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code retrain audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks exported decision logs.",
    subcommands = AuditCommand.Verify.class)
final class AuditCommand {

  /** {@code retrain audit verify}. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Ends with 3 and names the first entry that is not as it was written.")
  static final class Verify implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A decision log as JSON lines.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Mixin private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
      AuditLog.Check check = AuditLog.verify(file);
      output.print(
          document(check),
          out ->
              out.println(
                  check
                      .broken()
                      .map(why -> "broken: " + why)
                      .orElse("intact: " + check.entries() + " entries")));
      return check.intact() ? ExitCode.DONE : ExitCode.NO;
    }

    private static Node document(AuditLog.Check check) {
      Map<String, Node> document = new LinkedHashMap<>();
      document.put("intact", Node.of(check.intact()));
      document.put("entries", Node.of(check.entries()));
      check.broken().ifPresent(why -> document.put("broken", Node.of(why)));
      return Node.of(document);
    }
  }
}
