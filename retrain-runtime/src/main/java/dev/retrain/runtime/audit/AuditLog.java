package dev.retrain.runtime.audit;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Exports the decision log, checks an export, and explains a version from it. */
public final class AuditLog {

  /** A fault of an entry. */
  public enum Fault {
    /** Its content, or its link to the entry before, was changed. */
    CHANGED,
    /** It is missing. */
    MISSING,
    /** It is elsewhere in the file, or in it twice. */
    REORDERED,
    /** It is not signed with the key. */
    UNSIGNED
  }

  /**
   * Describes the first faulty entry.
   *
   * @param line line of the file, from 1
   * @param retraining retraining of the chain; empty if no entry of it could be read
   * @param sequence sequence number of the entry
   * @param why reason in one sentence
   */
  public record Break(int line, String retraining, long sequence, Fault fault, String why) {
    @Override
    public String toString() {
      return "line " + line + ": " + why;
    }
  }

  /**
   * Describes where a chain ends in a file. Entries missing at the end cannot be detected from the
   * file alone: compare with {@code history} or an earlier check.
   *
   * @param entries number of entries in the chain
   * @param hash hash of the last entry
   * @param signed number of signed entries
   */
  public record ChainEnd(String retraining, long entries, String hash, long signed) {}

  /**
   * Holds the result of a check.
   *
   * @param entries number of lines read
   * @param chains end of each chain, by retraining
   * @param broken first faulty entry; empty if there is none
   */
  public record Check(long entries, List<ChainEnd> chains, Optional<Break> broken) {
    /** Copies the list. */
    public Check {
      chains = List.copyOf(chains);
    }

    /** Returns whether every entry is unchanged and none is missing before the last. */
    public boolean intact() {
      return broken.isEmpty();
    }
  }

  private AuditLog() {}

  /** Writes the decisions of retrainings, one chain after the other, replacing the file. */
  public static void export(StateStore store, List<String> retrainings, Path file) {
    export(store, retrainings, file, null);
  }

  /** Writes the same and signs the entries that were not signed when they were written. */
  public static void exportSigned(
      StateStore store, List<String> retrainings, Path file, SigningKey key) {
    export(store, retrainings, file, key);
  }

  private static void export(
      StateStore store, List<String> retrainings, Path file, @Nullable SigningKey key) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        for (String retraining : retrainings) {
          for (LogEntry entry : store.history(retraining, 0)) {
            out.write(AuditLine.of(signed(entry, key)));
            out.write('\n');
          }
        }
      }
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot write the decision log to " + file + ": " + e,
          FailureContext.hint("Name a file that can be written."),
          e);
    }
  }

  private static LogEntry signed(LogEntry entry, @Nullable SigningKey key) {
    return key == null || entry.signature().isPresent()
        ? entry
        : entry.signed(key.sign(entry.hash()));
  }

  /**
   * Reads an export.
   *
   * @throws RetrainException if the file cannot be read or a line is no entry
   */
  public static List<LogEntry> read(Path file) {
    List<LogEntry> entries = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      entries.add(AuditLine.parse(lines.get(i), file + " line " + (i + 1)));
    }
    return entries;
  }

  /**
   * Checks an export: any changed byte, any entry missing before the last or out of order is
   * detected, and the first such entry reported. Entries missing at the end cannot be detected from
   * the file alone.
   *
   * @throws ConfigurationProblem if the file cannot be read
   */
  public static Check verify(Path file) {
    return new AuditCheck(lines(file), null).run();
  }

  /**
   * Checks an export and the signatures. From the first signed entry of a chain on each must be
   * signed; it also protects those before it, because it holds their hash.
   *
   * @throws ConfigurationProblem if the file cannot be read
   */
  public static Check verifySigned(Path file, VerificationKey key) {
    return new AuditCheck(lines(file), key).run();
  }

  /**
   * Returns the decisions that led to a version and those about it since, in order.
   *
   * @param model model of the version: a log may hold retrainings of several
   * @param version name in the registry
   */
  public static List<LogEntry> why(List<LogEntry> all, String model, String version) {
    Set<String> own = retrainings(all, model);
    List<LogEntry> log =
        all.stream().filter(entry -> own.contains(entry.decision().retraining())).toList();
    Set<String> runs =
        log.stream()
            .map(LogEntry::decision)
            .filter(decision -> decision.version().equals(Optional.of(version)))
            .flatMap(decision -> decision.runKey().stream())
            .collect(Collectors.toSet());
    return log.stream().filter(entry -> concerns(entry.decision(), version, runs)).toList();
  }

  /**
   * Returns the retrainings that register the model or have its name; the only one if none does.
   */
  private static Set<String> retrainings(List<LogEntry> log, String model) {
    Set<String> named =
        log.stream().map(entry -> entry.decision().retraining()).collect(Collectors.toSet());
    Set<String> own =
        log.stream()
            .map(LogEntry::decision)
            .filter(
                decision ->
                    decision.retraining().equals(model)
                        || model(decision).equals(Optional.of(model)))
            .map(Decision::retraining)
            .collect(Collectors.toSet());
    return own.isEmpty() && named.size() == 1 ? named : own;
  }

  private static Optional<String> model(Decision decision) {
    return decision.evidence().get("provenance").orElse(null) instanceof Node.Mapping provenance
            && provenance.get("model").orElse(null) instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private static boolean concerns(Decision decision, String version, Set<String> runs) {
    return decision.version().equals(Optional.of(version))
        || (decision.version().isEmpty() && decision.runKey().map(runs::contains).orElse(false));
  }

  private static List<String> lines(Path file) {
    try {
      // Bytes that are no UTF-8 become characters of no entry: they are detected, not rejected.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (text.isEmpty()) {
        return List.of();
      }
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      if (lines.get(lines.size() - 1).isEmpty()) {
        lines.remove(lines.size() - 1);
      }
      return lines;
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot read the decision log " + file + ": " + e,
          FailureContext.hint("Check the path."),
          e);
    }
  }
}
