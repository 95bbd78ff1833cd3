package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.runtime.audit.VerificationKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
      description =
          "Verifies the chain of entries. Exits with 3 and names the first entry that was changed,"
              + " and with 5 if the log is empty.")
  static final class Verify implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A decision log as JSON lines.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
        names = "--public-key",
        paramLabel = "FILE",
        description =
            "Also checks the signatures, with this Ed25519 public key in PEM: from the first signed"
                + " entry of a chain on, every entry must be signed.")
    private @Nullable Path publicKey;

    @Mixin private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
      AuditLog.Check check =
          publicKey == null
              ? AuditLog.verify(file)
              : AuditLog.verifySigned(file, VerificationKey.read(publicKey));
      output.print(document(check), out -> print(check, out));
      if (isEmpty(check)) {
        return ExitCode.UNDECIDED;
      }
      return check.intact() ? ExitCode.DONE : ExitCode.NO;
    }

    /** Returns whether there is nothing to verify: a log that lost all entries looks the same. */
    private static boolean isEmpty(AuditLog.Check check) {
      return check.intact() && check.entries() == 0;
    }

    private static void print(AuditLog.Check check, PrintWriter out) {
      check.broken().ifPresent(broken -> out.println("broken: " + broken));
      if (isEmpty(check)) {
        out.println("empty: the log has no entry, so nothing can be verified");
      } else if (check.intact()) {
        out.println("intact: " + check.entries() + " entries");
        check.chains().forEach(chain -> out.println("  " + describe(chain)));
      }
    }

    /** Prints the last hash: missing entries at the end show only by comparing it. */
    private static String describe(AuditLog.ChainEnd chain) {
      return chain.retraining()
          + ": "
          + chain.entries()
          + " entries, "
          + chain.signed()
          + " signed, the last has the hash "
          + chain.hash();
    }

    private static Node document(AuditLog.Check check) {
      Map<String, Node> document = new LinkedHashMap<>();
      document.put("intact", Node.of(check.intact() && !isEmpty(check)));
      document.put("entries", Node.of(check.entries()));
      document.put("chains", Node.of(check.chains().stream().map(Verify::chain).toList()));
      check
          .broken()
          .ifPresent(
              broken -> {
                document.put("broken", Node.of(broken.toString()));
                document.put("first", first(broken));
              });
      return Node.of(document);
    }

    private static Node first(AuditLog.Break broken) {
      Map<String, Node> document = new LinkedHashMap<>();
      document.put("line", Node.of(broken.line()));
      document.put("retraining", Node.of(broken.retraining()));
      document.put("sequence", Node.of(broken.sequence()));
      document.put("fault", Node.of(broken.fault().name().toLowerCase(Locale.ROOT)));
      document.put("why", Node.of(broken.why()));
      return Node.of(document);
    }

    private static Node chain(AuditLog.ChainEnd end) {
      Map<String, Node> document = new LinkedHashMap<>();
      document.put("retraining", Node.of(end.retraining()));
      document.put("entries", Node.of(end.entries()));
      document.put("signed", Node.of(end.signed()));
      document.put("hash", Node.of(end.hash()));
      return Node.of(document);
    }
  }
}
